"""How many appeals, by week and everything they can be broken down by."""

from ibis import _
from ibis.expr.types import Table

from jiesu.insight.dimensions import DIMENSIONS, along
from jiesu.insight.engine import Tables


def run(tables: Tables) -> Table:
    """Give (dimension, code, week, appeals, appellants); weeks start on Monday."""
    return along(DIMENSIONS, tables.facts.mutate(week=_.received_on.truncate("W")), _by_week)


def _by_week(rows: Table) -> Table:
    return rows.group_by("dimension", "code", "week").aggregate(
        # Engines disagree whether nobody is somebody.
        appeals=_.count(),
        appellants=_.appellant.nunique(where=_.appellant.notnull()),
    )
