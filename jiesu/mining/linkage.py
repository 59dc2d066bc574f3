"""Pairs made into groups that do not chain: average linkage inside each connected piece.

A row joins a group for its mean evidence with all members, never for one neighbour alone. Pieces
that grow too large are taken apart at a higher bar first, so the bar rises where data is dense.
"""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from jiesu.mining.evidence import Rows, probability

JOIN = 0.18  # mean probability with which two groups become one
EDGE = 0.10  # a pair below it connects nothing
LARGEST = 800  # rows of a piece that is compared in full; quadratic only inside it
_STEP = 0.5  # how far the bar rises towards 1 each time a piece is too large


class Linked(NamedTuple):
    """What became of each row; arrays of one length."""

    group: npt.NDArray[np.int64]  # the lowest row number of its group
    partner: npt.NDArray[np.int64]  # the member it is tied to most strongly; itself when alone
    tie: npt.NDArray[np.float32]  # probability of that pair; 0 when alone
    fit: npt.NDArray[np.float32]  # mean probability with the other members; 0 when alone


def grouped(left: Any, right: Any, likely: Any, data: Rows) -> Linked:
    """Group the rows; `likely` is the probability of each candidate pair (left, right)."""
    rows = len(data.start) - 1
    found = Linked(
        np.arange(rows), np.arange(rows), np.zeros(rows, np.float32), np.zeros(rows, np.float32)
    )
    for piece in _pieces(left, right, likely, rows, EDGE):
        _average(piece, data, found)
    return found


def _pieces(left: Any, right: Any, likely: Any, rows: int, bar: float) -> Any:
    """Yield the connected pieces of two rows and more, none above `LARGEST`."""
    strong = likely >= bar
    left, right, likely = left[strong], right[strong], likely[strong]
    graph = coo_array((np.ones(len(left), np.int8), (left, right)), shape=(rows, rows))
    _, piece = connected_components(graph, directed=False)
    size = np.bincount(piece)
    order = np.argsort(piece, kind="stable")
    ends = np.cumsum(size)
    for number in np.flatnonzero((size > 1) & (size <= LARGEST)):
        yield order[ends[number] - size[number] : ends[number]]
    large = size[piece[left]] > LARGEST
    if large.any():
        higher = bar + (1 - bar) * _STEP
        yield from _pieces(left[large], right[large], likely[large], rows, higher)


def _average(piece: npt.NDArray[np.int64], data: Rows, found: Linked) -> None:
    """Cut one piece into groups by average linkage over all its pairs, into `found`."""
    one, other = np.triu_indices(len(piece), 1)
    likely = probability(piece[one], piece[other], data)
    number = fcluster(linkage(1 - likely.astype(np.float64), "average"), 1 - JOIN, "distance")
    pairs = np.zeros((len(piece), len(piece)), np.float32)
    pairs[one, other] = pairs[other, one] = likely
    pairs *= number[:, None] == number
    size = np.bincount(number)[number]
    first = np.full(number.max() + 1, len(data.start))
    np.minimum.at(first, number, piece)
    found.group[piece] = first[number]
    found.tie[piece] = pairs.max(axis=1)
    found.partner[piece] = np.where(size > 1, piece[pairs.argmax(axis=1)], piece)
    found.fit[piece] = pairs.sum(axis=1) / np.maximum(size - 1, 1)
