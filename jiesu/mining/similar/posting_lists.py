"""Under which keys a row is listed: each of its grams, and its rarest grams at its place.

A key is a hash; keys that fall into one bucket share a list, of which only the newest rows are
kept. Nothing false comes of either: every row that is found is weighed in full.
"""

from typing import Any

import numba as nb
import numpy as np

from jiesu.mining.cells import cell_of
from jiesu.mining.text.code_points import SEED, mix
from jiesu.mining.text.grams.packed import KEY_AT, name_of, rarity_of

DEEP = 4096  # newest rows of one list
HERE = 12  # grams of a row that are listed at its place
CELLS = 200.0  # to a degree: about 500 m
_FEW, _MANY = 12, 26  # bits of the number of buckets, least and most
_LEAST = 0.1  # rarity added to each gram, so that what every row says is listed too
_ROOM = 2  # bits of buckets for each row beyond one


def bits_for(rows: int) -> int:
    """Give how many bits number the buckets of so many rows."""
    return min(_MANY, max(_FEW, rows.bit_length() + _ROOM))


@nb.njit(cache=True, inline="always")
def key_of(gram: Any, cell: Any) -> Any:
    """Hash a packed gram, at a cell or (0) anywhere; the upper bits tell best."""
    return mix(mix(np.uint64(SEED), gram >> np.uint32(KEY_AT)), cell)


@nb.njit(cache=True, inline="always")
def worth(gram: Any) -> Any:
    """Give how much a shared gram speaks for two rows being worth a comparison."""
    rarity = rarity_of(gram) + np.float32(_LEAST)
    return rarity * (1 + name_of(gram)) * (1 + (gram & np.uint32(1)))


@nb.njit(cache=True)
def telling(grams: Any, out: Any) -> Any:
    """Write the grams that are worth most to `out`, best first; give how many there are."""
    value = np.zeros(len(out), np.float32)
    last = len(out) - 1
    for gram in grams:
        mine = worth(gram)
        if mine <= value[last]:
            continue
        k = last
        while k > 0 and mine > value[k - 1]:
            value[k], out[k] = value[k - 1], out[k - 1]
            k -= 1
        value[k], out[k] = mine, gram
    return min(len(grams), len(out), (value > 0).sum())


@nb.njit(cache=True)
def keys_of(grams: Any, place: Any, room: Any, out: Any) -> Any:
    """Write the keys of a row to `out`; give how many. `room` is scratch for `HERE` grams."""
    used = 0
    for gram in grams:
        out[used] = key_of(gram, np.uint64(0))
        used += 1
    cell = cell_of(place, CELLS)
    if cell:
        for k in range(telling(grams, room)):
            out[used] = key_of(room[k], cell)
            used += 1
    return used


@nb.njit(cache=True)
def count(start: Any, gram: Any, place: Any, wanted: Any, sizes: Any) -> None:
    """Add the wanted rows to the sizes of the lists, none above `DEEP`."""
    shift = np.uint64(64 - _bits(len(sizes)))
    room, keys = np.empty(HERE, np.uint32), np.empty(_longest(start) + HERE, np.uint64)
    for row in range(len(place)):
        if wanted[row] < 0:
            continue
        used = keys_of(gram[start[row] : start[row + 1]], place[row], room, keys)
        for k in range(used):
            at = keys[k] >> shift
            sizes[at] += sizes[at] < DEEP


@nb.njit(cache=True)
def fill(start: Any, gram: Any, place: Any, first: Any, out: Any) -> None:
    """Write the lists, in the order of rows; where one is full the newest rows stand in it."""
    shift = np.uint64(64 - _bits(len(first) - 1))
    room, keys = np.empty(HERE, np.uint32), np.empty(_longest(start) + HERE, np.uint64)
    end = first[1:].copy()
    for row in range(len(place) - 1, -1, -1):
        used = keys_of(gram[start[row] : start[row + 1]], place[row], room, keys)
        for k in range(used):
            at = keys[k] >> shift
            if end[at] > first[at]:
                end[at] -= np.uint32(1)
                out[end[at]] = row


@nb.njit(cache=True)
def _bits(buckets: Any) -> Any:
    bits = 0
    while 1 << bits < buckets:
        bits += 1
    return bits


@nb.njit(cache=True)
def _longest(start: Any) -> Any:
    longest = 0
    for row in range(len(start) - 1):
        longest = max(longest, start[row + 1] - start[row])
    return longest
