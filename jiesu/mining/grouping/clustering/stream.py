"""Appeals in the order of time, round after round, joined to the groups of those before them.

Every row is compared with some earlier rows of the window; then the rows of a round join groups,
the likeliest first. So a day joins the year in seconds, group numbers stay (the number of the
earliest row), memory is bounded by the window, and days after days give nearly what one run gives:
what differs is only who was weighed first.
"""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numba as nb
import numpy as np
import numpy.typing as npt

from jiesu.mining.grouping.clustering.agglomeration import join
from jiesu.mining.grouping.clustering.constraints import UNCONSTRAINED, Constraints, enforce
from jiesu.mining.grouping.clustering.disjoint_sets import circles, roots, roots_of
from jiesu.mining.grouping.clustering.evidence import WEIGHTS, probabilities_of
from jiesu.mining.grouping.clustering.exact_copies import find_copies, make_copy_table
from jiesu.mining.grouping.clustering.linkage import Batch
from jiesu.mining.grouping.clustering.posting_lists import (
    candidates,
    make_posting_lists,
    make_read_buffer,
)
from jiesu.mining.grouping.clustering.ties import RowColumns, Ties
from jiesu.mining.grouping.clustering.window import Positions, push, window, wipe
from jiesu.mining.text.grams.rows import LONGEST, GramRows

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
        self.posting_lists, self.seen = make_posting_lists(self.rows), make_read_buffer(_BLOCK)
        self.copies = make_copy_table(self.rows)
        self.ties = Ties()

    def __len__(self) -> int:
        """Give the number of rows that joined."""
        return len(self.ties)

    @property
    def group(self) -> npt.NDArray[np.int32]:
        """For every row so far, the number of the earliest row of its group."""
        found: npt.NDArray[np.int32] = roots(self.ties.rows.parent)
        return found

    def join(
        self, rows: Iterable[GramRows], where: Positions, decided: Constraints = UNCONSTRAINED
    ) -> None:
        """Take in rows, in parts, in the order of time: as a rule none earlier than those before.

        What is `decided` may name rows of before and of these.
        """
        since, first = len(self), 0
        self.ties.add(where.days)
        _constrain(self.ties.rows, decided, self.window)
        found: list[tuple[Batch, Any]] = []
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

    def _candidates(self, first: int, count: int, decided: Constraints) -> tuple[Batch, Any]:
        """Give the rows from number `first` on as a round, and what each of them repeats."""
        same = find_copies(first, count, self.window, self.copies)
        # What people spoke about stands for itself.
        same[np.isin(np.arange(first, first + count), decided.named)] = -1
        threads, found, odds = nb.get_num_threads(), [], []
        for at in range(0, count, _BLOCK):
            wanted = same[at : at + _BLOCK] < 0
            found.append(
                candidates(first + at, wanted, self.window, self.posting_lists, self.seen, threads)
            )
            odds.append(probabilities_of(first + at, found[-1], self.window, WEIGHTS, threads))
        likely = np.concatenate(found), np.concatenate(odds)
        return Batch(first, *likely, decided.apart, self.window, WEIGHTS), same

    def _join(self, rounds: list[tuple[Batch, Any]], since: int) -> None:
        for new, same in rounds:
            join(new, same, since, self.ties.rows)


def _rounds(rows: Iterable[GramRows]) -> Iterator[GramRows]:
    for part in rows:
        for at in range(0, part.rows, ROUND):
            yield part.part(slice(at, at + ROUND))


def _constrain(run: RowColumns, decided: Constraints, held: Any) -> None:
    """Bring the groups to what people decided, and mark those that may not join all others."""
    if not len(decided.named) and not run.guarded.any():
        return
    enforce(run.parent, decided, held)
    label = roots(run.parent)
    run.size[:] = np.bincount(label, minlength=len(run.parent))
    run.next[:] = circles(label)
    run.guarded[:] = False
    run.guarded[roots_of(run.parent, decided.apart.ravel())] = True
