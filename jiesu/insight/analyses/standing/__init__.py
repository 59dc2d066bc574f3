"""What is still owed, and what is late."""

from datetime import UTC, timedelta

import ibis
from ibis import _
from ibis.expr.types import Table

from jiesu.insight.dimensions import DIMENSIONS, along
from jiesu.insight.storage.engine import Tables
from jiesu.rules.lifecycle import OPEN

_SOON = timedelta(hours=24)


def run(tables: Tables) -> Table:
    """Give (dimension, code, open, overdue, soon): work orders open, unanswered past due, due soon.

    Due is the reply, with the extensions granted; `soon` is within a day.
    """
    now = tables.as_of.astimezone(UTC).replace(tzinfo=None)
    rows = tables.facts.filter(_.leads, _.state.isin([state.value for state in OPEN]))
    waits = rows.replied_at.isnull() & rows.due_at.notnull()
    late = waits & (rows.due_at < ibis.literal(now))
    soon = waits & ~late & (rows.due_at < ibis.literal(now + _SOON))
    return along(DIMENSIONS, rows.mutate(late=late, soon=soon), _summary)


def _summary(part: Table) -> Table:
    return part.group_by("dimension", "code").aggregate(
        open=_.count(), overdue=_.late.sum(), soon=_.soon.sum()
    )
