"""What speaks for two appeals being the same problem: a few kinds of evidence, added as log-odds.

Where or who (shared names) apart from what (the other shared words), whole phrases, the title of
one found in the text of the other, numbers that agree or contradict, the time between and, where
known, the distance. Weights are few, so that one set holds for cities that were never seen; they
were learned from labelled pairs (`docs/reference/mining`).
"""

from typing import Any, NamedTuple

import numba as nb
import numpy as np
import numpy.typing as npt

from jiesu.mining.grouping.evidence import LEAST_SHARED, kilometres, part
from jiesu.mining.names import Sightings, share_of_name
from jiesu.mining.numbering import agreement
from jiesu.mining.points import SIZE
from jiesu.mining.sketch import Sketch

FEATURES = ("where", "what", "mass", "phrases", "title", "name", "numbers", "days")
BACKGROUND = 1000  # appeals imagined beside the given ones, so that few rows do not lack rarity
RAREST = 8.5  # ln of the rows after which a rarity counts no more: evidence must not grow with size

# Log-odds per feature, then the constant; chosen on the development half of the real messages.
WEIGHTS = np.array([15.84, 26.42, 1.3, -35.3, 2.34, 4.1, 1.94, -0.47, -13.6])
_NEAR, _FAR = 0.15, 1.0  # km: within is the same place, beyond is another
_NEAR_ODDS, _FAR_ODDS = 1.5, -4.0

_LEAST = 0.01  # rarity of a gram that every row holds
_SHORT = 3.0  # added to lengths, so that a few shared grams of short texts are not certainty
_UNKNOWN_GAP = 3.0  # ln(1 + days) taken where a time is unknown
_LOG_COUNT = np.log(np.maximum(np.arange(256), 1)).astype(np.float32) + 1


class Rows(NamedTuple):
    """All that a kernel needs to compare two rows."""

    start: npt.NDArray[np.int64]
    gram: npt.NDArray[np.uint32]
    tally: npt.NDArray[np.uint8]
    title: npt.NDArray[np.bool_]
    rarity: npt.NDArray[np.float32]  # of each gram of each row: ln(rows / rows that hold it)
    name: npt.NDArray[np.uint8]  # of each gram of each row: how much of a name, 255 is all
    norm: npt.NDArray[np.float32]  # (rows, 3): lengths of the where, what and phrase vectors
    titles: npt.NDArray[np.float32]  # (rows, 2): rarity of the title's grams; of its names'
    numbers: npt.NDArray[np.int64]  # (rows, MOST), see `numbering`
    days: npt.NDArray[np.float64]
    place: npt.NDArray[np.float64]  # (rows, 2): latitude, longitude in degrees


class Known(NamedTuple):
    """What is known of grams from all rows, which may be more than those being compared."""

    among: int
    frequency: npt.NDArray[np.int32]
    seen: Sightings


class Facts(NamedTuple):
    """What rows carry beside their grams."""

    numbers: npt.NDArray[np.int64]
    days: npt.NDArray[np.float64]
    place: npt.NDArray[np.float64]


def weighed(sketched: Sketch, known: Known, facts: Facts) -> Rows:
    """Weigh the grams of every row by their rarity among all that is known."""
    weights = _weigh(sketched, known.frequency, known.seen, known.among)
    return Rows(*(*sketched, *weights, *facts))


@nb.njit(cache=True, parallel=True)
def _weigh(sketched: Sketch, frequency: Any, seen: Sightings, among: Any) -> Any:
    start, gram = sketched.start, sketched.gram
    n = len(start) - 1
    rarity = np.empty(len(gram), np.float32)
    name = np.zeros(len(gram), np.uint8)
    norm = np.zeros((n, 3), np.float32)
    titles = np.zeros((n, 2), np.float32)
    for row in nb.prange(n):
        for i in range(start[row], start[row + 1]):
            rare = np.log((among + BACKGROUND) / (frequency[gram[i]] + 0.5))
            rarity[i] = max(min(rare, RAREST), _LEAST)
            length = (rarity[i] * _LOG_COUNT[sketched.tally[i]]) ** 2
            if gram[i] >= SIZE:
                norm[row, 2] += length
                continue
            share = share_of_name(gram[i], seen)
            name[i] = 255 * share
            norm[row, 0] += share * length
            norm[row, 1] += (1 - share) * length
            if sketched.title[i]:
                titles[row, 0] += rarity[i]
                titles[row, 1] += share * rarity[i]
        norm[row] = np.sqrt(norm[row])
    return rarity, name, norm, titles


@nb.njit(cache=True)
def compare(a: Any, left: Rows, b: Any, right: Rows, out: Any) -> Any:
    """Write the evidence for row a of `left` and b of `right` to `out`, as in `FEATURES`.

    Rarities and names are those of `left`. Gives the number of order-0 grams that both hold.
    """
    shared = 0
    where, what, phrases = 0.0, 0.0, 0.0
    mine, mine_named, theirs, theirs_named = 0.0, 0.0, 0.0, 0.0
    i, j = left.start[a], right.start[b]
    while i < left.start[a + 1] and j < right.start[b + 1]:
        if left.gram[i] < right.gram[j]:
            i += 1
            continue
        if left.gram[i] > right.gram[j]:
            j += 1
            continue
        rarity, share = left.rarity[i], left.name[i] / 255
        dot = rarity**2 * _LOG_COUNT[left.tally[i]] * _LOG_COUNT[right.tally[j]]
        if left.gram[i] >= SIZE:
            phrases += dot
        else:
            shared += 1
            where += share * dot
            what += (1 - share) * dot
            mine += rarity * left.title[i]
            mine_named += rarity * share * left.title[i]
            theirs += rarity * right.title[j]
            theirs_named += rarity * share * right.title[j]
        i += 1
        j += 1
    one, other = left.norm[a], right.norm[b]
    out[0] = where / ((one[0] + _SHORT) * (other[0] + _SHORT))
    out[1] = what / ((one[1] + _SHORT) * (other[1] + _SHORT))
    out[2] = np.log1p(what)
    out[3] = phrases / max(one[2] * other[2], 1e-6)
    out[4] = min(part(mine, left.titles[a, 0]), part(theirs, right.titles[b, 0]))
    out[5] = max(part(mine_named, left.titles[a, 1]), part(theirs_named, right.titles[b, 1]))
    out[6] = agreement(left.numbers[a], right.numbers[b])
    gap = abs(left.days[a] - right.days[b])
    out[7] = np.log1p(gap) if gap == gap else _UNKNOWN_GAP  # noqa: PLR0124  (NaN)
    return shared


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
