"""Layers forecast from the whole down: each series leans on the level and rhythm of its parent."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from jiesu.mining.forecasting import counts as counting
from jiesu.mining.forecasting import dispersion, hours, level, seasonality
from jiesu.mining.forecasting.clock import kinds
from jiesu.mining.forecasting.counts import Layer, Observations

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

HISTORY = 5 * 365  # days looked back at most
_PARENT = {"service": "all", "area": "all", "both": "service"}
_CHECKED = 400  # latest days that say how far counts stray
_LOOKS = 400_000  # counts they are read from at most
_FORESEEN = 7  # days ahead at which memories are judged


class ForecastOptions(NamedTuple):
    """What is to be forecast: days ahead, by hours or not, which layers; days that are special."""

    horizon: int = 14
    hourly: bool = False
    layers: Sequence[str] = counting.LAYERS
    special: Mapping[int, int] = {}


class Days(NamedTuple):
    """The days of the past and of the forecast: where they begin, and what they are."""

    first: int
    past: int
    kind: Ints
    of_year: Ints
    gap: npt.NDArray[np.bool_]  # of the past


class FittedLayer(NamedTuple):
    """What is known of a layer at the origin: factors [day, series] reach into the future."""

    layer: Layer
    seasonality: seasonality.Seasonality
    factor: Floats
    level: Floats  # [past day, series]
    share: Floats | None  # of hours: [kind, hour, series]


class Forecast(NamedTuple):
    """A layer's future, [slot, series]: slots are days, or hours of days."""

    keys: list[tuple[str, str]]
    mean: Floats
    dispersion: dispersion.Dispersion

    def quantile(self, share: float) -> Floats:
        """Give the count that `share` of futures does not exceed."""
        return self.dispersion.quantile(share, self.mean)

    def interval(self, share: float) -> tuple[Floats, Floats]:
        """Give the counts between which at least `share` of futures lie."""
        return self.dispersion.interval(share, self.mean)


def forecast(rows: Observations, origin: int, options: ForecastOptions) -> dict[str, Forecast]:
    """Forecast from day `origin` (since 1970) on, from what was told before it, by layer."""
    first = max(int(rows.day.min()), origin - HISTORY)
    rows = rows.between(first, origin)
    days = _days(rows, first, origin, options)
    fitted: dict[str, FittedLayer] = {}
    for name in counting.LAYERS:
        if name in _needed(options.layers):
            above = fitted.get(_PARENT.get(name, ""))
            fitted[name] = _fit(
                counting.layer(rows, name), rows, days, above, hourly=options.hourly
            )
    return {name: _ahead(fitted[name], rows, days, options.horizon) for name in options.layers}


def _needed(layers: Sequence[str]) -> set[str]:
    """Add those that stand above these."""
    return {"all", *layers, *(_PARENT[name] for name in layers if name in _PARENT)}


def _days(rows: Observations, first: int, origin: int, options: ForecastOptions) -> Days:
    past = origin - first
    daily = np.bincount(rows.day - first, minlength=past).astype(np.float64)
    kind, of_year = kinds(first, past + options.horizon, options.special)
    return Days(first, past, kind, of_year, counting.gaps(daily))


def _fit(
    layer: Layer, rows: Observations, days: Days, above: FittedLayer | None, *, hourly: bool
) -> FittedLayer:
    series = len(layer.keys)
    seen = layer.counts(rows.day - days.first, days.past)
    kind, of_year = days.kind[: days.past], days.of_year[: days.past]
    over = above.seasonality.of(layer.parent) if above else None
    own = seasonality.estimate(seen, kind, of_year, over)
    factor = own.on(days.kind, days.of_year)
    factor[: days.past][days.gap] = 0
    told = factor[: days.past]
    usual = np.full((days.past, series), seen.sum(axis=0) / np.maximum((~days.gap).sum(), 1))
    parent = above.level[:, layer.parent] if above else usual
    followed = level.mix(level.levels(seen, told, parent), seen, told, _FORESEEN)
    share = _hours(layer, rows, days, above) if hourly else None
    return FittedLayer(layer, own, factor, followed, share)


def _hours(layer: Layer, rows: Observations, days: Days, above: FittedLayer | None) -> Floats:
    slot = days.kind[rows.day - days.first] * 24 + rows.hour
    shape = (seasonality.KINDS, 24, len(layer.keys))
    over = hours.even(shape[2]) if above is None or above.share is None else above.share
    parent = over[:, :, layer.parent] if above else over
    return hours.profile(layer.counts(slot, seasonality.KINDS * 24).reshape(shape), parent)


def _ahead(fitted: FittedLayer, rows: Observations, days: Days, horizon: int) -> Forecast:
    future = np.arange(days.past, days.past + horizon)
    mean = _means(fitted, days, future, fitted.level[-1])
    spread = dispersion.estimate(*_hindcast(fitted, rows, days, horizon))
    return Forecast(fitted.layer.keys, mean, spread)


def _means(fitted: FittedLayer, days: Days, day: Ints, level: Floats) -> Floats:
    """Give the expected counts of these days, split over hours where there are any."""
    mean: Floats = level * fitted.factor[day]
    if fitted.share is None:
        return mean
    split = mean[:, None, :] * fitted.share[days.kind[day]]
    return split.reshape(-1, mean.shape[1])


def _hindcast(
    fitted: FittedLayer, rows: Observations, days: Days, horizon: int
) -> tuple[Floats, Floats]:
    """Give counts of late days beside the means foretold one day, half and all the horizon ago."""
    day = _looked_at(fitted, days, horizon)
    means = [
        _means(fitted, days, day, fitted.level[day - lag])
        for lag in sorted({1, (horizon + 1) // 2, horizon})
    ]
    slots = 1 if fitted.share is None else 24
    place = np.full(days.past, -1)
    place[day] = np.arange(len(day))
    slot = place[rows.day - days.first]
    slot = np.where(slot < 0, -1, slot * slots + (rows.hour if slots > 1 else 0))
    counts = fitted.layer.counts(slot, len(day) * slots)
    return np.concatenate([counts] * len(means)), np.concatenate(means)


def _looked_at(fitted: FittedLayer, days: Days, horizon: int) -> Ints:
    late = np.arange(max(days.past - _CHECKED, min(horizon, days.past - 1)), days.past)
    late = late[~days.gap[late]]
    a_day = 3 * fitted.layer.parent.size * (1 if fitted.share is None else 24)
    # Steps that are no multiple of 7 meet every weekday.
    step = max(1, int(np.ceil(len(late) * a_day / _LOOKS)))
    return late[:: step + (step % 7 == 0)]
