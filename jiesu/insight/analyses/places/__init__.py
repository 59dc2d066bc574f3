"""How many appeals came from each area and each cell of the last days."""

from datetime import date, timedelta

import h3
import ibis
import pyarrow as pa
import pyarrow.compute as pc
from ibis import _
from ibis.expr.types import Table

from jiesu.insight.dimensions import along, stacked
from jiesu.insight.spans import ends_on
from jiesu.insight.storage.engine import Tables

SPANS = (7, 30, 90, 365, 0)  # days looked back; 0: all
AREAS = ("district", "street", "community")
CELL = "h3"
MOST = 5000  # cells of a span; more are too fine to be drawn


def run(tables: Tables) -> Table:
    """Give (days, dimension, code, appeals), the last of the days being `spans.ends_on`.

    Dimensions are those of `AREAS` and the cells, which are the coarser the more there are. The
    code of what is not known is empty; appeals without a place are in no cell.
    """
    last = tables.facts.aggregate(last=_.received_on.max()).to_pyarrow()["last"][0].as_py()
    end = ends_on(last, tables.as_of.date())
    found = stacked([_counted(tables.facts, span, end) for span in SPANS]).to_pyarrow()
    in_cells = pc.equal(found["dimension"], CELL)
    parts = [found.filter(pc.invert(in_cells)), _coarse(found.filter(in_cells))]
    return ibis.memtable(pa.concat_tables(parts))


def _counted(facts: Table, span: int, end: date) -> Table:
    rows = facts.filter(_.received_on <= end)
    if span:
        rows = rows.filter(_.received_on > end - timedelta(days=span))
    counted = along((*AREAS, CELL), rows, _summary)
    return counted.select(ibis.literal(span, "int32").name("days"), "dimension", "code", "appeals")


def _summary(part: Table) -> Table:
    return part.group_by("dimension", "code").aggregate(appeals=_.count())


def _coarse(cells: pa.Table) -> pa.Table:
    parts = [cells.filter(pc.equal(cells["days"], span)) for span in SPANS]
    return pa.concat_tables([_coarser(part) for part in parts])


def _coarser(cells: pa.Table) -> pa.Table:
    """Add cells up into larger ones until they are few enough."""
    cells = cells.filter(pc.not_equal(cells["code"], ""))
    while cells.num_rows > MOST:
        parents = pa.array([h3.cell_to_parent(cell) for cell in cells["code"].to_pylist()])
        rows = cells.set_column(2, "code", parents)
        added = rows.group_by(["days", "dimension", "code"]).aggregate([("appeals", "sum")])
        cells = added.rename_columns(cells.column_names).cast(cells.schema)
    return cells
