"""What speaks for two appeals being the same problem: a few kinds of evidence, added as log-odds.

Wording (shared grams, weighted by rarity), the title of one found in the text of the other, shared
rare names, the time between and, where known, the distance. Weights are few, so that one set holds
for cities that were never seen; they were learned from labelled pairs (`docs/reference/mining`).
"""

from typing import Any, NamedTuple

import numba as nb
import numpy as np
import numpy.typing as npt

from jiesu.mining.sketch import ORDERS, SIZE, Sketch, document_frequency

FEATURES = ("short", "long", "title_least", "title_most", "names", "phrases", "days", "mass")
RARE = 0.01  # a gram in fewer rows than this share is as good as a name
BACKGROUND = 1000  # appeals imagined beside the given ones, so that few rows do not lack rarity
RAREST = 8.5  # ln of the rows after which a rarity counts no more: evidence must not grow with size

# Log-odds per feature, then the constant; chosen on the development half of the real messages.
WEIGHTS = np.array([29.0, -30.7, 3.35, 4.23, 0.0, -0.08, -0.51, 2.09, -17.6])
_NEAR, _FAR = 0.15, 1.0  # km: within is the same place, beyond is another
_NEAR_ODDS, _FAR_ODDS = 1.5, -4.0

LEAST_SHARED = 3  # order-0 grams that two appeals of one problem have in common at least
_LEAST = 0.01  # rarity of a gram that every row holds
_WORDED = 2  # orders whose wording is compared; the third only gives phrases
_UNKNOWN_GAP = 3.0  # ln(1 + days) taken where a time is unknown
_LOG_COUNT = np.log(np.maximum(np.arange(256), 1)).astype(np.float32) + 1


class Rows(NamedTuple):
    """All that a kernel needs to compare two rows."""

    start: npt.NDArray[np.int64]
    gram: npt.NDArray[np.uint32]
    tally: npt.NDArray[np.uint8]
    title: npt.NDArray[np.bool_]
    rarity: npt.NDArray[np.float32]  # of each gram of each row: ln(rows / rows that hold it)
    norm: npt.NDArray[np.float32]  # (rows, 2): lengths of the order-0 and order-1 vectors
    titles: npt.NDArray[np.float32]  # sum of rarity of the title's order-0 grams
    days: npt.NDArray[np.float64]
    place: npt.NDArray[np.float64]  # (rows, 2): latitude, longitude in degrees


def rows(sketched: Sketch, days: npt.NDArray[np.float64], place: npt.NDArray[np.float64]) -> Rows:
    """Weigh the grams of every row by their rarity among all."""
    return weighed(sketched, document_frequency(sketched), sketched.rows, days, place)


def weighed(
    sketched: Sketch,
    frequency: npt.NDArray[np.int32],
    among: int,
    days: npt.NDArray[np.float64],
    place: npt.NDArray[np.float64],
) -> Rows:
    """Weigh the grams of every row by how few of `among` rows hold them (`frequency`)."""
    rarity, norm, titles = _weigh(sketched, frequency, among)
    return Rows(*sketched, rarity, norm, titles, days, place)


def probability(left: npt.NDArray[Any], right: npt.NDArray[Any], data: Rows) -> Any:
    """Give for each pair (left[k], right[k]) how likely it is one problem, in [0, 1]."""
    return _probabilities(left.astype(np.int64), right.astype(np.int64), data, WEIGHTS)


def features(left: npt.NDArray[Any], right: npt.NDArray[Any], data: Rows) -> Any:
    """Give the (pairs, len(FEATURES)) matrix of evidence, for learning weights."""
    return _features(left.astype(np.int64), right.astype(np.int64), data)


@nb.njit(cache=True, parallel=True)
def _weigh(sketched: Sketch, frequency: Any, among: Any) -> Any:
    start, gram = sketched.start, sketched.gram
    n = len(start) - 1
    rarity = np.empty(len(gram), np.float32)
    norm = np.zeros((n, 2), np.float32)
    titles = np.zeros(n, np.float32)
    for row in nb.prange(n):
        for i in range(start[row], start[row + 1]):
            rare = min(np.log((among + BACKGROUND) / (frequency[gram[i]] + 0.5)), RAREST)
            rarity[i] = max(rare, _LEAST)
            order = gram[i] // SIZE
            if order < _WORDED:
                norm[row, order] += (rarity[i] * _LOG_COUNT[sketched.tally[i]]) ** 2
            if order == 0 and sketched.title[i]:
                titles[row] += rarity[i]
        norm[row] = np.sqrt(norm[row])
    return rarity, norm, titles


@nb.njit(cache=True)
def compare(a: Any, left: Rows, b: Any, right: Rows, out: Any) -> Any:
    """Write the evidence for row a of `left` and b of `right` to `out`, as in `FEATURES`.

    Rarities are those of `left`. Gives the number of order-0 grams that both hold.
    """
    shared = 0
    dots = np.zeros(ORDERS, np.float64)
    a_in_b, b_in_a, names, phrases = 0.0, 0.0, 0.0, 0.0
    rare = -np.log(RARE)
    i, j = left.start[a], right.start[b]
    while i < left.start[a + 1] and j < right.start[b + 1]:
        if left.gram[i] < right.gram[j]:
            i += 1
        elif left.gram[i] > right.gram[j]:
            j += 1
        else:
            order = left.gram[i] // SIZE
            rarity = left.rarity[i]
            if order < _WORDED:
                dots[order] += rarity**2 * _LOG_COUNT[left.tally[i]] * _LOG_COUNT[right.tally[j]]
            if order == 0:
                shared += 1
                a_in_b += rarity * left.title[i]
                b_in_a += rarity * right.title[j]
            elif rarity > rare:
                if order == _WORDED:
                    phrases += rarity
                elif left.title[i] and right.title[j]:
                    names += rarity
            i += 1
            j += 1
    a_in_b /= max(left.titles[a], 1e-3)
    b_in_a /= max(right.titles[b], 1e-3)
    out[0] = dots[0] / max(left.norm[a, 0] * right.norm[b, 0], 1e-6)
    out[1] = dots[1] / max(left.norm[a, 1] * right.norm[b, 1], 1e-6)
    out[2] = min(a_in_b, b_in_a)
    out[3] = max(a_in_b, b_in_a)
    out[4] = np.log1p(names)
    out[5] = np.log1p(phrases)
    gap = abs(left.days[a] - right.days[b])
    out[6] = np.log1p(gap) if gap == gap else _UNKNOWN_GAP  # noqa: PLR0124  (NaN)
    out[7] = np.log1p(dots[0])
    return shared


@nb.njit(cache=True)
def kilometres(here: Any, there: Any) -> Any:
    """Give the distance of two (latitude, longitude); NaN where one is unknown."""
    south, north = np.radians(here[0]), np.radians(there[0])
    across = np.radians(here[1] - there[1]) / 2
    arc = np.sin((south - north) / 2) ** 2 + np.cos(south) * np.cos(north) * np.sin(across) ** 2
    return 12742.0 * np.arcsin(np.sqrt(arc))


@nb.njit(cache=True)
def log_odds(a: Any, left: Rows, b: Any, right: Rows, weights: Any) -> Any:
    """Add the evidence for row a of `left` and row b of `right`."""
    room = np.empty(len(weights) - 1)
    if compare(a, left, b, right, room) < LEAST_SHARED:
        return -np.inf
    odds = weights[-1]
    for k in range(len(room)):
        odds += weights[k] * room[k]
    apart = kilometres(left.place[a], right.place[b])
    if apart <= _NEAR:
        odds += _NEAR_ODDS
    elif apart > _FAR:
        odds += _FAR_ODDS
    return odds


@nb.njit(cache=True, parallel=True)
def _probabilities(left: Any, right: Any, data: Rows, weights: Any) -> Any:
    found = np.empty(len(left), np.float32)
    for k in nb.prange(len(left)):
        found[k] = 1 / (1 + np.exp(-log_odds(left[k], data, right[k], data, weights)))
    return found


@nb.njit(cache=True, parallel=True)
def _features(left: Any, right: Any, data: Rows) -> Any:
    found = np.empty((len(left), len(FEATURES)), np.float64)
    for k in nb.prange(len(left)):
        compare(left[k], data, right[k], data, found[k])
    return found
