"""Rows put into groups, block after block, the likeliest first: average linkage on a stream.

Every likely pair of a block bids for the groups of its two rows to be one. What decides is how like
the two groups are, not the pair: the rows that speak for each are compared, and of those the
likeliest counted, so that one lucky pair does not chain two groups of many, nor one odd row keep
apart what belongs together. Nothing that joined is ever taken apart but by people, so group numbers
stay.
"""

import heapq
from typing import Any, NamedTuple

import numba as nb
import numpy as np
import numpy.typing as npt

from jiesu.mining.grouping.ahead import ask
from jiesu.mining.grouping.evidence import FEATURES, Desk, desk, lay, likely
from jiesu.mining.grouping.forest import root
from jiesu.mining.grouping.ties import Rows
from jiesu.mining.grouping.window import Window, ask_grams

JOIN = 0.45  # likeness of two groups from which on they are one
BID = 0.30  # probability from which on a pair bids
SPEAK = 8  # rows that speak for a group of more
VOICES = 5  # of those, the likeliest that are counted
_LOOK = 2 * SPEAK  # rows of a group that are looked at for speakers still in the window
_HEARD = 1 << 15  # pairs of groups of which the likeness is remembered


class Table(NamedTuple):
    """Where groups meet: scratch, and what was heard of two groups of a certain size."""

    desk: Desk
    room: npt.NDArray[np.float32]
    sides: npt.NDArray[np.int64]  # (2, SPEAK): who speaks
    best: npt.NDArray[np.float32]  # (VOICES,)
    pair: npt.NDArray[np.int64]
    size: npt.NDArray[np.int64]
    likeness: npt.NDArray[np.float32]


@nb.njit(cache=True, nogil=True)
def join(
    first: Any,
    copy_of: Any,
    found: Any,
    odds: Any,
    apart: Any,
    since: Any,
    run: Rows,
    held: Window,
    weights: Any,
) -> None:
    """Put rows from number `first` on into groups.

    `copy_of` names the row that one repeats, -1: none. `found` (rows, k) are earlier rows, `odds`
    how likely each is the same problem. No group will hold a pair of `apart`. Rows before `since`
    were told of already, so what they are tied to is changed only where that was nothing.
    """
    for k in range(len(found)):
        if copy_of[k] >= 0:
            _unite(root(run.parent, first + k), root(run.parent, copy_of[k]), run)
            _tie(first + k, copy_of[k], np.float32(1), since, run)
            run.copied[first + k] = True
    _settle(_bids(first, found, odds), apart, run, held, weights)
    for k in range(len(found)):
        mine = root(run.parent, first + k)
        for at in range(found.shape[1]):
            if odds[k, at] > 0 and root(run.parent, found[k, at]) == mine:
                _tie(first + k, found[k, at], odds[k, at], since, run)


@nb.njit(cache=True)
def _bids(first: Any, found: Any, odds: Any) -> Any:
    """Give the pairs that bid as a heap of (-probability, row, other), the likeliest on top."""
    bids = [
        (-odds[k, at], first + k, np.int64(found[k, at]))
        for k in range(len(found))
        for at in range(found.shape[1])
        if odds[k, at] >= BID
    ]
    heapq.heapify(bids)
    return bids


@nb.njit(cache=True)
def _settle(bids: Any, apart: Any, run: Rows, held: Window, weights: Any) -> None:
    """Take the highest bid until there is none; a bid that proves too high is put back lower."""
    table = _table()
    while bids:
        bid, row, other = heapq.heappop(bids)
        a, b = root(run.parent, row), root(run.parent, other)
        if a == b or not _may(a, b, apart, run):
            continue
        likeness = -bid
        if run.size[a] + run.size[b] > 2:  # noqa: PLR2004  (two rows: the bid says it)
            likeness = _remembered(row, other, a, b, table, run, held, weights)
        if likeness < JOIN:
            continue
        if bids and likeness < -bids[0][0]:
            heapq.heappush(bids, (-likeness, row, other))
        else:
            _unite(a, b, run)


@nb.njit(cache=True)
def _table() -> Table:
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
def _remembered(
    row: Any, other: Any, a: Any, b: Any, table: Table, run: Rows, held: Window, weights: Any
) -> Any:
    """Give how like the groups `a` and `b` of two rows are, as it was heard when they last met."""
    pair = np.int64(min(a, b)) << np.int64(32) | np.int64(max(a, b))
    size = run.size[a] + run.size[b]
    at = ((pair * 2654435761) >> 13) & (_HEARD - 1)
    if table.pair[at] != pair or table.size[at] != size:
        few, many = (row, other) if run.size[a] < run.size[b] else (other, row)
        table.likeness[at] = _likeness(few, many, table, run, held, weights)
        table.pair[at], table.size[at] = pair, size
    return table.likeness[at]


@nb.njit(cache=True)
def _likeness(few: Any, many: Any, table: Table, run: Rows, held: Window, weights: Any) -> Any:
    """Give how likely rows of the smaller group are the same as their likeliest of the other."""
    ours = _speakers(few, table.sides[0], run, held)
    theirs = _speakers(many, table.sides[1], run, held)
    ask_grams(ours, held)
    ask_grams(theirs, held)
    best = table.best[: min(VOICES, len(theirs))]
    total, whole = np.float32(0), np.float32(max(len(ours) * len(best), 1))
    for k, one in enumerate(ours):
        if total + (len(ours) - k) * len(best) < JOIN * whole:
            break  # whatever the others say
        lay(one, held, table.desk)
        best[:] = 0
        for other in theirs:
            odds = likely(one, other, table.desk, held, weights, table.room)
            least = np.argmin(best)
            best[least] = max(best[least], odds)
        total += best.sum()
    return total / whole


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


@nb.njit(cache=True)
def _may(a: Any, b: Any, apart: Any, run: Rows) -> Any:
    """Say whether people let two groups become one."""
    if not (run.guarded[a] and run.guarded[b]):
        return True
    for k in range(len(apart)):
        one, other = root(run.parent, apart[k, 0]), root(run.parent, apart[k, 1])
        if (one == a and other == b) or (one == b and other == a):
            return False
    return True


@nb.njit(cache=True)
def _unite(a: Any, b: Any, run: Rows) -> None:
    """Make two groups one; its earliest row stands for it."""
    if a == b:
        return
    early, late = min(a, b), max(a, b)
    run.parent[late] = early
    run.size[early] += run.size[late]
    run.guarded[early] |= run.guarded[late]
    run.next[early], run.next[late] = run.next[late], run.next[early]


@nb.njit(cache=True)
def _tie(row: Any, other: Any, odds: Any, since: Any, run: Rows) -> None:
    """Note a tie on both sides."""
    _note(row, other, odds, run)
    if other >= since or run.tie[other] == 0:
        _note(other, row, odds, run)


@nb.njit(cache=True)
def _note(row: Any, other: Any, odds: Any, run: Rows) -> None:
    run.fit[row] += odds
    if odds > run.tie[row]:
        run.tie[row], run.partner[row] = odds, other
