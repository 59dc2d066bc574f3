"""How many appeals, by week and everything they can be broken down by."""

from ibis import _
from ibis.expr.types import Table

from jiesu.insight.dimensions import DIMENSIONS, along
from jiesu.insight.storage.engine import Tables


def run(tables: Tables) -> Table:
    """Give (dimension, code, week, appeals, appellants); weeks start on Monday."""
    return along(DIMENSIONS, tables.facts.mutate(week=_.received_on.truncate("W")), _by_week)


def _by_week(rows: Table) -> Table:
    """Count by person first: a set of people for every week and code takes the memory of all."""
    week = ("dimension", "code", "week")
    people = rows.group_by(*week, "appellant").aggregate(appeals=_.count())
    return people.group_by(*week).aggregate(
        appeals=_.appeals.sum().cast("int64"),
        appellants=_.appellant.count(),  # leaves out those whom nobody knows
    )
