"""How far counts stray from their mean: negative binomial, bent by how earlier forecasts fared.

The variance is mean + a·mean². What the past said of earlier forecasts (the mean PIT of Czado,
Gneiting and Held 2009, which needs no dice for counts) bends the levels of the quantiles, apart
for small and large means.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.stats import nbinom

Floats = npt.NDArray[np.float64]

EDGES = np.array([0.1, 0.5, 2.0, 8.0, 32.0])  # means at which one bend ends and the next begins
GRID = np.linspace(0, 1, 401)
_LEAST = 1e-6
_PRIOR = 50.0  # counts that no bend weighs


class Dispersion(NamedTuple):
    """The excess `a` of each series, and the bend of each bin of means on `GRID`."""

    excess: Floats
    bend: Floats

    def below(self, counts: Floats, mean: Floats) -> Floats:
        """Give the share of futures with at most `counts`, [slot, series]."""
        share = _below(counts, mean, self.excess)
        return self._along(share, mean, GRID[None].repeat(len(self.bend), axis=0), self.bend)

    def quantile(self, share: float | Floats, mean: Floats) -> Floats:
        """Give the smallest counts that `share` of futures do not exceed."""
        level = self._along(np.broadcast_to(share, mean.shape), mean, self.bend, GRID)
        return _at(level, mean, self.excess)

    def interval(self, share: float, mean: Floats) -> tuple[Floats, Floats]:
        """Give counts that hold `share` of futures: what none can fall below is left to the top."""
        low = self.quantile((1 - share) / 2, mean)
        beneath = np.where(low > 0, self.below(low - 1, mean), 0)
        return low, np.maximum(self.quantile(np.minimum(beneath + share, 1), mean), low)

    def _along(self, values: Floats, mean: Floats, x: Floats, y: Floats) -> Floats:
        which = np.digitize(mean, EDGES)
        found = np.empty(mean.shape)
        for number in np.unique(which):
            here = which == number
            table = y if y.ndim == 1 else y[number]
            found[here] = np.interp(values[here], x[number], table)
        return found


def estimate(counts: Floats, mean: Floats) -> Dispersion:
    """Learn the spread from counts and the means that were foretold for them, [slot, series]."""
    excess = _excess(counts, mean)
    upper, lower = _below(counts, mean, excess), _below(counts - 1, mean, excess)
    which = np.digitize(mean, EDGES)
    bend = np.tile(GRID, (len(EDGES) + 1, 1))
    for number in np.unique(which):
        here = which == number
        n = here.sum()
        bend[number] = (n * mean_pit(lower[here], upper[here]) + _PRIOR * GRID) / (n + _PRIOR)
    return Dispersion(excess, bend)


def mean_pit(lower: Floats, upper: Floats, worth: Floats | None = None) -> Floats:
    """Give the mean over rows of (u - lower) / (upper - lower), cut to [0, 1], at `u` on `GRID`.

    `worth` weighs the rows; without it all weigh the same.
    """
    worth = np.ones(len(lower)) if worth is None else worth
    slope = worth / np.maximum(upper - lower, 1e-12)
    turn, change = np.concatenate([lower, upper]), np.concatenate([slope, -slope])
    at = np.clip(np.searchsorted(GRID, turn), 0, len(GRID) - 1)
    step = np.bincount(at, change, len(GRID)).cumsum()
    offset = np.bincount(at, -change * turn, len(GRID)).cumsum()
    pit: Floats = (step * GRID + offset) / worth.sum()
    return np.maximum.accumulate(np.clip(pit, 0, 1))


def _excess(counts: Floats, mean: Floats) -> Floats:
    """Give `a` of each series by moments, a rare one's drawn to that of all."""
    over = ((counts - mean) ** 2 - mean).sum(axis=0)
    square = (mean**2).sum(axis=0)
    pooled = max(float(over.sum() / max(square.sum(), _LEAST)), _LEAST)
    weight = _PRIOR * np.minimum(1.0, mean.mean(axis=0)) ** 2 + _LEAST
    a: Floats = np.clip((over + weight * pooled) / (square + weight), 1e-4, 50.0)
    return a


def _below(counts: Floats, mean: Floats, excess: Floats) -> Floats:
    size = 1 / np.broadcast_to(excess, mean.shape)
    share: Floats = nbinom.cdf(counts, size, size / (size + np.maximum(mean, _LEAST)))
    return share


def _at(level: Floats, mean: Floats, excess: Floats) -> Floats:
    size = 1 / np.broadcast_to(excess, mean.shape)
    level = np.minimum(level, 1 - 1e-9)
    counts: Floats = nbinom.ppf(level, size, size / (size + np.maximum(mean, _LEAST)))
    return np.maximum(counts, 0)
