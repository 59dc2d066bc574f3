"""Appeals in the order of time, round after round, joined to the groups of those before them.

Every row is compared with some earlier rows of the window; then the rows of a round join groups,
the likeliest first. So a day joins the year in seconds, group numbers stay (the number of the
earliest row), memory is bounded by the window, and days after days give nearly what one run gives:
what differs is only who was heard first.
"""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numba as nb
import numpy as np
import numpy.typing as npt

from jiesu.mining.grouping.copies import copies, room_for_copies
from jiesu.mining.grouping.decisions import UNDECIDED, Decisions, settle
from jiesu.mining.grouping.evidence import WEIGHTS, weigh
from jiesu.mining.grouping.forest import circles, roots, roots_of
from jiesu.mining.grouping.hearing import Round
from jiesu.mining.grouping.joining import join
from jiesu.mining.grouping.reading import Told
from jiesu.mining.grouping.rings import candidates, rings, room_to_see
from jiesu.mining.grouping.ties import Rows, Ties
from jiesu.mining.grouping.window import LONGEST, Where, push, window, wipe

WINDOW = 1 << 22  # newest rows that later ones are compared with
ROUND = 1 << 13  # rows that join together: the more, the better the first pairs are chosen
_BLOCK = 1 << 11  # of those, rows that look for candidates together: what they see fits a cache
_GRAMS = 50  # of a row, that the window has room for on average


class Stream:
    """A run over any number of rows; one thread at a time."""

    def __init__(self, rows: int = WINDOW) -> None:
        """Make room for `rows` newest rows, up to `WINDOW`."""
        self.rows = min(max(rows, 1), WINDOW)
        self.window = window(self.rows, min(self.rows * LONGEST, WINDOW * _GRAMS))
        self.rings, self.seen = rings(self.rows), room_to_see(_BLOCK)
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

    def join(self, rows: Iterable[Told], where: Where, decided: Decisions = UNDECIDED) -> None:
        """Take in rows, in parts, in the order of time: as a rule none earlier than those before.

        What is `decided` may name rows of before and of these.
        """
        since, first = len(self), 0
        self.ties.add(where.days)
        _hold(self.ties.rows, decided, self.window)
        found: list[tuple[Round, Any]] = []
        # A round joins groups behind the next that looks for candidates, on another core. Both see
        # the window as it is when all of the next are in it, however fast either is.
        with ThreadPoolExecutor(1) as behind:
            for part in _rounds(rows):
                push(part, where.rows(slice(first, first + part.rows)), self.window)
                joined = behind.submit(self._join, found, since)
                found = [self._candidates(since + first, part.rows, decided)]
                joined.result()
                first += part.rows
        self._join(found, since)

    def forget(self, rows: Any) -> None:
        """Wipe what rows said, as far as they are still in the window."""
        wipe(rows, self.window)

    def _candidates(self, first: int, count: int, decided: Decisions) -> tuple[Round, Any]:
        """Give the rows from number `first` on as a round, and what each of them repeats."""
        same = copies(first, count, self.window, self.copies)
        # What people spoke about stands for itself.
        same[np.isin(np.arange(first, first + count), decided.named)] = -1
        threads, found, odds = nb.get_num_threads(), [], []
        for at in range(0, count, _BLOCK):
            wanted = same[at : at + _BLOCK] < 0
            found.append(
                candidates(first + at, wanted, self.window, self.rings, self.seen, threads)
            )
            odds.append(weigh(first + at, found[-1], self.window, WEIGHTS, threads))
        likely = np.concatenate(found), np.concatenate(odds)
        return Round(first, *likely, decided.apart, self.window, WEIGHTS), same

    def _join(self, rounds: list[tuple[Round, Any]], since: int) -> None:
        for new, same in rounds:
            join(new, same, since, self.ties.rows)


def _rounds(rows: Iterable[Told]) -> Iterator[Told]:
    for part in rows:
        for at in range(0, part.rows, ROUND):
            yield part.part(slice(at, at + ROUND))


def _hold(run: Rows, decided: Decisions, held: Any) -> None:
    """Bring the groups to what people decided, and mark those that may not join all others."""
    if not len(decided.named) and not run.guarded.any():
        return
    settle(run.parent, decided, held)
    label = roots(run.parent)
    run.size[:] = np.bincount(label, minlength=len(run.parent))
    run.next[:] = circles(label)
    run.guarded[:] = False
    run.guarded[roots_of(run.parent, decided.apart.ravel())] = True
