"""Streams in which more comes than was to be expected."""

from datetime import date, timedelta
from typing import Any

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from ibis import _
from ibis.expr.types import Table

from jiesu.insight.storage.engine import Tables
from jiesu.mining.surges.api import judge, surges
from jiesu.mining.surges.counting import panel

RECENT = 7  # days in one of which the alarm was on
SHOWN = 28  # days told of a stream
_SEED = 0


def run(tables: Tables) -> Table:
    """Give the last days of every stream in alarm, as `mining.surges` judges them.

    Columns: those of `surges`; `service` is a code of the second level, `area` that of a district,
    either empty where unknown.
    """
    facts = tables.facts.filter(_.leads)
    rows = facts.select(
        day=_.received_on, service=_.service_2.fill_null(""), area=_.district.fill_null("")
    ).to_pyarrow()
    return ibis.memtable(_found(rows, tables.as_of.date()))


def _found(rows: pa.Table, today: date) -> pa.Table:
    last = pc.max(rows["day"]).as_py()
    if last is None:
        return SCHEMA.empty_table()
    until = min(last, today - timedelta(days=1))
    try:
        built = panel(rows["day"], service=rows["service"], area=rows["area"], now=until)
    except ValueError:  # too few days to know what is usual
        return SCHEMA.empty_table()
    found = judge(built, seed=_SEED)
    shown = _days_of(until) - SHOWN + 1
    told = surges(found, since=shown)
    alarmed = np.repeat(found.alarm[:, -RECENT:].any(axis=1), told.num_rows // len(found.alarm))
    return told.filter(pa.array(alarmed)).cast(SCHEMA)


def _days_of(day: date) -> int:
    return day.toordinal() - date(1970, 1, 1).toordinal()


_TYPES: dict[str, Any] = {
    "service": pa.string(),
    "area": pa.string(),
    "day": pa.date32(),
    "expected": pa.float64(),
    "low": pa.int64(),
    "high": pa.int64(),
    "came": pa.int64(),
    "score": pa.float64(),
    "p": pa.float64(),
    "alarm": pa.bool_(),
    "since": pa.date32(),
    "because": pa.string(),
}
SCHEMA = pa.schema(_TYPES)
