"""The ways through the house, each shown to those who may go it."""

from typing import NamedTuple

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jiesu.directory.people import Actor
from jiesu.rules.roles import Permission, Role
from jiesu.web import actors


class Entry(NamedTuple):
    """One way: the name of its address, its title, and which staff may go it (none: residents)."""

    address: str
    title: Promise
    any_of: tuple[Permission | Role, ...] = ()


class Link(NamedTuple):
    """An entry as this reader sees it."""

    href: str
    title: Promise
    current: bool


# An area adds its line here; it is shown where `jiesu/config/urls.py` includes its addresses.
ENTRIES: tuple[Entry, ...] = (
    Entry("report", _("Report")),
    Entry("follow", _("Follow")),
    Entry("promises", _("What we promise")),
    Entry("desk", _("Desk"), (Permission.APPEAL_READ,)),
    Entry("unit", _("Unit"), (Permission.APPEAL_READ_OWN_UNIT,)),
    Entry(
        "console",
        _("Console"),
        (Permission.DIRECTORY_EDIT, Permission.PEOPLE_EDIT, Permission.LOG_READ),
    ),
    Entry("board_public", _("In figures")),
    Entry("board", _("Board"), (Permission.BOARD_READ,)),
)


def entries(request: HttpRequest) -> list[Link]:
    """List the ways open to this reader, the one they stand on marked."""
    actor = actors.actor_of(request)
    links = (_link(entry, request.path) for entry in ENTRIES if _is_open(entry, actor))
    return [link for link in links if link]


def _is_open(entry: Entry, actor: Actor) -> bool:
    if entry.any_of:
        return actors.allowed(actor, entry.any_of)
    return actor.kind != "staff"


def _link(entry: Entry, path: str) -> Link | None:
    try:
        href = reverse(entry.address)
    except NoReverseMatch:  # an area that is not installed here
        return None
    here = path == href if href == "/" else path.startswith(href)
    return Link(href, entry.title, here)
