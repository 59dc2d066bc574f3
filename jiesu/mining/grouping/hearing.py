"""How like two groups are: some rows of each are heard, and of those the likeliest count.

So one odd row does not keep apart what belongs together, and a group of thousands costs no more
than one of eight.
"""

from typing import Any, NamedTuple

import numba as nb
import numpy as np
import numpy.typing as npt

from jiesu.mining.grouping.ahead import ask
from jiesu.mining.grouping.desk import Desk, desk, lay
from jiesu.mining.grouping.evidence import FEATURES, likely
from jiesu.mining.grouping.forest import root
from jiesu.mining.grouping.ties import Rows
from jiesu.mining.grouping.window import Window, ask_grams, held_of, said_by

JOIN = 0.45  # likeness of two groups from which on they are one
SPEAK = 8  # rows that speak for a group of more
VOICES = 5  # of those, the likeliest that are counted
_LOOK = 2 * SPEAK  # rows of a group that are looked at for speakers still in the window
_HEARD = 1 << 15  # pairs of groups of which the likeness is remembered


class Round(NamedTuple):
    """Rows that join together."""

    first: int  # number of the first
    found: npt.NDArray[np.int32]  # (rows, k): earlier rows that may be the same; -1: none
    odds: npt.NDArray[np.float32]  # (rows, k): how likely each is the same problem
    apart: npt.NDArray[np.int64]  # (pairs, 2): rows that people keep apart
    held: Window
    weights: npt.NDArray[np.float64]  # as in `evidence`


class Table(NamedTuple):
    """Where groups meet: scratch, and what was heard of two groups of a certain size."""

    desk: Desk
    room: npt.NDArray[np.float32]
    sides: npt.NDArray[np.int64]  # (2, SPEAK): who speaks
    best: npt.NDArray[np.float32]  # (VOICES,)
    pair: npt.NDArray[np.int64]
    size: npt.NDArray[np.int64]
    likeness: npt.NDArray[np.float32]


@nb.njit(cache=True)
def table() -> Table:
    """Lay an empty table."""
    return Table(
        desk(),
        np.empty(len(FEATURES), np.float32),
        np.empty((2, SPEAK), np.int64),
        np.empty(VOICES, np.float32),
        np.full(_HEARD, -1, np.int64),
        np.empty(_HEARD, np.int64),
        np.empty(_HEARD, np.float32),
    )


@nb.njit(cache=True)
def likeness_of(row: Any, other: Any, table: Table, new: Round, run: Rows) -> Any:
    """Give how like the groups of two rows are, in [0, 1], as it was heard when they last met."""
    a, b = root(run.parent, row), root(run.parent, other)
    pair = np.int64(min(a, b)) << np.int64(32) | np.int64(max(a, b))
    size = run.size[a] + run.size[b]
    at = ((pair * 2654435761) >> 13) & (_HEARD - 1)
    if table.pair[at] != pair or table.size[at] != size:
        if run.size[a] == 1:
            table.likeness[at] = _likeness_of_row(row, other, table, new, run)
        else:
            few, many = (row, other) if run.size[a] < run.size[b] else (other, row)
            table.likeness[at] = _likeness(few, many, table, new, run)
        table.pair[at], table.size[at] = pair, size
    return table.likeness[at]


@nb.njit(cache=True)
def _likeness_of_row(row: Any, other: Any, table: Table, new: Round, run: Rows) -> Any:
    """Give how likely a new row is the same as its likeliest of a group.

    Those of its own area that were found say so at once; where they are few, speakers are asked
    besides. What was found elsewhere says little: in a city somebody always asked the same in the
    same words, and by such pairs alone a question would chain the whole city.
    """
    group, best, heard = root(run.parent, other), table.best, 0
    best[:] = 0
    found, odds = new.found[row - new.first], new.odds[row - new.first]
    near = held_of(row, new.held).near
    for k in range(len(found)):
        if _beside(found[k], near, new.held) and root(run.parent, found[k]) == group:
            heard += _hear(odds[k], best)
    if heard < min(VOICES, run.size[group]):
        lay(said_by(row, new.held), table.desk)
        for one in _speakers(other, table.sides[1], run, new.held):
            if heard < SPEAK and not (_beside(one, near, new.held) and (found == one).any()):
                odd = likely(row, one, table.desk, new.held, new.weights, table.room)
                heard += _hear(odd, best)
    return best.sum() / np.float32(min(max(heard, 1), VOICES))


@nb.njit(cache=True, inline="always")
def _beside(row: Any, near: Any, held: Window) -> Any:
    """Say whether a row lies in a known area; -1 is no row."""
    return row >= 0 and near and held_of(row, held).near == near


@nb.njit(cache=True)
def _likeness(few: Any, many: Any, table: Table, new: Round, run: Rows) -> Any:
    """Give how likely rows of the smaller group are the same as their likeliest of the other."""
    ours = _speakers(few, table.sides[0], run, new.held)
    theirs = _speakers(many, table.sides[1], run, new.held)
    ask_grams(ours, new.held)
    ask_grams(theirs, new.held)
    count = min(VOICES, len(theirs))
    best, total, whole = table.best, np.float32(0), np.float32(max(len(ours) * count, 1))
    for k, one in enumerate(ours):
        if total + (len(ours) - k) * count < JOIN * whole:
            break  # whatever the others say
        lay(said_by(one, new.held), table.desk)
        best[:] = 0
        for other in theirs:
            _hear(likely(one, other, table.desk, new.held, new.weights, table.room), best)
        total += best.sum()
    return total / whole


@nb.njit(cache=True)
def _hear(odds: Any, best: Any) -> Any:
    """Keep the highest odds in `best`; give 1, for one more voice."""
    least = np.argmin(best)
    best[least] = max(best[least], odds)
    return 1


@nb.njit(cache=True)
def _speakers(row: Any, out: Any, run: Rows, held: Window) -> Any:
    """Give the rows that speak for a group when `row` bids: it, and those that stand next to it."""
    used, at = 0, row
    for _ in range(_LOOK):
        if at >= held.state[2]:
            ask(held.row, at & (len(held.row) - 1))
            out[used] = at
            used += 1
        at = np.int64(run.next[at])
        if at == row or used == len(out):
            break
    return out[:used]
