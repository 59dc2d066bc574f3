"""Which rows are worth weighing: those whose keys a draft shares, the rarest first."""

from typing import Any, NamedTuple

import numba as nb
import numpy as np
import numpy.typing as npt

from jiesu.mining.cells import cell_of
from jiesu.mining.similar.posting_lists import CELLS, key_of, telling, worth
from jiesu.mining.similar.segment import Segment
from jiesu.mining.text.code_points import mix

ANYWHERE, HERE = 48, 24  # most grams of a draft that are looked up, without a place and at it
KEEP = 256  # rows that are weighed in each segment
_NEARER = 3.0  # times that it weighs more to be met at the draft's place than anywhere
_READ = 300_000  # list entries that are read in each segment
_SLOTS = 1 << 18
_FULL = _SLOTS // 2


class Scratch(NamedTuple):
    """Scratch of one question at a time: rows that were met, hashed, with their weight."""

    row: npt.NDArray[np.int32]  # -1 between questions
    weight: npt.NDArray[np.float32]
    used: npt.NDArray[np.int32]


def make_scratch() -> Scratch:
    """Make the scratch."""
    return Scratch(
        np.full(_SLOTS, -1, np.int32), np.zeros(_SLOTS, np.float32), np.empty(_FULL, np.int32)
    )


class Keys(NamedTuple):
    """What a draft looks up, and how much it weighs to be met there."""

    key: npt.NDArray[np.uint64]
    weight: npt.NDArray[np.float32]


@nb.njit(cache=True)
def keys_of_draft(grams: Any, place: Any) -> Any:
    """Give the keys of a draft: its grams at the four cells around it, then anywhere."""
    best = np.empty(ANYWHERE, np.uint32)
    count = telling(grams, best)
    near = _around(place)
    key = np.empty(count + 4 * HERE, np.uint64)
    weight = np.empty(len(key), np.float32)
    used = 0
    for k in range(min(count, HERE)):
        for cell in near:
            key[used], weight[used] = key_of(best[k], cell), _NEARER * worth(best[k])
            used += 1
    for k in range(count):
        key[used], weight[used] = key_of(best[k], np.uint64(0)), worth(best[k])
        used += 1
    return Keys(key[:used], weight[:used])


@nb.njit(cache=True)
def _around(place: Any) -> Any:
    """Give the four cells that are nearest to a place; none where it is unknown."""
    found = np.empty(4, np.uint64)
    if place[0] != place[0] or place[1] != place[1]:
        return found[:0]
    corner = np.empty(2, np.float64)
    for k in range(4):
        corner[0] = place[0] + (k // 2 - 0.5) / CELLS
        corner[1] = place[1] + (k % 2 - 0.5) / CELLS
        found[k] = cell_of(corner, CELLS)
    return found


@nb.njit(cache=True)
def find_candidates(asked: Keys, held: Segment, seen: Scratch, barred: Any) -> Any:
    """Give the rows that were met under most weight, none with a mark in `barred`."""
    used = _collect(asked, held, seen)
    taken = seen.used[:used]
    weight = np.empty(used, np.float32)
    for k in range(used):
        open_ = held.mark[seen.row[taken[k]]] & barred == 0
        weight[k] = seen.weight[taken[k]] if open_ else np.float32(0)
    least = np.float32(0)
    if used > KEEP:
        least = np.partition(weight, used - KEEP)[used - KEEP]
    found = np.empty(KEEP, np.int32)
    kept = 0
    for above in (True, False):
        for k in range(used):
            fits = weight[k] > least if above else (weight[k] == least and least > 0)
            if fits and kept < KEEP:
                found[kept] = seen.row[taken[k]]
                kept += 1
    for slot in taken:
        seen.row[slot], seen.weight[slot] = -1, 0
    return found[:kept]


@nb.njit(cache=True)
def _collect(asked: Keys, held: Segment, seen: Scratch) -> Any:
    bits = 0
    while 1 << bits < len(held.first) - 1:
        bits += 1
    shift, mask = np.uint64(64 - bits), len(seen.row) - 1
    used, read = 0, np.int64(0)
    for k in range(len(asked.key)):
        bucket = asked.key[k] >> shift
        begin, end = np.int64(held.first[bucket]), np.int64(held.first[bucket + np.uint64(1)])
        read += end - begin
        for at in range(end - 1, begin - 1, -1):
            row = held.row[at]
            slot = np.int64(mix(np.uint64(0), row) >> np.uint64(40)) & mask
            while seen.row[slot] >= 0 and seen.row[slot] != row:
                slot = (slot + 1) & mask
            if seen.row[slot] < 0:
                if used == len(seen.used):
                    continue
                seen.row[slot] = row
                seen.used[used] = slot
                used += 1
            seen.weight[slot] += asked.weight[k]
        if read > _READ:
            break
    return used
