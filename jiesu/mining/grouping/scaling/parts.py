"""Groups of parts that share no problem, such as the cities of a province: each wholly alone."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa

from jiesu.mining.appeals import Appeals, Names
from jiesu.mining.columns import column_of
from jiesu.mining.grouping.api import groups
from jiesu.mining.grouping.clustering.constraints import Pairs
from jiesu.mining.grouping.run import refuse_twice
from jiesu.mining.tables import column


def groups_by(table: pa.Table, names: Names, by: str, same: Pairs, apart: Pairs) -> pa.Table:
    """Give `id, group, role, score, because` in the order of `table`, by parts named in `by`."""
    refuse_twice(column_of(column(table, names.id)))
    found, order = [], []
    for rows in _parts(table, by):
        found.append(part_groups(table.take(rows), names, same, apart))
        order.append(rows)
    return pa.concat_tables(found).take(np.argsort(np.concatenate(order)))


def part_groups(part: pa.Table, names: Names, same: Pairs, apart: Pairs) -> pa.Table:
    """Give the groups of one part, held to the decisions about its appeals."""
    return groups(*Appeals(part, names).columns, same=same, apart=apart)


def _parts(table: pa.Table, by: str) -> Iterator[Any]:
    part = column_of(column(table, by)).dictionary_encode().indices.to_numpy()
    for number in range(part.max() + 1):
        yield np.flatnonzero(part == number)
