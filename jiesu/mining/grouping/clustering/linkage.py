"""Average linkage of two groups, from a few exemplars of each and the strongest of their pairs.

So one odd row does not keep apart what belongs together, and a group of thousands costs no more
than one of eight.
"""

from typing import Any, NamedTuple

import numba as nb
import numpy as np
import numpy.typing as npt

from jiesu.mining.grouping.clustering.disjoint_sets import root
from jiesu.mining.grouping.clustering.evidence import FEATURES, probability
from jiesu.mining.grouping.clustering.ties import RowColumns
from jiesu.mining.grouping.clustering.window import Window, grams_in, prefetch_grams, row_of
from jiesu.mining.text.grams.overlap import Scratch, hash_grams, make_scratch
from jiesu.mining.text.grams.prefetch import prefetch

JOIN = 0.45  # likeness of two groups from which on they are one
EXEMPLARS = 8  # rows that stand for a group of more
STRONGEST = 5  # of those, the likeliest that are counted
_WALK = 2 * EXEMPLARS  # rows of a group that are looked at for exemplars still in the window
_CACHED = 1 << 15  # pairs of groups of which the likeness is remembered


class Batch(NamedTuple):
    """Rows that join together."""

    first: int  # number of the first
    found: npt.NDArray[np.int32]  # (rows, k): earlier rows that may be the same; -1: none
    odds: npt.NDArray[np.float32]  # (rows, k): how likely each is the same problem
    apart: npt.NDArray[np.int64]  # (pairs, 2): rows that people keep apart
    held: Window
    weights: npt.NDArray[np.float64]  # as in `evidence`


class LinkageCache(NamedTuple):
    """What a thread works with: scratch, and the linkage found for two groups of a certain size."""

    scratch: Scratch
    room: npt.NDArray[np.float32]
    sides: npt.NDArray[np.int64]  # (2, SPEAK): exemplars of either group
    best: npt.NDArray[np.float32]  # (VOICES,)
    pair: npt.NDArray[np.int64]
    size: npt.NDArray[np.int64]
    likeness: npt.NDArray[np.float32]


@nb.njit(cache=True)
def make_cache() -> LinkageCache:
    """Lay an empty table."""
    return LinkageCache(
        make_scratch(),
        np.empty(len(FEATURES), np.float32),
        np.empty((2, EXEMPLARS), np.int64),
        np.empty(STRONGEST, np.float32),
        np.full(_CACHED, -1, np.int64),
        np.empty(_CACHED, np.int64),
        np.empty(_CACHED, np.float32),
    )


@nb.njit(cache=True)
def linkage_of(row: Any, other: Any, cache: LinkageCache, new: Batch, run: RowColumns) -> Any:
    """Give how like the groups of two rows are, in [0, 1], as it was found when they last met."""
    a, b = root(run.parent, row), root(run.parent, other)
    pair = np.int64(min(a, b)) << np.int64(32) | np.int64(max(a, b))
    size = run.size[a] + run.size[b]
    at = ((pair * 2654435761) >> 13) & (_CACHED - 1)
    if cache.pair[at] != pair or cache.size[at] != size:
        if run.size[a] == 1:
            cache.likeness[at] = _row_linkage(row, other, cache, new, run)
        else:
            few, many = (row, other) if run.size[a] < run.size[b] else (other, row)
            cache.likeness[at] = _group_linkage(few, many, cache, new, run)
        cache.pair[at], cache.size[at] = pair, size
    return cache.likeness[at]


@nb.njit(cache=True)
def _row_linkage(row: Any, other: Any, cache: LinkageCache, new: Batch, run: RowColumns) -> Any:
    """Give how likely a new row is the same as its likeliest of a group.

    Those of its own area that were found say so at once; where they are few, exemplars are asked
    besides. What was found elsewhere says little: in a city somebody always asked the same in the
    same words, and by such pairs alone a question would chain the whole city.
    """
    group, best, count = root(run.parent, other), cache.best, 0
    best[:] = 0
    found, odds = new.found[row - new.first], new.odds[row - new.first]
    near = row_of(row, new.held).near
    for k in range(len(found)):
        if _in_area(found[k], near, new.held) and root(run.parent, found[k]) == group:
            count += _keep_strongest(odds[k], best)
    if count < min(STRONGEST, run.size[group]):
        hash_grams(grams_in(row, new.held), cache.scratch)
        for one in _exemplars(other, cache.sides[1], run, new.held):
            if count < EXEMPLARS and not (_in_area(one, near, new.held) and (found == one).any()):
                odd = probability(row, one, cache.scratch, new.held, new.weights, cache.room)
                count += _keep_strongest(odd, best)
    return best.sum() / np.float32(min(max(count, 1), STRONGEST))


@nb.njit(cache=True, inline="always")
def _in_area(row: Any, near: Any, held: Window) -> Any:
    """Say whether a row lies in a known area; -1 is no row."""
    return row >= 0 and near and row_of(row, held).near == near


@nb.njit(cache=True)
def _group_linkage(few: Any, many: Any, cache: LinkageCache, new: Batch, run: RowColumns) -> Any:
    """Give how likely rows of the smaller group are the same as their likeliest of the other."""
    ours = _exemplars(few, cache.sides[0], run, new.held)
    theirs = _exemplars(many, cache.sides[1], run, new.held)
    prefetch_grams(ours, new.held)
    prefetch_grams(theirs, new.held)
    count = min(STRONGEST, len(theirs))
    best, total, whole = cache.best, np.float32(0), np.float32(max(len(ours) * count, 1))
    for k, one in enumerate(ours):
        if total + (len(ours) - k) * count < JOIN * whole:
            break  # whatever the others say
        hash_grams(grams_in(one, new.held), cache.scratch)
        best[:] = 0
        for other in theirs:
            _keep_strongest(
                probability(one, other, cache.scratch, new.held, new.weights, cache.room),
                best,
            )
        total += best.sum()
    return total / whole


@nb.njit(cache=True)
def _keep_strongest(odds: Any, best: Any) -> Any:
    """Keep the highest odds in `best`; give 1, for one more pair."""
    least = np.argmin(best)
    best[least] = max(best[least], odds)
    return 1


@nb.njit(cache=True)
def _exemplars(row: Any, out: Any, run: RowColumns, held: Window) -> Any:
    """Give the rows that stand for a group of `row`: it, and those next to it in the circle."""
    used, at = 0, row
    for _ in range(_WALK):
        if at >= held.state[2]:
            prefetch(held.row, at & (len(held.row) - 1))
            out[used] = at
            used += 1
        at = np.int64(run.next[at])
        if at == row or used == len(out):
            break
    return out[:used]
