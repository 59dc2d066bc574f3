"""What a change of the directory means elsewhere: rooms above it do what follows, and say so."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from jiesu.directory.models import DirectoryChange

Watcher = Callable[[Sequence[DirectoryChange], datetime], Iterable[str]]
_watchers: list[Watcher] = []


def plug(watcher: Watcher) -> None:
    """Have a room above asked after every change; it answers in sentences."""
    if watcher not in _watchers:
        _watchers.append(watcher)


def follow(changes: Sequence[DirectoryChange], *, now: datetime) -> list[str]:
    """Let everything happen that changes bring with them; give what there is to say of it.

    Called in the transaction of the changes, so that a dry run says the same and leaves nothing.
    """
    return [sentence for watcher in _watchers for sentence in watcher(changes, now)]
