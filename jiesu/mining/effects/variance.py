"""How far a run strays where nothing was done, learnt from trials; and what that leaves open.

What comes is negative binomial around the expected with variance m + a·m², and

    a = drift² + (slack - 1) / m + slack · doubt,

where `drift` is how far areas go their own ways and `slack` how much more counts stray than Poisson
ones. Neither is taken as known: every pair on a grid is weighed by how likely it makes the trials,
and the distribution is the mixture (so few trials leave a wide interval). Where in it the trials
lay then bends it, as forecasts are bent by their past: some areas go much farther than others.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.special import betainc, gammaln, logsumexp

from jiesu.mining.effects.trials import Runs
from jiesu.mining.forecasting.dispersion import GRID, mean_pit

Floats = npt.NDArray[np.float64]

_DRIFTS = np.array([0.01, 0.05, 0.08, 0.12, 0.17, 0.24, 0.34, 0.5, 0.75, 1.2])
_SLACKS = np.array([1.0, 1.3, 1.8, 2.5, 3.6, 6.0, 12.0])
_RATIOS = np.exp(np.linspace(np.log(0.005), np.log(50), 400))
_WIDER = 1.25  # on `a`: times to come stray farther than the trials of times gone by
_PRIOR = 20.0  # trials that no bend weighs
_WEIGHTY = 0.003  # what weighs less only costs time


class VarianceModel(NamedTuple):
    """Pairs of drift and slack, the weight of each, and the bend of the mixture on `GRID`."""

    drift: Floats
    slack: Floats
    weight: Floats
    bend: Floats

    def below(self, run: Runs, ratio: Floats) -> Floats:
        """Give P(fewer than came) + ½ P(as many) of one run for every `ratio` the effect may be."""
        lower, upper = _mixed(run, ratio * run.expected, self, wider=_WIDER)
        shares: Floats = (np.interp(lower, GRID, self.bend) + np.interp(upper, GRID, self.bend)) / 2
        return shares

    def interval(self, run: Runs, share: float) -> tuple[float, float]:
        """Give the ratios that one run leaves open: the middle `share` of what it may have been."""
        beneath = self.below(run, _RATIOS)  # falls as the ratio grows
        tail = (1 - share) / 2
        high = float(np.interp(-tail, -beneath, _RATIOS))
        low = float(np.interp(tail - 1, -beneath, _RATIOS)) if run.came[0] else 0.0
        return low, high

    def width(self, run: Runs) -> float:
        """Give the standard deviation of the logarithm of one run's ratio, nearly."""
        a = self.drift**2 + self.slack * (run.variance[0] + 1 / max(run.expected[0], 0.5))
        return float(np.sqrt((self.weight * a).sum()))


def estimate(trials: Runs) -> VarianceModel:
    """Weigh every pair by the trials."""
    drift, slack = (grid.ravel() for grid in np.meshgrid(_DRIFTS, _SLACKS, indexing="ij"))
    likely = _log_likelihood(trials, _size(trials, trials.expected, drift, slack))
    weight = np.exp(likely - logsumexp(likely))
    kept = weight > _WEIGHTY
    return VarianceModel(drift[kept], slack[kept], weight[kept] / weight[kept].sum(), GRID)


def recalibrate(model: VarianceModel, trials: Runs) -> VarianceModel:
    """Bend the mixture by where in it the trials lay."""
    n = trials.worth.sum()
    pit = mean_pit(*_mixed(trials, trials.expected, model), trials.worth)
    return model._replace(bend=(n * pit + _PRIOR * GRID) / (n + _PRIOR))


def _mixed(
    runs: Runs, mean: Floats, model: VarianceModel, *, wider: float = 1.0
) -> tuple[Floats, Floats]:
    """Give P(fewer than came) and P(at most as many)."""
    size = _size(runs, mean, model.drift, model.slack) / wider
    part, came = size / (size + mean), np.broadcast_to(runs.came, size.shape)
    upper = betainc(size, came + 1, part)
    lower = np.where(came > 0, betainc(size, np.maximum(came, 1), part), 0)
    return model.weight @ lower, model.weight @ upper


def _log_likelihood(runs: Runs, size: Floats) -> Floats:
    came, mean = runs.came, runs.expected
    log = gammaln(came + size) - gammaln(size) - gammaln(came + 1)
    log += size * np.log(size / (size + mean)) + came * np.log(mean / (size + mean))
    summed: Floats = log @ runs.worth
    return summed


def _size(runs: Runs, mean: Floats, drift: Floats, slack: Floats) -> Floats:
    """Give 1/a as [pair, run]."""
    drift, slack = drift[:, None], slack[:, None]
    a = drift**2 + (slack - 1) / np.maximum(mean, 0.1) + slack * runs.variance
    size: Floats = 1 / np.maximum(a, 1e-6)
    return size
