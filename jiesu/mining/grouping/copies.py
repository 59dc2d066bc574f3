"""Rows that say the very same at the same place: one voice, however often it is sent."""

from typing import Any

import numba as nb
import numpy as np
import numpy.typing as npt

from jiesu.mining.grouping.window import Window, cell_of
from jiesu.mining.points import mix

_TELLING = 5  # grams from which on an equal text is a copy and not a coincidence
_FINE = 1000.0  # cells to a degree (about 100 m) in which equal texts are copies


def room_for_copies(rows: int) -> npt.NDArray[np.int32]:
    """Make the table that remembers about so many rows by what they say."""
    return np.full(1 << (2 * rows).bit_length(), -1, np.int32)


@nb.njit(cache=True)
def copies(first: Any, count: Any, held: Window, table: Any) -> Any:
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
    slot = number & (len(held.start) - 1)
    state = np.uint64(held.size[slot])
    for gram in held.gram[held.start[slot] : held.start[slot] + held.size[slot]]:
        state = mix(state, gram)
    return mix(state, cell_of(held.place[slot], _FINE)) >> np.uint64(8)


@nb.njit(cache=True)
def _same(one: Any, other: Any, held: Window) -> Any:
    a, b = one & (len(held.start) - 1), other & (len(held.start) - 1)
    if held.size[a] != held.size[b] or held.size[a] < _TELLING:
        return False
    if cell_of(held.place[a], _FINE) != cell_of(held.place[b], _FINE):
        return False
    mine = held.gram[held.start[a] : held.start[a] + held.size[a]]
    return np.array_equal(mine, held.gram[held.start[b] : held.start[b] + held.size[b]])
