"""What speaks for two appeals being the same problem: a few kinds of evidence, added as log-odds.

Where or who (shared names) apart from what (the other shared grams), the title of one found in the
text of the other, numbers that agree or contradict, the distance, and how many appeals came between
the two. The last makes the proof that is asked for rise with the size of a city: between two like
appeals of a small town lie ten others, of a capital a million, and one of those may be the match.
"""

from typing import Any

import numba as nb
import numpy as np
import numpy.typing as npt

from jiesu.mining.grouping.packed import KEY_AT, name_of, rarity_of
from jiesu.mining.grouping.window import Window
from jiesu.mining.numbering import agreement

FEATURES = (
    "where", "what", "mass", "mass where", "title", "name", "numbers", "between", "days", "beside",
)  # fmt: skip
HERE, AREA, UNKNOWN, ELSEWHERE = 0, 1, 2, 3  # what places say of a pair: weights differ by that
LEAST_SHARED = 3  # grams that two appeals of one problem have in common at least
# Log-odds per feature, then the constant; a row for each situation.
WEIGHTS = np.array(
    [
        [-0.340, 2.150, 1.390, -0.140, 2.840, -0.130, -0.040, -1.040, -1.120, -1.140, -3.910],
        [-0.190, 2.140, 1.220, 0.120, 2.710, 0.930, 0.420, -1.060, -0.930, 0.000, -5.960],
        [0.599, -5.120, 1.620, 0.370, 1.227, 2.552, 0.281, -0.286, 0.052, 0.000, -10.158],
        [6.250, -0.700, 0.870, 0.040, -0.790, 3.340, 1.290, -0.610, -0.270, 0.000, -8.800],
    ]
)
_SHORT = 3.0  # added to lengths, so that a few shared grams of short texts are not certainty
_UNKNOWN_GAP = 3.0  # ln(1 + days) taken where a time is unknown
_NEAR, _BESIDE = 0.15, 0.4  # km


def features(left: npt.NDArray[Any], right: npt.NDArray[Any], held: Window) -> Any:
    """Give the (pairs, len(FEATURES)) evidence and the situation of each pair, to learn weights."""
    return _features(left.astype(np.int64), right.astype(np.int64), held)


@nb.njit(cache=True, parallel=True)
def _features(left: Any, right: Any, held: Window) -> Any:
    found = np.zeros((len(left), len(FEATURES)), np.float32)
    situation = np.empty(len(left), np.int8)
    for k in nb.prange(len(left)):
        _, situation[k] = compare(left[k], right[k], held, found[k])
    return found, situation


@nb.njit(cache=True)
def compare(one: Any, other: Any, held: Window, out: Any) -> Any:
    """Write the evidence for two rows of the window to `out`.

    Gives how many grams they share and their situation: `HERE`, `AREA` (the same one, and no more
    is known), `UNKNOWN` or `ELSEWHERE`.
    """
    a, b = one & (len(held.start) - 1), other & (len(held.start) - 1)
    i, j = held.start[a], held.start[b]
    end_i, end_j = i + held.size[a], j + held.size[b]
    shared = 0
    where, what = np.float32(0), np.float32(0)
    mine, mine_named = np.float32(0), np.float32(0)
    theirs, theirs_named = np.float32(0), np.float32(0)
    while i < end_i and j < end_j:
        x, y = held.gram[i], held.gram[j]
        if x >> KEY_AT != y >> KEY_AT:
            less = x < y
            i += less
            j += not less
            continue
        shared += 1
        rarity, name = rarity_of(x), name_of(x)
        dot = rarity * rarity
        where += name * dot
        what += (1 - name) * dot
        if x & 1:
            mine += rarity
            mine_named += rarity * name
        if y & 1:
            theirs += rarity
            theirs_named += rarity * name
        i += 1
        j += 1
    out[0] = where / ((held.norm[a, 0] + _SHORT) * (held.norm[b, 0] + _SHORT))
    out[1] = what / ((held.norm[a, 1] + _SHORT) * (held.norm[b, 1] + _SHORT))
    out[2] = np.log1p(what)
    out[3] = np.log1p(where)
    out[4] = min(part(mine, held.titles[a, 0]), part(theirs, held.titles[b, 0]))
    out[5] = max(part(mine_named, held.titles[a, 1]), part(theirs_named, held.titles[b, 1]))
    out[6] = agreement(held.numbers[a], held.numbers[b])
    gap = abs(held.days[a] - held.days[b])
    out[8] = np.log1p(gap) if gap == gap else _UNKNOWN_GAP  # noqa: PLR0124  (NaN)
    apart = kilometres(held.place[a], held.place[b])
    situation = _situation(apart, held.near[a], held.near[b])
    between, share = abs(one - other), (held.share[a] + held.share[b]) / 2
    out[7] = np.log1p(between * share if situation <= AREA else between)
    out[9] = _NEAR < apart <= _BESIDE
    return shared, situation


@nb.njit(cache=True, inline="always")
def _situation(apart: Any, mine: Any, theirs: Any) -> Any:
    if apart == apart:  # noqa: PLR0124  (not NaN: both places are known)
        return HERE if apart <= _BESIDE else ELSEWHERE
    if mine and theirs:
        return AREA if mine == theirs else ELSEWHERE
    return UNKNOWN


@nb.njit(cache=True, inline="always")
def part(found: Any, whole: Any) -> Any:
    """Give the share of a title that was found; a title of little weight proves little."""
    return (found + 0.5) / (whole + 1.5)


@nb.njit(cache=True)
def kilometres(here: Any, there: Any) -> Any:
    """Give the distance of two (latitude, longitude); NaN where one is unknown."""
    south, north = np.radians(here[0]), np.radians(there[0])
    across = np.radians(here[1] - there[1]) / 2
    arc = np.sin((south - north) / 2) ** 2 + np.cos(south) * np.cos(north) * np.sin(across) ** 2
    return 12742.0 * np.arcsin(np.sqrt(arc))


@nb.njit(cache=True)
def likely(one: Any, other: Any, held: Window, weights: Any, room: Any) -> Any:
    """Give how likely two rows of the window are one problem, in [0, 1]; `room` is scratch."""
    shared, situation = compare(one, other, held, room)
    if shared < LEAST_SHARED:
        return 0.0
    odds = weights[situation, -1]
    for k in range(len(room)):
        odds += weights[situation, k] * room[k]
    return 1 / (1 + np.exp(-odds))


@nb.njit(cache=True, parallel=True)
def weigh(first: Any, found: Any, held: Window, weights: Any) -> Any:
    """Give the probability of each candidate in `found` (see `rings`); 0 where there is none."""
    out = np.zeros(found.shape, np.float32)
    for row in nb.prange(len(found)):
        room = np.empty(len(FEATURES), np.float32)
        for k in range(found.shape[1]):
            if found[row, k] >= 0:
                out[row, k] = likely(first + row, found[row, k], held, weights, room)
    return out
