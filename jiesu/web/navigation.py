"""The ways through the house, each shown to those who may go it."""

from typing import NamedTuple

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise

# An area adds its line when its `urls.py` is included in `jiesu/config/urls.py`.
ENTRIES: tuple["Entry", ...] = ()


class Entry(NamedTuple):
    """One way: the name of its address and what it is called."""

    address: str
    title: Promise


class Link(NamedTuple):
    """An entry as this reader sees it."""

    href: str
    title: Promise
    current: bool


def entries(request: HttpRequest) -> list[Link]:
    """List the ways open to this reader, the one he stands on marked."""
    return [_link(entry, request.path) for entry in ENTRIES]


def _link(entry: Entry, path: str) -> Link:
    href = reverse(entry.address)
    here = path == href if href == "/" else path.startswith(href)
    return Link(href, entry.title, here)
