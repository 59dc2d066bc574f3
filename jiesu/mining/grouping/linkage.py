"""Pairs made into groups that do not chain: average linkage inside each connected piece.

A row joins a group for its mean evidence with all members, never for one neighbour alone. Pieces
that grow too large are taken apart at a higher bar first, so the bar rises where data is dense.
Rows that carry one label already (grouped on an earlier day, or joined by a person) start as one.
"""

from typing import Any, NamedTuple

import numba as nb
import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from jiesu.mining.grouping.decisions import forbid
from jiesu.mining.grouping.evidence import FEATURES, likely
from jiesu.mining.grouping.window import Window

JOIN = 0.325  # mean probability with which two groups become one
EDGE = 0.15  # a pair below it connects nothing
LARGEST = 600  # rows of a piece that is compared in full; quadratic only inside it
_STEP = 0.5  # how far the bar rises towards 1 each time a piece is too large


class Linked(NamedTuple):
    """What became of each row; arrays of one length."""

    group: npt.NDArray[np.int64]  # position of a row of the same group, one for the whole group
    partner: npt.NDArray[np.int64]  # position of the member it is tied to most; itself when alone
    tie: npt.NDArray[np.float32]  # probability of that pair; 0 when alone
    fit: npt.NDArray[np.float32]  # mean probability with the other members; 0 when alone


def linked(
    left: Any,
    right: Any,
    odds: Any,
    rows: Any,
    label: Any,
    held: Window,
    weights: Any,
    barred: Any,
) -> Linked:
    """Group `rows` (numbers in the window).

    `left`, `right` are positions in `rows`, `odds` the probability of each such pair; rows with
    one `label` start as one group, and `barred` labels (see `decisions`) never become one.
    """
    n = len(rows)
    out = Linked(np.arange(n), np.arange(n), np.zeros(n, np.float32), np.zeros(n, np.float32))
    strong = odds >= EDGE
    same = _neighbours(label)
    for members, starts in _pieces(left[strong], right[strong], odds[strong], same, n, EDGE):
        _average(members, starts, rows, label, held, weights, barred, JOIN, out)
    return out


def _neighbours(label: Any) -> Any:
    """Give pairs of positions that tie together all rows of one label."""
    order = np.argsort(label, kind="stable")
    twin = label[order[1:]] == label[order[:-1]]
    return order[1:][twin], order[:-1][twin]


def _pieces(left: Any, right: Any, odds: Any, same: Any, n: int, bar: float) -> Any:
    """Yield the connected pieces of two rows and more, as positions in CSR; see `LARGEST`."""
    ends = np.concatenate([left, same[0]]), np.concatenate([right, same[1]])
    graph = coo_array((np.ones(len(ends[0]), np.int8), ends), shape=(n, n))
    _, piece = connected_components(graph, directed=False)
    size = np.bincount(piece)
    final = (size > 1) & ((size <= LARGEST) | (bar > 1 - 1e-3))
    order = np.argsort(piece, kind="stable")
    order = order[final[piece[order]]]
    yield order, np.concatenate(([0], np.cumsum(size[final])))
    large = (size > 1) & ~final
    if large.any():
        keep = large[piece[left]]
        higher = bar + (1 - bar) * _STEP
        keep &= odds >= higher
        inside = large[piece[same[0]]]
        kept = same[0][inside], same[1][inside]
        yield from _pieces(left[keep], right[keep], odds[keep], kept, n, higher)


@nb.njit(cache=True, parallel=True)
def _average(
    members: Any,
    starts: Any,
    rows: Any,
    label: Any,
    held: Window,
    weights: Any,
    barred: Any,
    join: Any,
    out: Linked,
) -> None:
    for piece in nb.prange(len(starts) - 1):
        inside = members[starts[piece] : starts[piece + 1]]
        if len(inside) > 2 * LARGEST:
            inside = inside[: 2 * LARGEST]
        pairs = _matrix(rows[inside], held, weights)
        mean = pairs.copy()
        if len(barred):
            forbid(mean, label[inside], barred)
        number = _cut(mean, label[inside], join)
        _tell(inside, number, pairs, out)


@nb.njit(cache=True)
def _matrix(rows: Any, held: Window, weights: Any) -> Any:
    """Give the probability of every pair of rows; the diagonal is 0."""
    n = len(rows)
    pairs = np.zeros((n, n), np.float32)
    room = np.empty(len(FEATURES), np.float32)
    for i in range(n):
        for j in range(i):
            pairs[i, j] = likely(rows[i], rows[j], held, weights, room)
            pairs[j, i] = pairs[i, j]
    return pairs


@nb.njit(cache=True)
def _cut(mean: Any, label: Any, join: Any) -> Any:
    """Join the two likeliest groups until none is at `JOIN`; give each row the number of its group.

    `mean` is overwritten; it holds the mean probability between groups (UPGMA, Sokal 1958).
    """
    n = len(mean)
    number = np.arange(n)
    size = np.ones(n, np.float32)
    alive = np.ones(n, np.bool_)
    _join_labelled(mean, label, number, size, alive)
    best = np.zeros(n, np.int64)
    for i in range(n):
        best[i] = np.argmax(mean[i])
    while True:
        at, most = -1, np.float32(join)
        for i in range(n):
            if alive[i] and mean[i, best[i]] >= most:
                at, most = i, mean[i, best[i]]
        if at < 0:
            return number
        gone = best[at]
        _merge(mean, at, gone, number, size, alive)
        for i in range(n):
            if alive[i] and (
                i == at or best[i] == gone or best[i] == at or mean[i, at] > mean[i, best[i]]
            ):
                best[i] = np.argmax(mean[i])


@nb.njit(cache=True)
def _join_labelled(mean: Any, label: Any, number: Any, size: Any, alive: Any) -> None:
    for i in range(len(label)):
        if not alive[i]:
            continue
        for j in range(i + 1, len(label)):
            if alive[j] and label[i] == label[j]:
                _merge(mean, i, j, number, size, alive)


@nb.njit(cache=True)
def _merge(mean: Any, into: Any, gone: Any, number: Any, size: Any, alive: Any) -> None:
    """Take group `gone` into group `into`."""
    a, b = size[into], size[gone]
    for k in range(len(mean)):
        joint = (a * mean[into, k] + b * mean[gone, k]) / (a + b)
        mean[into, k] = joint
        mean[k, into] = joint
    mean[into, into] = 0
    mean[gone] = 0
    mean[:, gone] = 0
    size[into] += b
    alive[gone] = False
    for k in range(len(number)):
        if number[k] == gone:
            number[k] = into


@nb.njit(cache=True)
def _tell(inside: Any, number: Any, pairs: Any, out: Linked) -> None:
    for i in range(len(inside)):
        total, most, partner, others = np.float32(0), np.float32(0), i, 0
        for j in range(len(inside)):
            if j != i and number[j] == number[i]:
                others += 1
                total += pairs[i, j]
                if pairs[i, j] > most:
                    most, partner = pairs[i, j], j
        out.group[inside[i]] = inside[number[i]]
        out.partner[inside[i]] = inside[partner]
        out.tie[inside[i]] = most
        out.fit[inside[i]] = total / max(others, 1)
