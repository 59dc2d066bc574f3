"""Rows put into groups, round after round, the likeliest first: average linkage on a stream.

Every likely pair of a round is a candidate for its two groups to be one. What decides is how like
the two groups are (`linkage`), not the pair, so one lucky pair does not chain two groups of many.
Nothing that joined is ever taken apart but by people, so group numbers stay.
"""

import heapq
from typing import Any

import numba as nb
import numpy as np

from jiesu.mining.grouping.clustering.disjoint_sets import root
from jiesu.mining.grouping.clustering.linkage import JOIN, Batch, linkage_of, make_cache
from jiesu.mining.grouping.clustering.ties import RowColumns

CANDIDATE = 0.40  # probability from which on a pair is a candidate


@nb.njit(cache=True, nogil=True)
def join(new: Batch, copy_of: Any, since: Any, run: RowColumns) -> None:
    """Put the rows of a round into groups.

    `copy_of` names the row that one repeats, -1: none. No group will hold a pair of `new.apart`.
    Rows before `since` were told of already, so what they are tied to is changed only where that
    was nothing.
    """
    first, found, odds = new.first, new.found, new.odds
    for k in range(len(found)):
        if copy_of[k] >= 0:
            _unite(root(run.parent, first + k), root(run.parent, copy_of[k]), run)
            _tie(first + k, copy_of[k], np.float32(1), since, run)
            run.copied[first + k] = True
    _settle(_candidates(new), new, run)
    for k in range(len(found)):
        mine = root(run.parent, first + k)
        for at in range(found.shape[1]):
            if odds[k, at] > 0 and root(run.parent, found[k, at]) == mine:
                _tie(first + k, found[k, at], odds[k, at], since, run)


@nb.njit(cache=True)
def _candidates(new: Batch) -> Any:
    """Give the candidate pairs as a heap of (-probability, row, other), the likeliest on top."""
    found, odds = new.found, new.odds
    heap = [
        (-odds[k, at], new.first + k, np.int64(found[k, at]))
        for k in range(len(found))
        for at in range(found.shape[1])
        if odds[k, at] >= CANDIDATE
    ]
    heapq.heapify(heap)
    return heap


@nb.njit(cache=True)
def _settle(heap: Any, new: Batch, run: RowColumns) -> None:
    """Take the likeliest pair until there is none; one whose groups are less alike is put back."""
    cache = make_cache()
    while heap:
        weight, row, other = heapq.heappop(heap)
        a, b = root(run.parent, row), root(run.parent, other)
        if a == b or not _may(a, b, new.apart, run):
            continue
        likeness = -weight
        if run.size[a] + run.size[b] > 2:  # noqa: PLR2004  (two rows: the pair says it)
            likeness = linkage_of(row, other, cache, new, run)
        if likeness < JOIN:
            continue
        if heap and likeness < -heap[0][0]:
            heapq.heappush(heap, (-likeness, row, other))
        else:
            _unite(a, b, run)


@nb.njit(cache=True)
def _may(a: Any, b: Any, apart: Any, run: RowColumns) -> Any:
    """Say whether people let two groups become one."""
    if not (run.guarded[a] and run.guarded[b]):
        return True
    for k in range(len(apart)):
        one, other = root(run.parent, apart[k, 0]), root(run.parent, apart[k, 1])
        if (one == a and other == b) or (one == b and other == a):
            return False
    return True


@nb.njit(cache=True)
def _unite(a: Any, b: Any, run: RowColumns) -> None:
    """Make two groups one; its earliest row stands for it."""
    if a == b:
        return
    early, late = min(a, b), max(a, b)
    run.parent[late] = early
    run.size[early] += run.size[late]
    run.guarded[early] |= run.guarded[late]
    run.next[early], run.next[late] = run.next[late], run.next[early]


@nb.njit(cache=True)
def _tie(row: Any, other: Any, odds: Any, since: Any, run: RowColumns) -> None:
    """Note a tie on both sides."""
    _note(row, other, odds, run)
    if other >= since or run.tie[other] == 0:
        _note(other, row, odds, run)


@nb.njit(cache=True)
def _note(row: Any, other: Any, odds: Any, run: RowColumns) -> None:
    run.fit[row] += odds
    if odds > run.tie[row]:
        run.tie[row], run.partner[row] = odds, other
