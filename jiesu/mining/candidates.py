"""Which pairs are worth comparing: rows that share their rarest grams, the nearest in time first.

Every row looks only at rows before it, at no more than `REACH` of each gram's list, so the work
grows with the number of rows and not with its square.
"""

from typing import Any

import numba as nb
import numpy as np
import numpy.typing as npt

from jiesu.mining.evidence import Rows
from jiesu.mining.sketch import ORDERS, SIZE

KEEP = 40  # earlier rows that are compared for each row
BUDGET = 3_000  # list entries that a row reads, its rarest grams' first
REACH = 64  # entries of each list, from the row backwards


def candidates(data: Rows) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Give pairs (later, earlier) of rows; rows must stand in the order of time."""
    first, posting = postings(data.start, data.gram, ORDERS * SIZE)
    found = _search(data, first, posting, nb.get_num_threads())
    later, slot = np.nonzero(found >= 0)
    return later.astype(np.int64), found[later, slot].astype(np.int64)


@nb.njit(cache=True)
def postings(start: Any, gram: Any, size: Any) -> Any:
    """List for every gram the rows that hold it, in order."""
    first = np.zeros(size + 1, np.int64)
    for g in gram:
        first[g + 1] += 1
    for g in range(size):
        first[g + 1] += first[g]
    posting = np.empty(len(gram), np.int32)
    at = first[:-1].copy()
    for row in range(len(start) - 1):
        for i in range(start[row], start[row + 1]):
            posting[at[gram[i]]] = row
            at[gram[i]] += 1
    return first, posting


@nb.njit(cache=True, parallel=True)
def _search(data: Rows, first: Any, posting: Any, threads: Any) -> Any:
    n = len(data.start) - 1
    found = np.full((n, KEEP), -1, np.int32)
    for thread in nb.prange(threads):
        weight = np.zeros(n, np.float32)
        touched = np.empty(BUDGET + REACH, np.int32)
        for row in range(thread, n, threads):
            used = _gather(row, data, (first, posting), weight, touched)
            _best(weight, touched[:used], found[row])
            for other in touched[:used]:
                weight[other] = 0
    return found


@nb.njit(cache=True)
def _gather(row: Any, data: Rows, lists: Any, weight: Any, touched: Any) -> Any:
    """Add up the rarity that earlier rows share with `row`; give how many were touched."""
    first, posting = lists
    used, read = 0, 0
    begin, end = data.start[row], data.start[row + 1]
    for i in begin + np.argsort(-data.rarity[begin:end]):
        low = first[data.gram[i]]
        high = low + np.searchsorted(posting[low : first[data.gram[i] + 1]], row)
        low = max(low, high - REACH)
        read += high - low
        for other in posting[low:high]:
            if weight[other] == 0:
                touched[used] = other
                used += 1
            weight[other] += data.rarity[i]
        if read >= BUDGET:
            break
    return used


@nb.njit(cache=True)
def _best(weight: Any, touched: Any, out: Any) -> None:
    """Write the heaviest of the touched rows to `out`."""
    if len(touched) > len(out):
        order = np.argsort(-weight[touched])[: len(out)]
        out[:] = touched[order]
    else:
        out[: len(touched)] = touched
