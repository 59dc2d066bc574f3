"""Appeals in the order of time, chunk after chunk, joined to the groups of those before them.

One chunk is grouped as a whole; a later chunk finds its partners among itself and the rows of the
window, and what was one group before stays one. So a day joins the year in seconds, group numbers
stay (the number of the earliest row), and memory is bounded by the window.
"""

from typing import Any

import numba as nb
import numpy as np
import numpy.typing as npt

from jiesu.mining.grouping.copies import copies, room_for_copies
from jiesu.mining.grouping.decisions import UNDECIDED, Decisions, barred, settle
from jiesu.mining.grouping.evidence import WEIGHTS, weigh
from jiesu.mining.grouping.forest import roots, roots_of, unite
from jiesu.mining.grouping.linkage import EDGE, linked
from jiesu.mining.grouping.reading import Told
from jiesu.mining.grouping.rings import candidates, rings
from jiesu.mining.grouping.ties import Tied, Ties
from jiesu.mining.grouping.window import LONGEST, push, window, wipe

WINDOW = 1 << 22  # newest rows that later ones are compared with
CHUNK = 1 << 18  # rows that are grouped as a whole
FELLOWS = 32  # newest members of an earlier group that a row is compared with
_BLOCK = 1 << 13  # rows that look for candidates together
_GRAMS = 50  # of a row, that the window has room for on average


class Stream:
    """A run over any number of rows; one thread at a time."""

    def __init__(self, rows: int = WINDOW) -> None:
        """Make room for `rows` newest rows, up to `WINDOW`."""
        self.rows = min(max(rows, 1), WINDOW)
        self.window = window(self.rows, min(self.rows * LONGEST, WINDOW * _GRAMS))
        self.rings = rings(self.rows)
        self.copies = room_for_copies(self.rows)
        self.ties = Ties()

    def __len__(self) -> int:
        """Give the number of rows that joined."""
        return len(self.ties)

    @property
    def group(self) -> npt.NDArray[np.int32]:
        """For every row so far, the number of the earliest row of its group."""
        found: npt.NDArray[np.int32] = roots(self.ties.rows.parent)
        return found

    def join(self, rows: Told, days: Any, place: Any, decided: Decisions = UNDECIDED) -> None:
        """Take in rows in the order of time, as a rule none earlier than those before.

        `days` since 1970 (NaN: unknown), `place` (rows, 2): latitude and longitude in degrees.
        What is `decided` may name rows of before and of these.
        """
        self.ties.add(days)
        settle(self.ties.rows.parent, decided, self.window)
        for at in range(0, len(days), CHUNK):
            part = slice(at, min(len(days), at + CHUNK))
            self._chunk(rows, days[part], place[part], decided, at)

    def forget(self, rows: Any) -> None:
        """Wipe what rows said, as far as they are still in the window."""
        wipe(rows, self.window)

    def _chunk(self, rows: Told, days: Any, place: Any, decided: Decisions, at: int) -> None:
        first, parent, tied = int(self.window.state[0]), self.ties.rows.parent, self.ties.tied
        blocks = range(0, len(days), _BLOCK)
        pairs = [self._block(rows, days, place, decided.named, at, n) for n in blocks]
        left, right, odds = (np.concatenate(column) for column in zip(*pairs, strict=True))
        new = first + np.arange(len(days))
        fresh = new[~tied.copied[new]]
        numbers = np.concatenate([self._fellows(np.unique(right[right < first]), first), fresh])
        found = linked(
            np.searchsorted(numbers, left),
            np.searchsorted(numbers, right),
            odds,
            numbers,
            roots_of(parent, numbers),
            self.window,
            WEIGHTS,
            barred(parent, decided.apart),
        )
        unite(parent, numbers, numbers[found.group])
        told = np.flatnonzero((numbers >= first) | (tied.tie[numbers] == 0))
        tied.partner[numbers[told]] = numbers[found.partner[told]]
        tied.tie[numbers[told]], tied.fit[numbers[told]] = found.tie[told], found.fit[told]
        _tie_sources(tied, new[tied.copied[new]])

    def _fellows(self, hit: Any, first: int) -> Any:
        """Give earlier rows that were hit and the newest of their groups, sorted.

        A row joins a group for its mean evidence with the members, so they have to be there.
        """
        rows = np.arange(self.window.state[2], first)
        group = roots_of(self.ties.rows.parent, rows)
        wanted = np.zeros(first, np.bool_)
        wanted[roots_of(self.ties.rows.parent, hit)] = True
        rows, group = rows[wanted[group]], group[wanted[group]]
        order = np.lexsort((-rows, group))
        begins = np.searchsorted(group[order], group[order])
        return np.union1d(hit, rows[order][np.arange(len(order)) - begins < FELLOWS])

    def _block(self, rows: Told, days: Any, place: Any, named: Any, at: int, n: int) -> Any:
        """Take a block into the window; give its likely pairs (left, right, probability)."""
        part = slice(n, min(len(days), n + _BLOCK))
        first, count = int(self.window.state[0]), part.stop - n
        push(_part(rows, at + n, count), days[part], place[part], self.window)
        same = copies(first, count, self.window, self.copies)
        new = first + np.arange(count)
        copied = (same >= 0) & ~np.isin(new, named)  # what people spoke about stands for itself
        tied = self.ties.tied
        tied.copied[new] = tied.tie[new] = tied.fit[new] = copied
        tied.partner[new[copied]] = same[copied]
        unite(self.ties.rows.parent, new[copied], same[copied])
        found = candidates(first, count, ~copied, self.window, self.rings, nb.get_num_threads())
        odds = weigh(first, found, self.window, WEIGHTS)
        row, slot = np.nonzero(odds >= EDGE)
        return first + row, found[row, slot].astype(np.int64), odds[row, slot]


def _tie_sources(tied: Tied, copy: Any) -> None:
    """Tie the rows that were copied to their copies."""
    source = tied.partner[copy]
    lone = tied.partner[source] == source
    tied.partner[source[lone]] = copy[lone]
    tied.tie[source] = 1


def _part(rows: Told, first: int, count: int) -> Told:
    last = first + count
    row: tuple[Any, ...] = tuple(column[first:last] for column in rows[2:])
    return Told(rows.start[first : last + 1], rows.gram, *row)
