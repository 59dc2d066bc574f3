"""What speaks for an earlier appeal being what a draft is about, added as log-odds.

Unlike two finished appeals, a draft may be three words long: what counts beside cosines is how much
of the draft the other holds. Nothing is asked of how many appeals lie between the two: the order
among candidates is wanted, not a proof.
"""

from typing import Any, NamedTuple

import numba as nb
import numpy as np
import numpy.typing as npt

from jiesu.mining.cells import kilometres
from jiesu.mining.similar.segment import Segment
from jiesu.mining.text.grams.overlap import Scratch, hash_grams, make_scratch, overlap, share_found
from jiesu.mining.text.numbering import agreement

FEATURES = (
    "where", "what", "mass where", "mass what", "held where", "held what", "own title",
    "other title", "name", "numbers", "days", "kilometres",
)  # fmt: skip
HERE, UNKNOWN, ELSEWHERE = 0, 1, 2  # what places say of a pair: weights differ by that
# Log-odds per feature, then the constant; a row for each situation (`docs/reference/mining`).
WEIGHTS = np.array(
    [
        [0.2, 0.32, 0.26, 0.69, -0.04, 1.98, 0.9, -0.19, -0.99, 0.58, -1.69, -2.18, 0.69],
        [10.78, -11.71, 0.37, 0.8, -0.4, 1.41, 0.98, 2.24, 4.01, 0.92, -0.94, 0, -6.21],
        [1.09, 0.2, -0.13, 1.11, 1.49, 1.16, 0.51, 0.04, 2.45, 2.72, -1.62, -2.77, 0.32],
    ]
)
# Where no place tells them apart, more appeals say the same by chance: log-odds taken off for each
# e-fold above the messages that the weights were learned from, as far as it was measured.
_CROWD, _LEARNED, _LARGEST = 1.3, 4_326, 100_000
_SHORT = 3.0  # added to lengths, so that a few shared grams of short texts are not certainty
_UNKNOWN_GAP = 3.0  # ln(1 + days) taken where a time is unknown
_BESIDE = 0.4  # km
_TENTH = 10.0  # to a kilometre


class Draft(NamedTuple):
    """What is asked about: one row of texts, when and where."""

    gram: npt.NDArray[np.uint32]
    norm: npt.NDArray[np.float32]
    titles: npt.NDArray[np.float32]
    number: npt.NDArray[np.int32]
    place: npt.NDArray[np.float64]
    day: float


def weights_among(appeals: int) -> npt.NDArray[np.float64]:
    """Give the weights for a draft that is asked among so many appeals."""
    weights = WEIGHTS.copy()
    weights[UNKNOWN, -1] -= _CROWD * np.log(min(max(appeals, _LEARNED), _LARGEST) / _LEARNED)
    return weights


@nb.njit(cache=True)
def compare(draft: Draft, row: Any, scratch: Scratch, held: Segment, out: Any) -> Any:
    """Write the evidence, as in `FEATURES`, for a draft that is in `scratch`.

    Gives how many grams the two share, and their situation.
    """
    both = overlap(held.gram[held.start[row] : held.start[row + 1]], scratch)
    one, other = draft.norm, held.norm[row]
    out[0] = both.where / ((one[0] + _SHORT) * (other[0] + _SHORT))
    out[1] = both.what / ((one[1] + _SHORT) * (other[1] + _SHORT))
    out[2] = np.log1p(both.where)
    out[3] = np.log1p(both.what)
    out[4] = both.where / (one[0] * one[0] + _SHORT)
    out[5] = both.what / (one[1] * one[1] + _SHORT)
    out[6] = share_found(both.mine, draft.titles[0])
    out[7] = share_found(both.theirs, held.titles[row, 0])
    out[8] = max(
        share_found(both.mine_named, draft.titles[1]),
        share_found(both.theirs_named, held.titles[row, 1]),
    )
    out[9] = agreement(draft.number, held.number[row])
    gap = abs(draft.day - held.day[row])
    out[10] = np.log1p(gap) if gap == gap else _UNKNOWN_GAP
    return both.grams, _situation(draft, row, held, out)


@nb.njit(cache=True)
def _situation(draft: Draft, row: Any, held: Segment, out: Any) -> Any:
    apart = kilometres(draft.place, held.place[row])
    if apart != apart:
        out[11] = 0
        return UNKNOWN
    out[11] = np.log1p(_TENTH * apart)
    return HERE if apart <= _BESIDE else ELSEWHERE


@nb.njit(cache=True)
def probabilities(draft: Draft, rows: Any, held: Segment, weights: Any) -> Any:
    """Give how likely each of some rows is what the draft is about; 0 if it shares nothing."""
    found = np.zeros(len(rows), np.float64)
    room, scratch = np.empty(len(FEATURES), np.float32), make_scratch()
    hash_grams(draft.gram, scratch)
    for k in range(len(rows)):
        count, situation = compare(draft, rows[k], scratch, held, room)
        if count == 0:
            continue
        odds = weights[situation, -1]
        for f in range(len(room)):
            odds += weights[situation, f] * room[f]
        found[k] = 1 / (1 + np.exp(-odds))
    return found
