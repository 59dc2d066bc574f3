"""Today beside the same weekday of the four weeks before, up to the same hour."""

from datetime import time, timedelta

import ibis
from ibis import _
from ibis.expr.types import IntegerColumn, Table

from jiesu.insight.dimensions import DIMENSIONS, along
from jiesu.insight.storage.engine import Tables

_WEEKS = range(1, 5)
_FULL = 24


def run(tables: Tables) -> Table:
    """Give (dimension, code, day, hour, appeals, by_hour, usual, least, most).

    `by_hour` counts today before the full hour `hour`; `usual`, `least` and `most` count the same
    weekday before that hour, over those of the four weeks in which anything was received. The last
    instant of a day stands for the whole of it: `hour` is 24.
    """
    today, clock = tables.as_of.date(), tables.as_of.time()
    hour = _FULL if clock == time.max else clock.hour
    days = [today - timedelta(weeks=week) for week in (0, *_WEEKS)]
    rows = tables.facts.filter(_.received_on.isin(days)).mutate(early=_.received_hour < hour)
    known = rows.filter(_.received_on != today).aggregate(weeks=_.received_on.nunique())

    def summary(part: Table) -> Table:
        weeks = {f"week_{n}": _count(part, days[n]) for n in _WEEKS}
        counted = part.group_by("dimension", "code").aggregate(
            appeals=(_.received_on == today).sum(), by_hour=_count(part, today), **weeks
        )
        before = [counted[name] for name in weeks]
        return counted.mutate(
            sum=sum(before[1:], before[0]), least=ibis.least(*before), most=ibis.greatest(*before)
        ).drop(*weeks)

    summed = along(DIMENSIONS, rows, summary).cross_join(known)
    return summed.mutate(
        usual=_.sum / _.weeks.nullif(0), day=ibis.literal(today), hour=ibis.literal(hour)
    ).drop("sum", "weeks")


def _count(rows: Table, day: object) -> IntegerColumn:
    return ((rows.received_on == day) & rows.early).sum()
