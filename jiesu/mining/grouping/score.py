"""How right groups are against a hand-made standard: pairs, B-cubed, and the small groups apart.

Sources: pair counting after Rand (1971); B-cubed after Bagga and Baldwin (1998). Two large groups
can hold most pairs, so pair figures alone say little; B-cubed weighs every appeal alike, and small
groups are what a desk meets most.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from jiesu.mining.columns import Column, strings

SMALL = (2, 5)  # sizes of the groups whose pairs are counted apart


class Score(NamedTuple):
    """All in [0, 1]; a figure whose base is empty is 1."""

    pair_precision: float
    pair_recall: float
    pair_f1: float
    bcubed_f1: float
    small_recall: float  # of the pairs of true groups of `SMALL` sizes, how many are together


def score(found: Column, truth: Column) -> Score:
    """Compare two labellings of the same rows, in the same order."""
    _, ours = np.unique(strings(found), return_inverse=True)
    _, theirs = np.unique(strings(truth), return_inverse=True)
    cell, inside, size = np.unique(
        ours * (theirs.max(initial=0) + 1) + theirs, return_inverse=True, return_counts=True
    )
    our_size, their_size = np.bincount(ours), np.bincount(theirs)
    together, claimed, true = _pairs(size).sum(), _pairs(our_size).sum(), _pairs(their_size).sum()
    precision, recall = _share(together, claimed), _share(together, true)
    small = (their_size >= SMALL[0]) & (their_size <= SMALL[1])
    of_small = small[cell % len(their_size)] if len(cell) else np.zeros(0, np.bool_)
    return Score(
        precision,
        recall,
        _harmonic(precision, recall),
        _harmonic(_mean(size[inside] / our_size[ours]), _mean(size[inside] / their_size[theirs])),
        _share(_pairs(size)[of_small].sum(), _pairs(their_size)[small].sum()),
    )


def _pairs(size: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    return size * (size - 1) // 2


def _share(part: float, whole: float) -> float:
    return float(part / whole) if whole else 1.0


def _mean(values: npt.NDArray[np.float64]) -> float:
    return float(values.mean()) if len(values) else 1.0


def _harmonic(one: float, other: float) -> float:
    return 2 * one * other / (one + other) if one + other else 0.0
