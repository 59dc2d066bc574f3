"""Whether the appeals stopped: what came since each project beside what would have come."""

from datetime import date, timedelta
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.compute as pc
from ibis import _
from ibis.expr.types import Table

from jiesu.casework.issues.measures_taken import Undertaking
from jiesu.insight.storage.engine import Tables
from jiesu.mining.effects.api import LEAST_AFTER, Measure, effect

_LEAST_BEFORE = 56
_TOLD = (
    "observed", "expected", "ratio", "low", "high", "p", "avoided", "avoided_low", "avoided_high",
    "verdict", "others", "trials", "trials_fewer", "before", "until",
)  # fmt: skip


def run(tables: Tables) -> Table:
    """Give a row per project and day: what `mining.effects.api` tells, and the day's own numbers.

    `verdict` is `fewer`, `more` or `unclear`; or why nothing can be said, on one row without a day:
    `early` (fewer than 14 days have passed), `short` (fewer than 56 days are known before) or
    `few` (too few appeals or areas to compare with).
    """
    parts = [_judged(tables, one) for one in tables.decisions.projects]
    return ibis.memtable(pa.concat_tables([SCHEMA.empty_table(), *parts]))


def _judged(tables: Tables, one: Undertaking) -> pa.Table:
    rows = _rows(tables, one)
    days = rows["day"]
    yesterday = tables.as_of.date() - timedelta(days=1)
    first, last = (pc.min(days).as_py() or yesterday, pc.max(days).as_py() or yesterday)
    until = min(last, yesterday) + timedelta(days=1)
    if reason := _too_little(one.since, first, until):
        return _said(one, reason)
    measure = Measure(where=one.areas, since=one.since, what=one.service, until=until)
    try:
        found = effect(days, rows["service"], rows["area"], measure, zone="UTC")
    except ValueError:  # its sentence is English and for the command; the page has its own
        return _said(one, "few")
    return _told(one, found.summary.to_pylist()[0], found.days)


def _rows(tables: Tables, one: Undertaking) -> pa.Table:
    """Give the day, service and area of appeals, at the levels the project speaks of."""
    facts = tables.facts.filter(_.leads)
    return facts.select(
        day=_.received_on,
        service=facts[f"service_{one.service_level}"].fill_null(""),
        area=facts[one.area_level].fill_null(""),
    ).to_pyarrow()


def _too_little(since: date, first: date, until: date) -> str:
    if (until - since).days < LEAST_AFTER:
        return "early"
    return "short" if (since - first).days < _LEAST_BEFORE else ""


def _said(one: Undertaking, verdict: str) -> pa.Table:
    return pa.Table.from_pylist([{"project": one.project, "verdict": verdict}], schema=SCHEMA)


def _told(one: Undertaking, told: dict[str, Any], days: pa.Table) -> pa.Table:
    whole = {name: told[name] for name in _TOLD} | {"project": one.project}
    rows = [
        whole
        | {"day": day["day"], "after": day["after"], "came": day["observed"]}
        | {"usual": day["expected"], "least": day["low"], "most": day["high"]}
        for day in days.to_pylist()
    ]
    return pa.Table.from_pylist(rows, schema=SCHEMA)


_TYPES: dict[str, Any] = {
    "project": pa.int64(),
    "verdict": pa.string(),
    "observed": pa.int64(),
    "expected": pa.float64(),
    "ratio": pa.float64(),
    "low": pa.float64(),
    "high": pa.float64(),
    "p": pa.float64(),
    "avoided": pa.float64(),
    "avoided_low": pa.float64(),
    "avoided_high": pa.float64(),
    "others": pa.int64(),
    "trials": pa.int64(),
    "trials_fewer": pa.float64(),
    "before": pa.int64(),
    "until": pa.date32(),
    "day": pa.date32(),
    "after": pa.bool_(),
    "came": pa.int64(),
    "usual": pa.float64(),
    "least": pa.int64(),
    "most": pa.int64(),
}
SCHEMA = pa.schema(_TYPES)
