"""Which earlier rows are worth comparing: those that hold the same rare grams, the newest first.

Every row is remembered under its rarest grams, and under those grams at its place; each key keeps
its newest rows only, so the work of a row does not grow with the number of rows. Keys that fall on
one list push one another out; nothing false comes of it, since every pair is weighed in full.
"""

from typing import Any

import numba as nb
import numpy as np
import numpy.typing as npt

from jiesu.mining.grouping.clustering.window import Window, grams_in, row_of
from jiesu.mining.text.code_points import mix
from jiesu.mining.text.grams.packed import KEY_AT, name_of, rarity_of
from jiesu.mining.text.grams.prefetch import prefetch

KEYS = 40  # most lists a row is remembered in
HERE, ELSEWHERE = 16, 8  # of a row whose area is known: grams there, and grams anywhere
_FEWEST, _PART = 8, 3  # of a row of g grams, g / _PART are asked for, not fewer than _FEWEST
DEPTH = 7  # rows of a list: with how many were written, half a line of the cache
KEEP = 8  # earlier rows that are weighed for each row
_MOST = 22  # bits of the number of lists
_ROOM = 1 << 11  # places for the rows that are seen for one, of which KEYS * DEPTH may be
_AHEAD = 3  # rows before its turn that the lists of a row are asked for
_NONE = -1
_ANYWHERE = np.uint64(1)

PostingLists = npt.NDArray[np.int32]  # (lists, DEPTH + 1): how many were written, then row numbers


def make_posting_lists(rows: int) -> PostingLists:
    """Make the lists for about so many rows at once in the window."""
    bits = min(_MOST, max(12, (2 * rows * KEYS // DEPTH).bit_length()))
    return np.zeros((1 << bits, DEPTH + 1), np.int32)


def make_read_buffer(rows: int) -> npt.NDArray[np.int32]:
    """Make room for what so many rows see in their lists."""
    return np.empty((rows, KEYS, DEPTH + 1), np.int32)


@nb.njit(cache=True, parallel=True)
def candidates(first: Any, wanted: Any, held: Window, kept: Any, seen: Any, threads: Any) -> Any:
    """Give (rows, KEEP) earlier rows for the rows from number `first` on; -1 where there are none.

    The rows must lie in the window already; those that are `wanted` are remembered in passing.
    `seen` is what `make_read_buffer` gave for as many rows or more.
    """
    count = len(wanted)
    keys = np.zeros((count, KEYS), np.uint32)
    weight = np.zeros((count, KEYS), np.float32)
    for row in nb.prange(count):
        if wanted[row]:
            _name(first + row, held, keys[row], weight[row], len(kept) - 1)
    for thread in nb.prange(threads):
        _read_and_append(first, keys, weight, kept, seen, thread, threads)
    found = np.full((count, KEEP), _NONE, np.int32)
    step = (count + threads - 1) // threads
    for thread in nb.prange(threads):
        part = slice(thread * step, min(count, (thread + 1) * step))
        _choose(first + thread * step, held.state[2], seen[part], weight[part], found[part])
    return found


@nb.njit(cache=True)
def _name(number: Any, held: Window, keys: Any, weight: Any, mask: Any) -> None:
    """Write the lists of a row's rarest grams, and how rare they are."""
    grams = grams_in(number, held)
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
    near = row_of(number, held).near
    here = min(count, HERE) if near else 0
    for k in range(here):
        keys[k], weight[k] = _list_of(telling[k], near, mask), worth[k]
    for k in range(min(count, ELSEWHERE) if near else count):
        keys[here + k], weight[here + k] = _list_of(telling[k], _ANYWHERE, mask), worth[k]


@nb.njit(cache=True, inline="always")
def _list_of(telling: Any, where: Any, mask: Any) -> Any:
    gram = np.uint64(telling >> np.uint32(KEY_AT))
    mixed = mix(mix(np.uint64(0x51ED270B), gram), where)
    return np.uint32((mixed >> np.uint64(20)) & np.uint64(mask))


@nb.njit(cache=True)
def _read_and_append(
    first: Any,
    keys: Any,
    weight: Any,
    kept: Any,
    seen: Any,
    thread: Any,
    threads: Any,
) -> None:
    """Copy what the lists of this thread hold for each row, then remember the row there."""
    flat = kept.reshape(-1)
    for row in range(len(keys)):
        for key in keys[min(row + _AHEAD, len(keys) - 1)]:
            prefetch(flat, np.int64(key) * (DEPTH + 1))
        for k in range(KEYS):
            if weight[row, k] > 0 and keys[row, k] % threads == thread:
                posting = kept[keys[row, k]]
                for at in range(DEPTH + 1):
                    seen[row, k, at] = posting[at]
                posting[1 + posting[0] % DEPTH] = first + row
                posting[0] += 1


@nb.njit(cache=True)
def _choose(first: Any, oldest: Any, seen: Any, weight: Any, out: Any) -> None:
    table = np.full(_ROOM, _NONE, np.int32)
    total = np.zeros(_ROOM, np.float32)
    touched = np.empty(KEYS * DEPTH + 1, np.int32)
    for row in range(len(out)):
        used = 0
        for k in range(KEYS):
            if weight[row, k] > 0:
                posting = seen[row, k]
                used = _add(
                    first + row, oldest, posting, weight[row, k], table, total, touched, used
                )
        _best(touched[:used], table, total, out[row])
        table[touched[:used]] = _NONE
        total[touched[:used]] = 0


@nb.njit(cache=True, inline="always")
def _add(
    number: Any,
    oldest: Any,
    posting: Any,
    weight: Any,
    table: Any,
    total: Any,
    touched: Any,
    used: Any,
) -> Any:
    """Add a weight to that of the rows of a list, newest first; give how many rows there are."""
    at = 1 + posting[0] % DEPTH
    for _ in range(min(posting[0], DEPTH)):
        at = (at if at > 1 else DEPTH + 1) - 1
        other = posting[at]
        if other < oldest:
            break
        if other == number:
            continue
        place = (other * 40503) & (_ROOM - 1)
        while (table[place] >= 0) & (table[place] != other):
            place = (place + 1) & (_ROOM - 1)
        touched[used] = place  # whether it is a new one, a processor could not guess
        used += table[place] < 0
        table[place] = other
        total[place] += weight
    return used


@nb.njit(cache=True)
def _best(touched: Any, table: Any, total: Any, out: Any) -> None:
    """Write the rows that were seen under most weight to `out`, the heaviest first."""
    least = np.zeros(KEEP, np.float32)
    for at in touched:
        k = KEEP - 1
        if total[at] <= least[k]:
            continue
        while k > 0 and total[at] > least[k - 1]:
            least[k], out[k] = least[k - 1], out[k - 1]
            k -= 1
        least[k], out[k] = total[at], table[at]
