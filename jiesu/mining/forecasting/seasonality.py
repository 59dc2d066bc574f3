"""The rhythm of a series: what the day of the week, a holiday and the season do to its level.

Every factor is a ratio of discounted sums, counted over expected, drawn to the factor of the parent
by a prior worth `_PRIOR` appeals (Gamma-Poisson), so that a rare service keeps the city's week.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.ndimage import gaussian_filter1d
from scipy.signal import lfilter

from jiesu.mining.forecasting.clock import HOLIDAY, WORKED

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

KINDS = WORKED + 1  # Monday to Sunday, a holiday, a weekend day that is worked
YEAR = 365
_PRIOR = 200.0  # appeals
_FEW = 20.0  # the same for holidays, of which there are few
_MEMORY = 0.5 ** (1 / 365)  # a day's worth a year later is a half
_SMOOTH = 10.0  # days: how far a season's factor leans on the days around
_TREND = 0.5 ** (1 / 21)


class Seasonality(NamedTuple):
    """Factors on the level of each series: [kind of day, series] and [day of the year, series]."""

    week: Floats
    season: Floats

    def on(self, kind: Ints, day_of_year: Ints) -> Floats:
        """Give the factor of every day for every series, as [day, series]."""
        factor: Floats = self.week[kind] * self.season[day_of_year]
        return factor

    def of(self, series: Ints) -> "Seasonality":
        """Give the rhythm of these series, in this order."""
        return Seasonality(self.week[:, series], self.season[:, series])


def flat(series: int) -> Seasonality:
    """Give the rhythm of series that know none."""
    return Seasonality(np.ones((KINDS, series)), np.ones((YEAR + 1, series)))


def estimate(
    counts: Floats, kind: Ints, day_of_year: Ints, parent: Seasonality | None
) -> Seasonality:
    """Learn the rhythm of `counts` [day, series]; `parent` has the same number of series."""
    prior = _PRIOR if parent else _FEW
    parent = parent or flat(counts.shape[1])
    season = _season(counts, day_of_year, parent.season, prior)
    week = _week(counts / season[day_of_year], kind, parent.week, prior)
    return Seasonality(week, season)


def _week(counts: Floats, kinds: Ints, parent: Floats, prior: float) -> Floats:
    expected = _two_sided(counts)
    worth = _MEMORY ** np.arange(len(counts))[::-1][:, None]
    seen = np.zeros((KINDS, counts.shape[1]))
    hoped = np.zeros_like(seen)
    np.add.at(seen, kinds, worth * counts)
    np.add.at(hoped, kinds, worth * expected)
    factor: Floats = (seen + prior * parent) / (hoped + prior)
    for kind, like in ((HOLIDAY, 6), (WORKED, 0)):  # until seen, a holiday is like a Sunday
        usual = factor[like] * parent[kind] / parent[like]
        factor[kind] = (seen[kind] + _FEW * usual) / (hoped[kind] + _FEW)
    even: Floats = factor / factor[:7].mean(axis=0)
    return even


def _season(counts: Floats, day_of_year: Ints, parent: Floats, prior: float) -> Floats:
    """Compare each day of the year with the year around it; wants two years."""
    if len(counts) < 2 * YEAR:
        return parent
    expected = _year_around(counts)
    seen = np.zeros((YEAR + 1, counts.shape[1]))
    hoped = np.zeros_like(seen)
    np.add.at(seen, day_of_year, counts)
    np.add.at(hoped, day_of_year, expected)
    seen, hoped = (gaussian_filter1d(part, _SMOOTH, axis=0, mode="wrap") for part in (seen, hoped))
    width = 2 * np.sqrt(np.pi) * _SMOOTH  # what a Gaussian of this width sums
    factor: Floats = (width * seen + prior * parent) / (width * hoped + prior)
    return factor


def _two_sided(counts: Floats) -> Floats:
    """Give the level around each day, from both sides."""
    forward = lfilter([1], [1, -_TREND], counts, axis=0)
    backward = lfilter([1], [1, -_TREND], counts[::-1], axis=0)[::-1]
    ones = np.ones((len(counts), 1))
    weight = lfilter([1], [1, -_TREND], ones, axis=0)
    weight = weight + weight[::-1] - 1
    level: Floats = (forward + backward - counts) / weight
    return level


def _year_around(counts: Floats) -> Floats:
    """Give the mean of the year around each day; near an end, of the last whole year."""
    total = np.vstack([np.zeros((1, counts.shape[1])), counts.cumsum(axis=0)])
    start = np.clip(np.arange(len(counts)) - YEAR // 2, 0, len(counts) - YEAR)
    mean: Floats = (total[start + YEAR] - total[start]) / YEAR
    return mean
