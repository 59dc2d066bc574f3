"""What figures are broken down by."""

from collections.abc import Callable, Iterable
from functools import reduce

import ibis
import pyarrow as pa
from ibis.expr.types import Table

# Broken down by nothing, then by columns of the facts; the names are stored in results.
EVERYTHING = "all"
DIMENSIONS = (
    EVERYTHING,
    "channel",
    "kind",
    "service_1",
    "service_2",
    "service_3",
    "district",
    "street",
    "community",
    "unit",
)


def along(dimensions: tuple[str, ...], rows: Table, summary: Callable[[Table], Table]) -> Table:
    """Stack what `summary` makes of `rows` by each dimension.

    `summary` gets the rows with the columns `dimension` and `code` and groups by both; the code of
    what is not known, and of everything, is empty.
    """
    return stacked([summary(_coded(rows, dimension)) for dimension in dimensions])


def stacked(parts: list[Table]) -> Table:
    """Put tables of the same columns one under another."""
    return reduce(lambda above, below: above.union(below), parts)


def one_by_one(parts: Iterable[Table]) -> Table:
    """Put tables one under another, each computed before the next: none holds memory for another.

    That matters where a part keeps all its values to the end, as quantiles do.
    """
    return ibis.memtable(pa.concat_tables([part.to_pyarrow() for part in parts]))


def _coded(rows: Table, dimension: str) -> Table:
    code = ibis.literal("") if dimension == EVERYTHING else rows[dimension].fill_null("")
    return rows.mutate(dimension=ibis.literal(dimension), code=code)
