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

from jiesu.mining.grouping.desk import Desk, desk, lay, shared
from jiesu.mining.grouping.window import Window, ask_grams, ask_rows, held_of, said_by
from jiesu.mining.numbering import agreement

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
        laid = desk()
        lay(said_by(left[k], held), laid)
        _, situation[k] = compare(left[k], right[k], laid, held, found[k])
    return found, situation


@nb.njit(cache=True)
def compare(one: Any, other: Any, desk: Desk, held: Window, out: Any) -> Any:
    """Write the evidence for two rows of the window to `out`; `one` was laid out on `desk`.

    Gives how many grams they share and their situation: `HERE`, `AREA` (the same one, and no more
    is known), `UNKNOWN` or `ELSEWHERE`.
    """
    a, b = held_of(one, held), held_of(other, held)
    both = shared(said_by(other, held), desk)
    out[0] = both.where / ((a.where + _SHORT) * (b.where + _SHORT))
    out[1] = both.what / ((a.what + _SHORT) * (b.what + _SHORT))
    out[2] = np.log1p(both.what)
    out[3] = np.log1p(both.where)
    out[4] = min(part(both.mine, a.title), part(both.theirs, b.title))
    out[5] = max(part(both.mine_named, a.named), part(both.theirs_named, b.named))
    out[6] = agreement(a.numbers, b.numbers)
    gap = abs(a.days - b.days)
    out[8] = np.log1p(gap) if gap == gap else _UNKNOWN_GAP  # noqa: PLR0124  (NaN)
    apart = _apart(a, b)
    situation = _situation(apart, a, b)
    between, share = abs(one - other), (a.share + b.share) / 2
    out[7] = np.log1p(between * share if situation <= AREA else between)
    out[9] = _NEAR < apart <= _BESIDE
    return both.grams, situation


@nb.njit(cache=True, inline="always")
def _situation(apart: Any, one: Any, other: Any) -> Any:
    if apart == apart:  # noqa: PLR0124  (not NaN: both places are known)
        return HERE if apart <= _BESIDE else ELSEWHERE
    if one.near and other.near:
        return AREA if one.near == other.near else ELSEWHERE
    unknown = one.share if not one.near else other.share  # the share of rows like it
    return TOLD if unknown >= _NOWHERE else UNKNOWN


@nb.njit(cache=True, inline="always")
def _apart(one: Any, other: Any) -> Any:
    """Give kilometres as on a plane: only what is near matters, and there the two agree."""
    north, east = one.lat - other.lat, abs(one.lon - other.lon)
    east = min(east, 360 - east) * np.cos(np.radians(one.lat))
    return _DEGREE * np.sqrt(north * north + east * east)


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
def likely(one: Any, other: Any, desk: Desk, held: Window, weights: Any, room: Any) -> Any:
    """Give how likely two rows of the window are one problem, in [0, 1].

    `one` was laid out on `desk`; `room` has place for `FEATURES`.
    """
    count, situation = compare(one, other, desk, held, room)
    if count < LEAST_SHARED:
        return 0.0
    odds = weights[situation, -1]
    for k in range(len(room)):
        odds += weights[situation, k] * room[k]
    return 1 / (1 + np.exp(-odds))


@nb.njit(cache=True, parallel=True)
def weigh(first: Any, found: Any, held: Window, weights: Any, threads: Any) -> Any:
    """Give the probability of each candidate in `found` (see `rings`); 0 where there is none."""
    out = np.zeros(found.shape, np.float32)
    step = (len(found) + threads - 1) // threads
    for thread in nb.prange(threads):
        part = slice(thread * step, (thread + 1) * step)
        _weigh(first + thread * step, found[part], held, weights, out[part])
    return out


@nb.njit(cache=True)
def _weigh(first: Any, found: Any, held: Window, weights: Any, out: Any) -> None:
    room = np.empty(len(FEATURES), np.float32)
    laid = desk()
    last = len(found) - 1
    for row in range(len(found)):
        ask_rows(found[min(row + 2 * _AHEAD, last)], held)
        ask_grams(found[min(row + _AHEAD, last)], held)
        lay(said_by(first + row, held), laid)
        for k in range(found.shape[1]):
            if found[row, k] >= 0:
                out[row, k] = likely(first + row, found[row, k], laid, held, weights, room)
