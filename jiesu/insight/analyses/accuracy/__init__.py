"""How right the machine was, as counts that can be added up."""

import ibis
from ibis import _
from ibis.expr.types import IntegerValue, Table

from jiesu.insight.storage.engine import Tables

BINS = 10  # of confidence, each a tenth wide


def run(tables: Tables) -> Table:
    """Give (month, subject, version, bin, asked, right, among, confidence) of what was decided.

    `month` is that of the decision; `bin` is a tenth of confidence from 0 to 9, or -1 where none is
    known. `asked` counts questions, `right` those whose first proposal was taken, `among` those
    where any was; `confidence` is the sum of that of the first.
    """
    first = tables.proposals.filter(_.place == 1)
    rows = first.mutate(
        month=_.decided_on.truncate("M"),
        version=_.model_version,
        bin=tenth(first),
    )
    return rows.group_by("month", "subject", "version", "bin").aggregate(
        asked=_.count(),
        right=_.accepted.cast("int64").sum(),
        among=_.among.cast("int64").sum(),
        confidence=_.confidence.sum(),
    )


def tenth(rows: Table) -> IntegerValue:
    """Give the tenth of confidence each of the proposals lies in, -1 where none is known."""
    floor = (rows.confidence * BINS).floor().cast("int64")
    return ibis.ifelse(rows.confidence.isnull(), -1, ibis.least(floor, BINS - 1))
