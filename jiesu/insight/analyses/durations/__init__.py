"""How long each stage takes, as median and nine tenths."""

import ibis
from ibis import _
from ibis.expr.types import Table

from jiesu.insight.cases import seconds
from jiesu.insight.dimensions import along, one_by_one
from jiesu.insight.storage.engine import Tables

DIMENSIONS = ("all", "service_1", "district", "unit")
# Stage: the columns it runs from and to.
STAGES = {
    "accept": ("received_at", "accepted_at"),
    "dispatch": ("accepted_at", "dispatched_at"),
    "sign": ("dispatched_at", "signed_at"),
    "first_contact": ("dispatched_at", "contacted_at"),
    "reply": ("dispatched_at", "replied_at"),
    "whole": ("received_at", "completed_at"),
}
_HOUR = 3600


def run(tables: Tables) -> Table:
    """Give (dimension, code, month, stage, work_orders, median, nine_tenths); times in hours."""
    rows = tables.facts.filter(_.leads).mutate(month=_.received_on.truncate("M"))
    return one_by_one(
        along((dimension,), _timed(rows, stage, *ends), _summary)
        for dimension in DIMENSIONS
        for stage, ends in STAGES.items()
    )


def _timed(rows: Table, stage: str, start: str, end: str) -> Table:
    hours = seconds(rows[start], rows[end]) / _HOUR
    timed = rows.select("service_1", "district", "unit", "month", hours=hours)
    # A stage taken back and done again may seem to end before it began.
    return timed.filter(_.hours >= 0).mutate(stage=ibis.literal(stage))


def _summary(rows: Table) -> Table:
    return rows.group_by("dimension", "code", "month", "stage").aggregate(
        work_orders=_.count(), median=_.hours.quantile(0.5), nine_tenths=_.hours.quantile(0.9)
    )
