"""Rows that say the very same at the same place: one voice, however often it is sent."""

from typing import Any

import numba as nb
import numpy as np
import numpy.typing as npt

from jiesu.mining.cells import cell_at
from jiesu.mining.grouping.clustering.window import Window, grams_in, row_of
from jiesu.mining.text.code_points import mix

_TELLING = 5  # grams from which on an equal text is a copy and not a coincidence
_FINE = 1000.0  # cells to a degree (about 100 m) in which equal texts are copies


def make_copy_table(rows: int) -> npt.NDArray[np.int32]:
    """Make the table that remembers about so many rows by what they say."""
    return np.full(1 << (2 * rows).bit_length(), -1, np.int32)


@nb.njit(cache=True)
def find_copies(first: Any, count: Any, held: Window, table: Any) -> Any:
    """Give for each row from number `first` on the earlier row that says the same; -1: none."""
    found = np.full(count, -1, np.int32)
    for row in range(count):
        number = first + row
        at = _hash(number, held) & np.uint64(len(table) - 1)
        other = table[at]
        if other >= held.state[2] and _same(number, other, held):
            found[row] = other
        else:
            table[at] = number
    return found


@nb.njit(cache=True)
def _hash(number: Any, held: Window) -> Any:
    row = row_of(number, held)
    state = np.uint64(row.size)
    for gram in grams_in(number, held):
        state = mix(state, gram)
    return mix(state, _spot(row)) >> np.uint64(8)


@nb.njit(cache=True)
def _same(one: Any, other: Any, held: Window) -> Any:
    a, b = row_of(one, held), row_of(other, held)
    if a.size != b.size or a.size < _TELLING or _spot(a) != _spot(b):
        return False
    return np.array_equal(grams_in(one, held), grams_in(other, held))


@nb.njit(cache=True)
def _spot(row: Any) -> Any:
    return cell_at(row.lat, row.lon, _FINE)
