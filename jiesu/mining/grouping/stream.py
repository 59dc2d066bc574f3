"""Appeals in the order of time, chunk after chunk, joined to the groups of those before them.

Every row is compared with some earlier rows of the window and joins one of their groups or none.
So a day joins the year in seconds, days after days give what one run gives, group numbers stay (the
number of the earliest row), and memory is bounded by the window.
"""

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
from jiesu.mining.grouping.rings import candidates, rings
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

    def join(self, rows: Told, where: Where, decided: Decisions = UNDECIDED) -> None:
        """Take in rows in the order of time, as a rule none earlier than those before.

        What is `decided` may name rows of before and of these.
        """
        since, count = len(self), len(where.days)
        self.ties.add(where.days)
        _hold(self.ties.rows, decided, self.window)
        for at in range(0, count, _BLOCK):
            part = slice(at, min(count, at + _BLOCK))
            self._block(rows.part(part), where.rows(part), decided, since)

    def forget(self, rows: Any) -> None:
        """Wipe what rows said, as far as they are still in the window."""
        wipe(rows, self.window)

    def _block(self, rows: Told, where: Where, decided: Decisions, since: int) -> None:
        first, count = int(self.window.state[0]), len(where.days)
        push(rows, where, self.window)
        same = copies(first, count, self.window, self.copies)
        # What people spoke about stands for itself.
        same[np.isin(np.arange(first, first + count), decided.named)] = -1
        threads = nb.get_num_threads()
        found = candidates(first, count, same < 0, self.window, self.rings, threads)
        odds = weigh(first, found, self.window, WEIGHTS, threads)
        join(first, same, found, odds, decided.apart, since, self.ties.rows)


def _hold(run: Rows, decided: Decisions, held: Any) -> None:
    """Bring the groups to what people decided, and mark those that may not join all others."""
    if not len(decided.named) and not run.guarded.any():
        return
    settle(run.parent, decided, held)
    run.size[:] = np.bincount(roots(run.parent), minlength=len(run.parent))
    run.guarded[:] = False
    run.guarded[roots_of(run.parent, decided.apart.ravel())] = True
