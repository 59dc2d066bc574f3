"""What others do, written anew: EARS C2, a Farrington-like residual, a scan of 14 days.

Each gives a score for every series and day from the days before it; what counts as an alarm is
decided by the same calibration for all.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[Any]
_YEAR = 365.25
_REFIT = 28  # days between two fits of the regression


def ears_c2(counts: Numbers) -> Numbers:
    """Compare a day with the seven days that end three days before it (CDC's EARS C2)."""
    score = np.zeros(counts.shape)
    for day in range(10, counts.shape[1]):
        before = counts[:, day - 9 : day - 2]
        spread = np.maximum(before.std(axis=1, ddof=1), 0.5)
        score[:, day] = (counts[:, day] - before.mean(axis=1)) / spread
    return score


def expected(counts: Numbers, first: int) -> tuple[Numbers, Numbers]:
    """Fit a quasi-Poisson regression to the past every month; give means and dispersions.

    Weekday, two harmonics of the year and growth; days that stick out weigh less (Farrington et
    al. 1996; Noufaily et al. 2013), and the last 14 days are left out.
    """
    series, days = counts.shape
    design = _design(days)
    mean, spread = np.ones(counts.shape), np.ones(counts.shape)
    for start in range(first, days, _REFIT):
        span = slice(start, min(start + _REFIT, days))
        past = slice(0, start - 14)
        for one in range(series):
            weights, spread[one, span] = _fit(design[past], counts[one, past])
            mean[one, span] = np.exp(np.clip(design[span] @ weights, -6, 8))
    return mean, spread


def farrington(counts: Numbers, mean: Numbers, spread: Numbers, width: int = 7) -> Numbers:
    """Give the residual of a week's sum on the two-thirds power (Farrington et al. 1996)."""
    came, usual = _moving(counts, width), _moving(mean, width)
    z: Numbers = 1.5 * (came ** (2 / 3) - usual ** (2 / 3)) / (usual ** (1 / 6) * np.sqrt(spread))
    return z


def scan(counts: Numbers, mean: Numbers, spread: Numbers, widest: int = 14) -> Numbers:
    """Give the highest log-likelihood ratio of windows of 1 to 14 days that end today.

    Counts are negative binomial: the ratio of a window is divided by its variance over its mean.
    """
    best = np.zeros(counts.shape)
    more = (spread - 1) / np.maximum(mean.mean(axis=1, keepdims=True), 1e-9)
    for width in range(1, widest + 1):
        came, usual = _moving(counts, width), _moving(mean, width)
        above = came > usual
        ratio = np.where(above, came * np.log(np.maximum(came, 1) / usual) - (came - usual), 0)
        best = np.maximum(best, ratio / (1 + more * _moving(mean**2, width) / usual))
    return best


def _moving(values: Numbers, width: int) -> Numbers:
    total = np.cumsum(values, axis=1, dtype=np.float64)
    total[:, width:] -= total[:, :-width].copy()
    return total


def _design(days: int) -> Numbers:
    day = np.arange(days)
    turn = 2 * np.pi * day / _YEAR
    weekday = np.eye(7)[day % 7][:, 1:]
    season = np.stack([f(k * turn) for k in (1, 2) for f in (np.sin, np.cos)], axis=1)
    return np.column_stack([np.ones(days), weekday, season, (day - days / 2) / _YEAR])


def _fit(design: Numbers, counts: Numbers) -> tuple[Numbers, float]:
    beta = np.zeros(design.shape[1])
    beta[0] = np.log(counts.mean() + 0.01)
    trust = np.ones(len(counts))
    ridge = np.diag([1e-6] + [1.0] * (design.shape[1] - 1))
    spread = 1.0
    for turn in range(8):
        mean = np.exp(np.clip(design @ beta, -6, 8))
        weight = trust * mean
        target = design @ beta + (counts - mean) / mean
        beta = np.linalg.solve(
            design.T @ (design * weight[:, None]) + ridge, design.T @ (weight * target)
        )
        pearson = (counts - mean) / np.sqrt(mean)
        spread = max(1.0, float((trust * pearson**2).sum() / (trust.sum() - len(beta))))
        if turn in (3, 5):
            out = pearson / np.sqrt(spread)
            trust = np.where(out > 2.58, (2.58 / np.maximum(out, 2.58)) ** 2, 1.0)
    return beta, spread
