"""How a day's appeals fall on its hours, for every kind of day."""

import numpy as np
import numpy.typing as npt

from jiesu.mining.forecasting.seasonality import KINDS

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_PRIOR = 100.0  # appeals that the parent's day weighs


def profile(counts: Floats, parent: Floats) -> Floats:
    """Give the share of each hour, [kind, hour, series], from counts of that shape.

    `parent` has the same shape. A series has its own hours; how a kind of day bends them is drawn
    to how it bends the parent's.
    """
    usual, usual_parent = counts.sum(axis=0), parent.mean(axis=0)
    own = (usual + _PRIOR * usual_parent) / (usual.sum(axis=0) + _PRIOR)
    hoped = own * parent / np.maximum(usual_parent, 1e-9)
    hoped /= np.maximum(hoped.sum(axis=1, keepdims=True), 1e-9)
    share: Floats = (counts + _PRIOR * hoped) / (counts.sum(axis=1, keepdims=True) + _PRIOR)
    return share


def even(series: int) -> Floats:
    """Give the profile of those who know no hours."""
    return np.full((KINDS, 24, series), 1 / 24)
