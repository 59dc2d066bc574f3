"""Forecasts of days that are past, from what was known before them, held against what came."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.stats import norm

from jiesu.mining.forecasting import counts as counting
from jiesu.mining.forecasting.counts import Observations
from jiesu.mining.forecasting.model import Forecast, ForecastOptions, forecast

Floats = npt.NDArray[np.float64]

SHARES = (0.05, 0.25, 0.5, 0.75, 0.95)
LOOKED_BACK = 400  # days from which the naive interval's width is taken


class ForecastScore(NamedTuple):
    """How one layer fared: losses are means over slots, series and `SHARES`."""

    loss: float  # ours
    naive: float  # the count of the same weekday (and hour) last week, with a Gaussian interval
    held: float  # share of counts within the 90 % interval, ends included
    pit: float  # share whose randomised PIT lies between 0.05 and 0.95
    mean: float
    counting: float


def backtest(
    rows: Observations, origins: Sequence[int], options: ForecastOptions, *, seed: int
) -> dict[str, ForecastScore]:
    """Forecast from each of `origins` (days since 1970) and say how each layer fared."""
    rng = np.random.default_rng(seed)
    scores: dict[str, list[ForecastScore]] = {name: [] for name in options.layers}
    for origin in origins:
        for name, future in forecast(rows, origin, options).items():
            past, came = around(rows, name, future.keys, origin, options)
            week = 7 * (24 if options.hourly else 1)
            scores[name].append(_score(future, past, came, week, rng))
    return {name: ForecastScore(*np.mean(every, axis=0).tolist()) for name, every in scores.items()}


def around(
    rows: Observations,
    name: str,
    keys: list[tuple[str, str]],
    origin: int,
    options: ForecastOptions,
) -> tuple[Floats, Floats]:
    """Give the counts of these series before and after `origin`, [slot, series] each."""
    slots = 24 if options.hourly else 1
    before = LOOKED_BACK * slots
    rows = rows.between(origin - LOOKED_BACK, origin + options.horizon)
    layer = counting.layer(rows, name)
    slot = (rows.day - origin + LOOKED_BACK) * slots + (rows.hour if options.hourly else 0)
    counts = layer.counts(slot, before + options.horizon * slots)
    place = {key: number for number, key in enumerate(layer.keys)}
    column = np.array([place.get(key, -1) for key in keys])
    # A series of the past may be silent in these days.
    mine = np.where(column >= 0, counts[:, column], 0)
    return mine[:before], mine[before:]


def _score(
    future: Forecast, past: Floats, came: Floats, week: int, rng: np.random.Generator
) -> ForecastScore:
    ours = np.stack([future.quantile(share) for share in SHARES])
    low, high = future.interval(0.9)
    upper = future.dispersion.below(came, future.mean)
    lower = np.where(came > 0, future.dispersion.below(came - 1, future.mean), 0)
    pit = lower + rng.random(came.shape) * (upper - lower)
    return ForecastScore(
        pinball(ours, came),
        pinball(naive(past, len(came), week), came),
        float(((came >= low) & (came <= high)).mean()),
        float(((pit > SHARES[0]) & (pit < SHARES[-1])).mean()),
        float(future.mean.mean()),
        float(came.mean()),
    )


def pinball(quantiles: Floats, came: Floats) -> float:
    """Give the mean pinball loss of [share, slot, series] against [slot, series]."""
    share = np.array(SHARES).reshape(-1, 1, 1)
    away = came - quantiles
    return float(np.maximum(share * away, (share - 1) * away).mean())


def naive(past: Floats, slots: int, week: int) -> Floats:
    """Give the quantiles of seasonal naive, whole and not below 0 (Hyndman and Athanasopoulos)."""
    ahead = np.arange(slots)
    point = past[len(past) - week + ahead % week]
    width = np.sqrt(((past[week:] - past[:-week]) ** 2).mean(axis=0))
    width = width * np.sqrt(ahead // week + 1)[:, None]
    return np.stack([np.maximum(np.round(point + norm.ppf(s) * width), 0) for s in SHARES])
