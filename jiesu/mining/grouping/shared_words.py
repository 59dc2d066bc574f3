"""Which stretches of a text another appeal holds too: the words that tie the two."""

from typing import Any

import numba as nb
import numpy as np
import numpy.typing as npt

from jiesu.mining.grouping.packed import KEY_AT, rarity_of
from jiesu.mining.points import points_of, unit_at

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
    return [
        _stretches(text, gain[first:last])
        for text, first, last in zip(texts, at, at[1:], strict=False)
    ]


def _stretches(text: str, gain: npt.NDArray[np.float32]) -> list[tuple[str, float]]:
    held = np.concatenate(([0], (gain >= 0).astype(np.int8), [0]))
    edges = np.flatnonzero(np.diff(held)).tolist()
    runs = [
        (text[first:last].strip(), float(gain[first:last].sum()))
        for first, last in zip(edges[::2], edges[1::2], strict=True)
    ]
    return sorted(runs, key=lambda run: -run[1])


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
