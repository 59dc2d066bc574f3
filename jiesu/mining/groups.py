"""Which appeals are one problem: same thing at the same place, or of the same organisation.

Columns in, columns out; `grouping` does the work, and a few rows can also say in words what ties
them to their group.
"""

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from jiesu.mining.columns import NOWHERE, Column, Place, Texts, days, strings
from jiesu.mining.grouping.decisions import ContradictionError, Pairs
from jiesu.mining.grouping.language import SAMPLE, learn
from jiesu.mining.grouping.results import CORE, SCHEMA
from jiesu.mining.grouping.run import Appeals, DuplicateIdError, Run
from jiesu.mining.grouping.window import whereabouts

__all__ = ["CORE", "SCHEMA", "ContradictionError", "DuplicateIdError", "begun", "groups", "ordered"]


def groups(  # noqa: PLR0913  (columns, one by one)
    ids: Column,
    texts: Texts,
    times: Column | None = None,
    place: Place = NOWHERE,
    *,
    same: Pairs = (),
    apart: Pairs = (),
) -> pa.Table:
    """Give the table `id, group, role, score, because`, in the order of `ids`.

    `texts` holds one column (text) or more (title, details). `group` is the id of the group's
    earliest appeal; `role` is core, member or only; `score` in [0, 1] is the evidence of the
    strongest tie to another member, `because` its words (see `reasons`). Pairs of ids in `same`
    are in one group, pairs in `apart` never are. Raises `DuplicateIdError` for a repeated id,
    `ContradictionError` for pairs that cannot hold together, and `ValueError` for columns of
    unequal length.
    """
    appeals, order = ordered(ids, texts, times, place)
    run = begun(appeals, rows=len(order))
    run.decide(same, apart)
    return run.table(run.join(appeals)).take(pa.array(np.argsort(order)))


def begun(appeals: Appeals, **room: int) -> Run:
    """Begin a run with the words of some appeals: of all, or of evenly spread ones."""
    titles, details = appeals.titles, appeals.details
    if len(titles) > SAMPLE:
        some = pa.array(np.linspace(0, len(titles) - 1, SAMPLE).astype(int))
        titles, details = titles.take(some), details.take(some)
    return Run(learn(titles, details), len(titles), **room)


def ordered(
    ids: Column, texts: Texts, times: Column | None = None, place: Place = NOWHERE
) -> tuple[Appeals, npt.NDArray[np.int64]]:
    """Give columns as appeals in the order of time, unknown times first, and the order."""
    fields, names = [column_of(column) for column in texts], column_of(ids)
    if not fields or any(len(field) != len(names) for field in fields):
        raise ValueError("ids and every text column must have the same number of rows")
    at = days(times, len(names))
    order: npt.NDArray[np.int64] = np.argsort(np.nan_to_num(at, nan=-np.inf), kind="stable")
    appeals = Appeals(names, *titles_and_details(fields), whereabouts(at, place))
    return appeals if (np.diff(order) == 1).all() else appeals.rows(order), order


def titles_and_details(fields: list[pa.Array]) -> tuple[pa.Array, pa.Array]:
    """Give (titles, details) of one text column or more, the first the title."""
    if len(fields) == 1:
        return pa.array([""]).take(pa.array(np.zeros(len(fields[0]), np.int64))), fields[0]
    return fields[0], pc.binary_join_element_wise(*fields[1:], pa.scalar("。", pa.large_string()))


def column_of(column: Column) -> pa.Array:
    """Give a column as one array of strings; nothing becomes an empty string."""
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks()
    if isinstance(column, pa.Array) and not pa.types.is_nested(column.type):
        return column.cast(pa.large_string()).fill_null("")
    return pa.array(strings(column), pa.large_string())
