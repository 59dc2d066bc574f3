"""The published measures by month and unit, as two counts each."""

import ibis
from ibis.expr.types import BooleanColumn, Table

from jiesu.insight.cases import cases
from jiesu.insight.storage.engine import Tables
from jiesu.rules.measuring.measures import ANSWERED, ASKED, MEASURES, Measure

# Nothing in casework escalates yet, so its rate would be a made-up zero.
REPORTED = tuple(code for code in MEASURES if code != "escalation_rate")


def run(tables: Tables) -> Table:
    """Give (month, unit, then `numerator_…` and `denominator_…` of every measure reported).

    `month` is that of receipt. What an appellant answered counts for each appeal, what the unit did
    once for the work order.
    """
    rows = cases(tables.facts, tables.as_of)
    counts = {}
    for code in REPORTED:
        measure = MEASURES[code]
        counts_here = counted(rows, measure)
        counts[f"numerator_{code}"] = (measure.numerator(rows) & counts_here).sum()
        counts[f"denominator_{code}"] = (measure.denominator(rows) & counts_here).sum()
    return rows.group_by("month", "unit").aggregate(**counts).order_by("month", "unit")


def counted(rows: Table, measure: Measure) -> BooleanColumn:
    """Tell which cases `measure` counts: all that were asked, else one for each work order.

    A first contact is asked for only where a clock for it ran: imported cases never had one.
    """
    measure = MEASURES[measure.code.removesuffix("_without_excluded")]
    if measure.among in (ASKED, ANSWERED):
        return ibis.literal(value=True)
    return rows.leads & rows.contact_promised if measure.code == "response_rate" else rows.leads
