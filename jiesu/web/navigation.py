"""The ways through the house, each shown to those who may go it."""

from typing import NamedTuple

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise

from jiesu.rules.roles import Permission, Role
from jiesu.web import actors


class Entry(NamedTuple):
    """One way: the name of its address, what it is called, and who may go it (empty: everybody)."""

    address: str
    title: Promise
    any_of: tuple[Permission | Role, ...] = ()


class Link(NamedTuple):
    """An entry as this reader sees it."""

    href: str
    title: Promise
    current: bool


# An area adds its line when `jiesu/config/urls.py` includes its addresses.
ENTRIES: tuple[Entry, ...] = ()


def entries(request: HttpRequest) -> list[Link]:
    """List the ways open to this reader, the one he stands on marked."""
    actor = actors.actor_of(request)
    return [
        _link(entry, request.path)
        for entry in ENTRIES
        if not entry.any_of or actors.allowed(actor, entry.any_of)
    ]


def _link(entry: Entry, path: str) -> Link:
    href = reverse(entry.address)
    here = path == href if href == "/" else path.startswith(href)
    return Link(href, entry.title, here)
