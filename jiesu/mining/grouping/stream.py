"""Appeals in the order of time, chunk after chunk, joined to the groups of those before them.

Every row is compared with some earlier rows of the window and joins one of their groups or none.
So a day joins the year in seconds, days after days give what one run gives, group numbers stay (the
number of the earliest row), and memory is bounded by the window.
"""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numba as nb
import numpy as np
import numpy.typing as npt

from jiesu.mining.grouping.copies import copies, room_for_copies
from jiesu.mining.grouping.decisions import UNDECIDED, Decisions, settle
from jiesu.mining.grouping.evidence import WEIGHTS, weigh
from jiesu.mining.grouping.forest import roots, roots_of
from jiesu.mining.grouping.joining import join
from jiesu.mining.grouping.reading import Told
from jiesu.mining.grouping.rings import candidates, rings, room_to_see
from jiesu.mining.grouping.ties import Rows, Ties
from jiesu.mining.grouping.window import LONGEST, Where, push, window, wipe

WINDOW = 1 << 22  # newest rows that later ones are compared with
_BLOCK = 1 << 11  # rows that look for candidates together: what they see fits a cache
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
        # Rows are put into groups behind those that still look for candidates, on another core.
        with ThreadPoolExecutor(1) as behind:
            joined = []
            for part in rows:
                for at in range(0, part.rows, _BLOCK):
                    some = part.part(slice(at, at + _BLOCK))
                    block = where.rows(slice(first, first + some.rows))
                    found = self._candidates(some, block, decided)
                    joined.append(behind.submit(self._join, found, decided.apart, since))
                    first += some.rows
            for done in joined:
                done.result()

    def forget(self, rows: Any) -> None:
        """Wipe what rows said, as far as they are still in the window."""
        wipe(rows, self.window)

    def _candidates(self, rows: Told, where: Where, decided: Decisions) -> tuple[Any, ...]:
        """Give the first row's number, the copies, and what the others are likely one with."""
        first, count = int(self.window.state[0]), rows.rows
        push(rows, where, self.window)
        same = copies(first, count, self.window, self.copies)
        # What people spoke about stands for itself.
        same[np.isin(np.arange(first, first + count), decided.named)] = -1
        threads = nb.get_num_threads()
        found = candidates(first, same < 0, self.window, self.rings, self.seen, threads)
        return first, same, found, weigh(first, found, self.window, WEIGHTS, threads)

    def _join(self, found: tuple[Any, ...], apart: Any, since: int) -> None:
        first, same, others, odds = found
        join(first, same, others, odds, apart, since, self.ties.rows)


def _hold(run: Rows, decided: Decisions, held: Any) -> None:
    """Bring the groups to what people decided, and mark those that may not join all others."""
    if not len(decided.named) and not run.guarded.any():
        return
    settle(run.parent, decided, held)
    run.size[:] = np.bincount(roots(run.parent), minlength=len(run.parent))
    run.guarded[:] = False
    run.guarded[roots_of(run.parent, decided.apart.ravel())] = True
