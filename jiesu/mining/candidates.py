"""Which pairs are worth comparing: rows that share their rarest grams, the nearest in time first.

Every row looks only at rows before it, at no more than `REACH` of each gram's list, so the work
grows with the number of rows and not with its square.
"""

from typing import Any

import numba as nb
import numpy as np
import numpy.typing as npt

from jiesu.mining.evidence import Rows
from jiesu.mining.postings import list_of, postings
from jiesu.mining.sketch import Sketch

KEEP = 40  # earlier rows that are compared for each row
BUDGET = 3_000  # list entries that a row reads, its rarest grams' first
REACH = 64  # entries of each list, from the row backwards


def candidates(data: Rows) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Give pairs (later, earlier) of rows; rows must stand in the order of time."""
    lists = postings(Sketch(*data[:4]))
    found = _search(data, lists, nb.get_num_threads())
    later, slot = np.nonzero(found >= 0)
    return later.astype(np.int64), found[later, slot].astype(np.int64)


@nb.njit(cache=True, parallel=True)
def _search(data: Rows, lists: Any, threads: Any) -> Any:
    n = len(data.start) - 1
    found = np.full((n, KEEP), -1, np.int32)
    for thread in nb.prange(threads):
        weight = np.zeros(n, np.float32)
        touched = np.empty(BUDGET + REACH, np.int32)
        for row in range(thread, n, threads):
            used = _gather(row, data, lists, weight, touched)
            _best(weight, touched[:used], found[row])
            for other in touched[:used]:
                weight[other] = 0
    return found


@nb.njit(cache=True)
def _gather(row: Any, data: Rows, lists: Any, weight: Any, touched: Any) -> Any:
    """Add up the rarity that earlier rows share with `row`; give how many were touched."""
    used, read = 0, 0
    begin, end = data.start[row], data.start[row + 1]
    for i in begin + np.argsort(-data.rarity[begin:end]):
        low, high = list_of(data.gram[i], lists)
        high = low + np.searchsorted(lists.row[low:high], row)
        low = max(low, high - REACH)
        read += high - low
        for other in lists.row[low:high]:
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
