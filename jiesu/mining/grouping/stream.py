"""Appeals in the order of time, chunk after chunk, joined to the groups of those before them.

One chunk is grouped as a whole; a later chunk finds its partners among itself and the rows of the
window, and what was one group before stays one. So a day joins the year in seconds, group numbers
stay (the number of the earliest row), and memory is bounded by the window.
"""

from typing import Any, NamedTuple

import numba as nb
import numpy as np
import numpy.typing as npt

from jiesu.mining.grouping.copies import copies, room_for_copies
from jiesu.mining.grouping.evidence import WEIGHTS, weigh
from jiesu.mining.grouping.linkage import EDGE, linked
from jiesu.mining.grouping.reading import Told
from jiesu.mining.grouping.rings import candidates, rings
from jiesu.mining.grouping.window import push, window

WINDOW = 1 << 22  # newest rows that later ones are compared with
CHUNK = 1 << 18  # rows that are grouped as a whole
_BLOCK = 1 << 13  # rows that look for candidates together
_GRAMS = 50  # of a row, that the window has room for on average


class Tied(NamedTuple):
    """What became of each row of a chunk; row numbers are those of the run."""

    partner: npt.NDArray[np.int64]  # the row it is tied to most; itself when alone
    tie: npt.NDArray[np.float32]  # probability of that pair
    fit: npt.NDArray[np.float32]  # mean probability with its group
    copied: npt.NDArray[np.bool_]  # it says the very same as its partner


class Stream:
    """A run over any number of rows; one thread at a time."""

    def __init__(self, rows: int = WINDOW, grams: int | None = None) -> None:
        """Make room for `rows` newest rows holding `grams` grams in all, up to `WINDOW`."""
        rows = min(max(rows, 1), WINDOW)
        self._window = window(rows, min(grams or rows * _GRAMS, WINDOW * _GRAMS))
        self._rings = rings(rows)
        self._copies = room_for_copies(rows)
        self._parent = np.empty(0, np.int32)

    def __len__(self) -> int:
        """Give the number of rows that joined."""
        return len(self._parent)

    @property
    def group(self) -> npt.NDArray[np.int32]:
        """For every row so far, the number of the earliest row of its group."""
        found: npt.NDArray[np.int32] = _roots(self._parent)
        return found

    def join(self, rows: Told, days: Any, place: Any) -> Tied:
        """Take in rows in the order of time, none earlier than those before.

        `days` since 1970 (NaN: unknown), `place` (rows, 2): latitude and longitude in degrees.
        """
        first, count = len(self), len(days)
        self._parent = np.append(self._parent, np.arange(first, first + count, dtype=np.int32))
        out = Tied(
            np.arange(first, first + count),
            np.zeros(count, np.float32),
            np.zeros(count, np.float32),
            np.zeros(count, np.bool_),
        )
        for at in range(0, count, CHUNK):
            part = slice(at, min(count, at + CHUNK))
            self._chunk(
                rows, days[part], place[part], Tied._make(column[part] for column in out), at
            )
        return out

    def _chunk(self, rows: Told, days: Any, place: Any, out: Tied, at: int) -> None:
        first = int(self._window.state[0])
        pairs = [self._block(rows, days, place, out, at, n) for n in range(0, len(days), _BLOCK)]
        left, right, odds = (np.concatenate(column) for column in zip(*pairs, strict=True))
        fresh = first + np.flatnonzero(~out.copied)
        old = np.unique(right[right < first])
        numbers = np.concatenate([old, fresh])
        label = np.concatenate([_roots_of(self._parent, old), fresh])
        found = linked(
            np.searchsorted(numbers, left),
            np.searchsorted(numbers, right),
            odds,
            numbers,
            label,
            self._window,
            WEIGHTS,
        )
        _unite(self._parent, numbers, numbers[found.group])
        here = fresh - first
        out.partner[here] = numbers[found.partner[len(old) :]]
        out.tie[here], out.fit[here] = found.tie[len(old) :], found.fit[len(old) :]
        _tie_sources(out, first)

    def _block(self, rows: Told, days: Any, place: Any, out: Tied, at: int, n: int) -> Any:
        """Take a block into the window; give its likely pairs (left, right, probability)."""
        part = slice(n, min(len(days), n + _BLOCK))
        first, count = int(self._window.state[0]), part.stop - n
        push(_part(rows, at + n, count), days[part], place[part], self._window)
        same = copies(first, count, self._window, self._copies)
        copied = same >= 0
        out.copied[part] = copied
        out.partner[part] = np.where(copied, same, out.partner[part])
        out.tie[part] = out.fit[part] = copied
        _unite(self._parent, first + np.flatnonzero(copied), same[copied])
        found = candidates(first, count, ~copied, self._window, self._rings, nb.get_num_threads())
        odds = weigh(first, found, self._window, WEIGHTS)
        row, slot = np.nonzero(odds >= EDGE)
        return first + row, found[row, slot].astype(np.int64), odds[row, slot]


def _tie_sources(out: Tied, first: int) -> None:
    """Tie the rows that were copied to their copies, as far as both came in this chunk."""
    copy = np.flatnonzero(out.copied)
    source = out.partner[copy] - first
    copy, source = copy[source >= 0], source[source >= 0]
    lone = out.partner[source] == source + first
    out.partner[source[lone]] = copy[lone] + first
    out.tie[source] = 1


def _part(rows: Told, first: int, count: int) -> Told:
    last = first + count
    row: tuple[Any, ...] = tuple(column[first:last] for column in rows[2:])
    return Told(rows.start[first : last + 1], rows.gram, *row)


@nb.njit(cache=True)
def _root(parent: Any, row: Any) -> Any:
    while parent[row] != row:
        parent[row] = parent[parent[row]]
        row = parent[row]
    return row


@nb.njit(cache=True)
def _roots_of(parent: Any, rows: Any) -> Any:
    found = np.empty(len(rows), np.int64)
    for k in range(len(rows)):
        found[k] = _root(parent, rows[k])
    return found


@nb.njit(cache=True)
def _roots(parent: Any) -> Any:
    found = np.empty(len(parent), np.int32)
    for row in range(len(parent)):  # a root stands before its rows
        found[row] = row if parent[row] == row else found[parent[row]]
    return found


@nb.njit(cache=True)
def _unite(parent: Any, one: Any, other: Any) -> None:
    """Make each pair of rows one group; the earliest row stands for it."""
    for k in range(len(one)):
        a, b = _root(parent, one[k]), _root(parent, other[k])
        parent[max(a, b)] = min(a, b)
