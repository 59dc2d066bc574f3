"""Generator one: day by day, each appeal raises the rate of the days after it (discrete Hawkes).

The detector was developed on this one; generator two (`clusters`) was kept for the measurement.
"""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[Any]
YEAR = 365
_LAGS = 21


class Burst(NamedTuple):
    """What was planted: in which series, from which day to which, when highest, of which kind."""

    series: int
    first: int
    last: int
    peak: int
    feeding: bool


class Streams(NamedTuple):
    """Counts (series × days), what was planted, and each series' branching ratio in peace."""

    counts: Numbers
    bursts: list[Burst]
    ratio: Numbers
    start: str = "2020-01-06"  # a Monday


def streams(series: int, days: int, *, bursts: bool, seed: int, most: float = 0.3) -> Streams:
    """Simulate; with `bursts` each series has one after the first year.

    In peace the branching ratios lie between 0 and `most`. A burst that brings fewer than five
    appeals more than usual is no burst and is not told.
    """
    rng = np.random.default_rng(seed)
    usual = _usual(series, days, rng)
    ratio = rng.uniform(0.0, most, series)
    decay = rng.uniform(0.25, 0.6, series)  # share of the descendants that come each day
    fed, push = np.repeat(ratio[:, None], days, axis=1), np.ones((series, days))
    planted = []
    for one in range(series) if bursts else ():
        first = int(rng.integers(YEAR, days - 40))
        feeding = bool(rng.random() < 0.5)
        length = int(rng.integers(14, 29) if feeding else rng.integers(7, 15))
        span = slice(first, first + length)
        if feeding:
            fed[one, span] = rng.uniform(0.7, 1.0)
        else:
            push[one, span] = rng.uniform(2, 4)
        planted.append((one, first, first + length - 1, feeding))
    counts, rate = _run(usual * push * (1 - ratio[:, None]), fed, decay, rng)
    told = [
        _burst(one, first, last, feeding, rate)
        for one, first, last, feeding in planted
        if (counts - usual)[one, first : last + 1].sum() >= 5
    ]
    return Streams(counts, told, ratio)


def _usual(series: int, days: int, rng: np.random.Generator) -> Numbers:
    """Give the mean of each day: level, weekday, season, growth and noise of the day."""
    day = np.arange(days)
    level = np.exp(rng.uniform(np.log(0.2), np.log(20), series))
    weekend = rng.uniform(0.4, 1.0, series)[:, None] * np.ones(2)
    weekday = np.concatenate([rng.uniform(0.85, 1.15, (series, 5)), weekend], axis=1)
    size, phase = rng.uniform(0, 0.5, series), rng.uniform(0, 2 * np.pi, series)
    season = size[:, None] * np.sin(2 * np.pi * day / YEAR + phase[:, None])
    growth = rng.uniform(-0.15, 0.25, series)[:, None] * day / YEAR
    noise = rng.gamma(20, 1 / 20, (series, days))
    usual: Numbers = level[:, None] * weekday[:, day % 7] * np.exp(season + growth) * noise
    return usual


def _run(
    own: Numbers, fed: Numbers, decay: Numbers, rng: np.random.Generator
) -> tuple[Numbers, Numbers]:
    counts, rate = np.zeros(own.shape, np.int64), np.zeros(own.shape)
    felt = own.mean(axis=1)
    for day in range(own.shape[1]):
        rate[:, day] = own[:, day] + fed[:, day] * felt
        counts[:, day] = rng.poisson(rate[:, day])
        felt = (1 - decay) * felt + decay * counts[:, day]
    return counts, rate


def _burst(series: int, first: int, last: int, feeding: bool, rate: Numbers) -> Burst:  # noqa: FBT001
    week = np.convolve(rate[series], np.ones(7) / 7, mode="same")
    return Burst(series, first, last, first + int(week[first : last + 1].argmax()), feeding)
