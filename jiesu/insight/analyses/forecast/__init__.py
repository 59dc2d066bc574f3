"""How many appeals will come, beside how many came."""

from datetime import date, timedelta
from typing import Any

import ibis
import numpy as np
import pyarrow as pa
from ibis import _
from ibis.expr.types import Table

from jiesu.insight.storage.engine import Tables
from jiesu.mining.forecasting import counts
from jiesu.mining.forecasting.api import first_day, forecast
from jiesu.mining.forecasting.counts import Observations
from jiesu.mining.forecasting.model import ForecastOptions

_DIMENSIONS = {"all": "all", "service": "service_1", "area": "district"}  # by layer
_SHOWN, _AHEAD, _BY_HOUR = 28, 14, 2  # days
_LEARNT = timedelta(days=3 * 365)
_LOCAL = "UTC"  # the days and hours of the facts are on local clocks already
_SCHEMA = pa.schema(
    {
        "span": pa.string(),
        "dimension": pa.string(),
        "code": pa.string(),
        "time": pa.timestamp("s"),
        "counted": pa.int64(),
        "mean": pa.float64(),
        "low": pa.int64(),
        "high": pa.int64(),
    }
)
_KEPT = ("time", "mean", "low", "high")


def run(tables: Tables) -> Table:
    """Give (span, dimension, code, time, counted, mean, low, high): the past, then the future."""
    columns = _columns(tables)
    if not columns[0].size:
        return ibis.memtable(_SCHEMA.empty_table())
    rows = counts.observe(*columns, zone=_LOCAL)
    today = min(tables.as_of.date(), _date(int(rows.day.max()) + 1))
    try:
        first_day(rows, today, _LOCAL)
    except ValueError:  # a young city
        ahead = []
    else:
        days = ForecastOptions(_AHEAD, layers=tuple(_DIMENSIONS))
        hours = ForecastOptions(_BY_HOUR, hourly=True, layers=("all",))
        ahead = [_ahead(columns, today, days), _ahead(columns, today, hours)]
    return ibis.memtable(pa.concat_tables([_past(rows, today), *ahead]))


def _columns(tables: Tables) -> Any:
    """Give times, services and districts; `tables.as_of` bounds both ends."""
    today = tables.as_of.date()
    told = tables.facts.filter(_.received_on >= today - _LEARNT, _.received_on <= today)
    found = told.select("received_on", "received_hour", "service_1", "district").to_pyarrow()
    hours = found["received_hour"].to_numpy().astype("timedelta64[h]")
    times = found["received_on"].to_numpy().astype("datetime64[D]").astype("datetime64[s]") + hours
    return times, found["service_1"], found["district"]


def _date(day: int) -> date:
    return date(1970, 1, 1) + timedelta(days=day)


def _past(rows: Observations, today: date) -> pa.Table:
    """Count the days just gone by."""
    start = (today - date(1970, 1, 1)).days - _SHOWN
    parts = []
    for name, dimension in _DIMENSIONS.items():
        layer = counts.layer(rows, name)
        counted = layer.counts(rows.day - start, _SHOWN)
        for number, key in enumerate(layer.keys):
            parts += [
                ("day", dimension, "".join(key), start + day, int(count))
                for day, count in enumerate(counted[:, number])
            ]
    span, dimensions, code, day, count = zip(*parts, strict=True)
    time = np.array(day, "datetime64[D]").astype("datetime64[s]")
    known = {"span": span, "dimension": dimensions, "code": code, "time": time, "counted": count}
    return _table(known, len(parts))


def _ahead(columns: Any, today: date, options: ForecastOptions) -> pa.Table:
    found = forecast(*columns, now=today, zone=_LOCAL, options=options)
    layers, service, area = (found[name].to_pylist() for name in ("layer", "service", "area"))
    known = {
        "span": ["hour" if options.hourly else "day"] * len(layers),
        "dimension": [_DIMENSIONS[layer] for layer in layers],
        "code": ["".join(key) for key in zip(service, area, strict=True)],
        **{name: found[name].combine_chunks() for name in _KEPT},
    }
    return _table(known, len(layers))


def _table(known: dict[str, Any], rows: int) -> pa.Table:
    """Fill columns that are not known with nothing."""
    return pa.table(
        [pa.array(known.get(f.name, [None] * rows), f.type) for f in _SCHEMA], schema=_SCHEMA
    )
