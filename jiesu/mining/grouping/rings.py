"""Which earlier rows are worth comparing: those that hold the same rare grams, the newest first.

Every row is remembered under its rarest grams, and under those grams at its place; each key keeps
its newest rows only, so the work of a row does not grow with the number of rows. Keys that fall on
one ring push one another out; nothing false comes of it, since every pair is weighed in full.
"""

from typing import Any

import numba as nb
import numpy as np
import numpy.typing as npt

from jiesu.mining.grouping.packed import KEY_AT, name_of, rarity_of
from jiesu.mining.grouping.window import Window
from jiesu.mining.points import mix

KEYS = 40  # most rings a row is remembered in
HERE, ELSEWHERE = 16, 8  # of a row whose area is known: grams there, and grams anywhere
_FEWEST, _PART = 8, 3  # of a row of g grams, g / _PART are asked for, not fewer than _FEWEST
DEPTH = 15  # rows of a ring; a row more would not fit the line of a cache
KEEP = 12  # earlier rows that are weighed for each row
_MOST = 22  # bits of the number of rings
_NONE = -1
_ANYWHERE = np.uint64(1)

Rings = npt.NDArray[np.int32]  # (rings, DEPTH + 1): how many were written, then row numbers


def rings(rows: int) -> Rings:
    """Make the rings for about so many rows at once in the window."""
    bits = min(_MOST, max(12, (2 * rows * KEYS // DEPTH).bit_length()))
    return np.zeros((1 << bits, DEPTH + 1), np.int32)


@nb.njit(cache=True, parallel=True)
def candidates(first: Any, count: Any, wanted: Any, held: Window, kept: Any, threads: Any) -> Any:
    """Give (count, KEEP) earlier rows for the rows from number `first` on; -1 where there are none.

    The rows must lie in the window already; those that are `wanted` are remembered in passing.
    """
    keys = np.empty((count, KEYS), np.uint32)
    weight = np.zeros((count, KEYS), np.float32)
    for row in nb.prange(count):
        if wanted[row]:
            _name(first + row, held, keys[row], weight[row], len(kept) - 1)
    seen = np.empty((count, KEYS, DEPTH), np.int32)
    for thread in nb.prange(threads):
        _look(first, held, keys, weight, kept, seen, thread, threads)
    found = np.full((count, KEEP), _NONE, np.int32)
    for row in nb.prange(count):
        _best(seen[row], weight[row], found[row])
    return found


@nb.njit(cache=True)
def _name(number: Any, held: Window, keys: Any, weight: Any, mask: Any) -> None:
    """Write the rings of a row's rarest grams, and how rare they are."""
    slot = number & (len(held.start) - 1)
    grams = held.gram[held.start[slot] : held.start[slot] + held.size[slot]]
    count = min(max(len(grams) // _PART, _FEWEST), KEYS)
    telling = np.zeros(count, np.uint32)
    worth = np.zeros(count, np.float32)
    for gram in grams:
        value = rarity_of(gram) * (1 + name_of(gram)) * (1 + (gram & 1))
        k = count - 1
        if value <= worth[k]:
            continue
        while k > 0 and value > worth[k - 1]:
            worth[k], telling[k] = worth[k - 1], telling[k - 1]
            k -= 1
        worth[k], telling[k] = value, gram
    near = held.near[slot]
    here = min(count, HERE) if near else 0
    for k in range(here):
        keys[k], weight[k] = _ring(telling[k], near, mask), worth[k]
    for k in range(min(count, ELSEWHERE) if near else count):
        keys[here + k], weight[here + k] = _ring(telling[k], _ANYWHERE, mask), worth[k]


@nb.njit(cache=True, inline="always")
def _ring(telling: Any, where: Any, mask: Any) -> Any:
    gram = np.uint64(telling >> np.uint32(KEY_AT))
    mixed = mix(mix(np.uint64(0x51ED270B), gram), where)
    return np.uint32((mixed >> np.uint64(20)) & np.uint64(mask))


@nb.njit(cache=True)
def _look(
    first: Any,
    held: Window,
    keys: Any,
    weight: Any,
    kept: Any,
    seen: Any,
    thread: Any,
    threads: Any,
) -> None:
    """Copy what the rings of this thread hold for each row, then remember the row there."""
    for row in range(len(keys)):
        oldest = held.state[2]
        for k in range(KEYS):
            ring = kept[keys[row, k]]
            if weight[row, k] == 0 or keys[row, k] % threads != thread:
                if weight[row, k] == 0:
                    seen[row, k, 0] = _NONE
                continue
            written = ring[0]
            n = 0
            for back in range(min(written, DEPTH)):
                other = ring[1 + (written - 1 - back) % DEPTH]
                if other < oldest:
                    break
                if other != first + row:
                    seen[row, k, n] = other
                    n += 1
            if n < DEPTH:
                seen[row, k, n] = _NONE
            ring[1 + written % DEPTH] = first + row
            ring[0] = written + 1


@nb.njit(cache=True)
def _best(seen: Any, weight: Any, out: Any) -> None:
    """Write the rows that were seen under most weight to `out`, the heaviest first."""
    size = _room(seen)
    row = np.full(size, _NONE, np.int32)
    total = np.zeros(size, np.float32)
    touched = np.empty(KEYS * DEPTH, np.int32)
    used = 0
    for k in range(KEYS):
        for other in seen[k]:
            if other < 0:
                break
            at = (other * 40503) & (size - 1)
            while row[at] >= 0 and row[at] != other:
                at = (at + 1) & (size - 1)
            if row[at] < 0:
                row[at] = other
                touched[used] = at
                used += 1
            total[at] += weight[k]
    least = np.zeros(len(out), np.float32)
    for t in touched[:used]:
        k = len(out) - 1
        if total[t] <= least[k]:
            continue
        while k > 0 and total[t] > least[k - 1]:
            least[k], out[k] = least[k - 1], out[k - 1]
            k -= 1
        least[k], out[k] = total[t], row[t]


@nb.njit(cache=True)
def _room(seen: Any) -> Any:
    """Give a power of two with room for twice the rows that were seen."""
    size = 16
    for ring in seen:
        for other in ring:
            if other < 0:
                break
            size += 2
    room = 32
    while room < size:
        room *= 2
    return room
