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

from jiesu.mining.grouping.clustering.window import (
    Window,
    grams_in,
    prefetch_grams,
    prefetch_rows,
    row_of,
)
from jiesu.mining.text.grams.overlap import Scratch, hash_grams, make_scratch, overlap, share_found
from jiesu.mining.text.numbering import agreement

FEATURES = (
    "where", "what", "mass", "mass where", "title", "name", "numbers", "between", "days", "beside",
)  # fmt: skip
# What places say of a pair: weights differ by that. `TOLD`: only texts tell places, of all rows.
HERE, AREA, UNKNOWN, ELSEWHERE, TOLD = 0, 1, 2, 3, 4
LEAST_SHARED = 3  # grams that two appeals of one problem have in common at least
# Log-odds per feature, then the constant; a row for each situation.
WEIGHTS = np.array(
    [
        [-0.048, 1.387, 1.442, -0.036, 3.011, -0.257, 0.043, -0.887, -1.094, -0.929, -4.343],
        [0.972, 1.156, 1.358, 0.028, 2.813, 0.564, 0.599, -0.951, -0.899, 0.000, -5.855],
        [1.392, 2.201, 0.460, -0.199, 0.082, 0.842, 0.599, -0.680, -0.043, 0.000, -1.942],
        [6.370, -2.983, 1.375, -0.029, -0.607, 3.195, 1.338, -0.313, -0.456, 0.000, -10.803],
        [0.599, -5.120, 1.620, 0.370, 1.227, 2.552, 0.281, -0.286, 0.052, 0.000, -10.158],
    ]
)
_AHEAD = 1  # rows before its turn that the grams a row is weighed against are asked for
_SHORT = 3.0  # added to lengths, so that a few shared grams of short texts are not certainty
_UNKNOWN_GAP = 3.0  # ln(1 + days) taken where a time is unknown
_DEGREE = 111.19  # km
_NEAR, _BESIDE = 0.15, 0.4  # km
_NOWHERE = 0.95  # share of rows without a place from which on places are not asked for


def features(left: npt.NDArray[Any], right: npt.NDArray[Any], held: Window) -> Any:
    """Give the (pairs, len(FEATURES)) evidence and the situation of each pair, to learn weights."""
    return _features(left.astype(np.int64), right.astype(np.int64), held)


@nb.njit(cache=True, parallel=True)
def _features(left: Any, right: Any, held: Window) -> Any:
    found = np.zeros((len(left), len(FEATURES)), np.float32)
    situation = np.empty(len(left), np.int8)
    for k in nb.prange(len(left)):
        scratch = make_scratch()
        hash_grams(grams_in(left[k], held), scratch)
        _, situation[k] = compare(left[k], right[k], scratch, held, found[k])
    return found, situation


@nb.njit(cache=True)
def compare(one: Any, other: Any, scratch: Scratch, held: Window, out: Any) -> Any:
    """Write the evidence for two rows of the window to `out`; `one` is in `scratch`.

    Gives how many grams they share and their situation: `HERE`, `AREA` (the same one, and no more
    is known), `UNKNOWN` or `ELSEWHERE`.
    """
    a, b = row_of(one, held), row_of(other, held)
    both = overlap(grams_in(other, held), scratch)
    out[0] = both.where / ((a.where + _SHORT) * (b.where + _SHORT))
    out[1] = both.what / ((a.what + _SHORT) * (b.what + _SHORT))
    out[2] = np.log1p(both.what)
    out[3] = np.log1p(both.where)
    out[4] = min(share_found(both.mine, a.title), share_found(both.theirs, b.title))
    out[5] = max(share_found(both.mine_named, a.named), share_found(both.theirs_named, b.named))
    out[6] = agreement(a.numbers, b.numbers)
    gap = abs(a.days - b.days)
    out[8] = np.log1p(gap) if gap == gap else _UNKNOWN_GAP
    apart = _kilometres(a, b)
    situation = _situation(apart, a, b)
    between, share = abs(one - other), (a.share + b.share) / 2
    out[7] = np.log1p(between * share if situation <= AREA else between)
    out[9] = _NEAR < apart <= _BESIDE
    return both.grams, situation


@nb.njit(cache=True, inline="always")
def _situation(apart: Any, one: Any, other: Any) -> Any:
    if apart == apart:
        return HERE if apart <= _BESIDE else ELSEWHERE
    if one.near and other.near:
        return AREA if one.near == other.near else ELSEWHERE
    unknown = one.share if not one.near else other.share  # the share of rows like it
    return TOLD if unknown >= _NOWHERE else UNKNOWN


@nb.njit(cache=True, inline="always")
def _kilometres(one: Any, other: Any) -> Any:
    """Give kilometres as on a plane: only what is near matters, and there the two agree."""
    north, east = one.lat - other.lat, abs(one.lon - other.lon)
    east = min(east, 360 - east) * np.cos(np.radians(one.lat))
    return _DEGREE * np.sqrt(north * north + east * east)


@nb.njit(cache=True)
def probability(
    one: Any, other: Any, scratch: Scratch, held: Window, weights: Any, room: Any
) -> Any:
    """Give how likely two rows of the window are one problem, in [0, 1].

    `one` is in `scratch`; `room` has place for `FEATURES`.
    """
    count, situation = compare(one, other, scratch, held, room)
    if count < LEAST_SHARED:
        return 0.0
    odds = weights[situation, -1]
    for k in range(len(room)):
        odds += weights[situation, k] * room[k]
    return 1 / (1 + np.exp(-odds))


@nb.njit(cache=True, parallel=True)
def probabilities_of(first: Any, found: Any, held: Window, weights: Any, threads: Any) -> Any:
    """Give the probability of each candidate in `found` (see `posting_lists`); 0 without one."""
    out = np.zeros(found.shape, np.float32)
    step = (len(found) + threads - 1) // threads
    for thread in nb.prange(threads):
        part = slice(thread * step, (thread + 1) * step)
        _weigh(first + thread * step, found[part], held, weights, out[part])
    return out


@nb.njit(cache=True)
def _weigh(first: Any, found: Any, held: Window, weights: Any, out: Any) -> None:
    room = np.empty(len(FEATURES), np.float32)
    scratch = make_scratch()
    last = len(found) - 1
    for row in range(len(found)):
        prefetch_rows(found[min(row + 2 * _AHEAD, last)], held)
        prefetch_grams(found[min(row + _AHEAD, last)], held)
        hash_grams(grams_in(first + row, held), scratch)
        for k in range(found.shape[1]):
            if found[row, k] >= 0:
                out[row, k] = probability(first + row, found[row, k], scratch, held, weights, room)
