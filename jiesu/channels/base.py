"""What a channel says of itself, so that it can be plugged in `config/wiring.py`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path
from django.utils.functional import Promise


@dataclass(frozen=True)
class Channel:
    """A door for appeals, in a folder of its own.

    `name` is what `Appeal.channel` says of what came through it; `title` is shown to people; `root`
    is the address under which `urls` stand, both empty for a channel that is a command. `refuse`
    answers with a status and a sentence, as its callers read them, where no view is reached.
    """

    name: str
    title: Promise
    root: str = ""
    refuse: Callable[[HttpRequest, int, str], HttpResponse] | None = None
    urls: tuple[Sequence[URLPattern | URLResolver], str | None, str | None] | None = None


def addresses(channels: Sequence[Channel]) -> list[URLResolver]:
    """Give the addresses of the channels that have one."""
    found: list[URLResolver] = [path(c.root, c.urls) for c in channels if c.urls is not None]
    return found
