"""Which rows hold a gram: lists in the order of rows, for those grams that any row holds."""

from typing import Any, NamedTuple

import numba as nb
import numpy as np
import numpy.typing as npt

from jiesu.mining.points import SIZE
from jiesu.mining.sketch import ORDERS, Sketch

_FEW = 1_000_000  # grams below which sorting is quicker than counting over all buckets


class Postings(NamedTuple):
    """The rows of `gram[k]` are `row[first[k]:first[k + 1]]`, ascending."""

    gram: npt.NDArray[np.uint32]
    first: npt.NDArray[np.int64]
    row: npt.NDArray[np.int32]


def postings(rows: Sketch) -> Postings:
    """Turn the rows of a sketch into lists by gram."""
    row_of = np.repeat(np.arange(rows.rows, dtype=np.int32), np.diff(rows.start))
    if len(rows.gram) < _FEW:
        order = np.argsort(rows.gram, kind="stable")
        gram, first = np.unique(rows.gram[order], return_index=True)
        return Postings(gram, np.append(first, len(order)), row_of[order])
    counts, row = _sorted(rows.gram, row_of, ORDERS * SIZE)
    gram = np.flatnonzero(counts).astype(np.uint32)
    first = np.concatenate(([0], np.cumsum(counts[gram], dtype=np.int64)))
    return Postings(gram, first, row)


@nb.njit(cache=True)
def list_of(gram: Any, lists: Postings) -> Any:
    """Give where the list of a gram begins and ends; an empty stretch if no row holds it."""
    at = np.searchsorted(lists.gram, gram)
    if at < len(lists.gram) and lists.gram[at] == gram:
        return lists.first[at], lists.first[at + 1]
    return np.int64(0), np.int64(0)


@nb.njit(cache=True)
def _sorted(gram: Any, row_of: Any, size: Any) -> Any:
    counts = np.zeros(size, np.int32)
    for g in gram:
        counts[g] += 1
    at = np.zeros(size, np.int64)
    for g in range(1, size):
        at[g] = at[g - 1] + counts[g - 1]
    row = np.empty(len(gram), np.int32)
    for i in range(len(gram)):
        row[at[gram[i]]] = row_of[i]
        at[gram[i]] += 1
    return counts, row
