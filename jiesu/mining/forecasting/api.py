"""How many appeals will come, by day or by hour, for all, each service, each area and both."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from jiesu.mining.columns import Column
from jiesu.mining.forecasting import counts as counting
from jiesu.mining.forecasting import model
from jiesu.mining.forecasting.clock import day_of
from jiesu.mining.forecasting.counts import Observations
from jiesu.mining.forecasting.model import ForecastOptions

SHARES = (0.05, 0.25, 0.5, 0.75, 0.95)
_USUAL = ForecastOptions()
LONGEST = 60  # days ahead
_LEAST_DAYS, _LEAST_ROWS, _STALE = 28, 30, 60


def forecast(
    times: Column,
    service: Column | None = None,
    area: Column | None = None,
    *,
    now: Any = None,
    zone: str = "Asia/Shanghai",
    options: ForecastOptions = _USUAL,
) -> pa.Table:
    """Forecast from the day of `now` on, which itself is the first day forecast.

    Columns have a row per appeal; times with a zone are read on the clocks of `zone`. Without
    `now` the first day is the one after the latest appeal. `options.special` tells holidays and
    worked weekends (see `forecasting.clock.special`). Rows: `layer` (of `counts.LAYERS`),
    `service`, `area` (empty: all), `time` (local start of the day or hour), `mean`, the 90 %
    interval `low` to `high` and the quantiles `q05 … q95`, all in appeals. Raises ValueError with
    a sentence where there is too little to go by.
    """
    if not 1 <= options.horizon <= LONGEST:
        raise ValueError(f"the horizon is {options.horizon} days; give 1 to {LONGEST}")
    rows = counting.observe(times, service, area, zone=zone)
    origin = first_day(rows, now, zone)
    found = model.forecast(rows, origin, options)
    return pa.concat_tables(
        [_table(name, future, origin, hourly=options.hourly) for name, future in found.items()]
    )


def first_day(rows: Observations, now: Any, zone: str) -> int:
    """Give the first day to forecast (since 1970); raises ValueError if its past is too short."""
    origin = int(rows.day.max()) + 1 if now is None else day_of(now, zone)
    past = rows.between(origin - model.HISTORY, origin).day
    begins = _date(origin)
    if len(past) < _LEAST_ROWS or origin - int(past.min()) < _LEAST_DAYS:
        raise ValueError(
            f"too little history before {begins}: {len(past)} appeals; a forecast needs"
            f" {_LEAST_ROWS} appeals over {_LEAST_DAYS} days (is {begins} the right day? --now)"
        )
    if origin - int(past.max()) > _STALE:
        raise ValueError(
            f"the last appeal before {begins} is of {_date(int(past.max()))}; a forecast wants"
            f" appeals from the {_STALE} days before it"
        )
    return origin


def _date(day: int) -> str:
    return str(np.datetime64(day, "D"))


def _table(name: str, future: model.Forecast, origin: int, *, hourly: bool) -> pa.Table:
    slots, series = future.mean.shape
    unit = 3600 if hourly else 86_400
    start = np.datetime64(origin * 86_400, "s") + np.arange(slots) * unit
    low, high = future.interval(SHARES[-1] - SHARES[0])
    columns: dict[str, Any] = {
        "layer": [name] * (slots * series),
        "service": [key[0] for key in future.keys for _ in range(slots)],
        "area": [key[1] for key in future.keys for _ in range(slots)],
        "time": pa.array(np.tile(start, series), pa.timestamp("s")),
        "mean": _long(future.mean).round(4),
        "low": _long(low).astype(np.int64),
        "high": _long(high).astype(np.int64),
    }
    for share in SHARES:
        columns[f"q{round(100 * share):02}"] = _long(future.quantile(share)).astype(np.int64)
    return pa.table(columns)


def _long(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Lay [slot, series] out series after series."""
    return values.T.ravel()
