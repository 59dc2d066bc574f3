"""Which stretches of a text another appeal holds too: the words that tie the two."""

from itertools import pairwise
from typing import Any

import numba as nb
import numpy as np
import numpy.typing as npt

from jiesu.mining.text.code_points import points_of, unit_at
from jiesu.mining.text.grams.packed import KEY_AT, rarity_of

_FEW = 64  # texts up to which other threads cost more than they bring


def shared_runs(
    texts: list[str],
    partner: npt.NDArray[np.int64],
    start: npt.NDArray[np.int64],
    gram: npt.NDArray[np.uint32],
) -> list[list[tuple[str, float]]]:
    """Give for each normalised text the stretches whose grams its partner holds, with their rarity.

    The packed grams of row i are `gram[start[i]:start[i + 1]]`; the rarest stretch comes first.
    """
    points, at = points_of(texts)
    gain = np.full(len(points), -1, np.float32)
    add = _gain_few if len(texts) < _FEW else _gain_all
    add(points, at, partner, start, gram, gain)
    first, begin, end, weight = (part.tolist() for part in _stretches(at, gain))
    whole = "".join(texts)
    runs = [
        (whole[one:other].strip(), much)
        for one, other, much in zip(begin, end, weight, strict=True)
    ]
    return [runs[one:other] for one, other in pairwise(first)]


@nb.njit(cache=True)
def _stretches(at: Any, gain: Any) -> Any:
    """Give where the stretches of each text begin, as CSR, and theirs: begin, end and rarity."""
    first = np.zeros(len(at), np.int64)
    begin, end = np.empty(len(gain), np.int64), np.empty(len(gain), np.int64)
    weight = np.empty(len(gain), np.float64)
    n = 0
    for row in range(len(at) - 1):
        i = at[row]
        while i < at[row + 1]:
            if gain[i] < 0:
                i += 1
                continue
            j, total = i, 0.0
            while j < at[row + 1] and gain[j] >= 0:
                total += gain[j]
                j += 1
            k = n
            while k > first[row] and weight[k - 1] < total:
                begin[k], end[k], weight[k] = begin[k - 1], end[k - 1], weight[k - 1]
                k -= 1
            begin[k], end[k], weight[k] = i, j, total
            n, i = n + 1, j
        first[row + 1] = n
    return first, begin[:n], end[:n], weight[:n]


@nb.njit(cache=True, parallel=True)
def _gain_all(points: Any, at: Any, partner: Any, start: Any, gram: Any, gain: Any) -> None:
    for row in nb.prange(len(at) - 1):
        held = gram[start[partner[row]] : start[partner[row] + 1]]
        _gain(points[at[row] : at[row + 1]], held, gain[at[row] : at[row + 1]])


@nb.njit(cache=True)
def _gain_few(points: Any, at: Any, partner: Any, start: Any, gram: Any, gain: Any) -> None:
    for row in range(len(at) - 1):
        held = gram[start[partner[row]] : start[partner[row] + 1]]
        _gain(points[at[row] : at[row + 1]], held, gain[at[row] : at[row + 1]])


@nb.njit(cache=True)
def _gain(text: Any, held: Any, gain: Any) -> None:
    """Add to each sign the rarity of the shared gram that begins there, from -1 outside of any."""
    i = 0
    while i < len(text):
        key, end, step = unit_at(text, i)
        at = np.searchsorted(held, np.uint32(key << np.uint64(KEY_AT)))
        if end > i and at < len(held) and held[at] >> np.uint32(KEY_AT) == key:
            gain[i:end] = np.maximum(gain[i:end], 0)
            gain[i] += rarity_of(held[at])
        i = step
