"""Which appeals are one problem: same thing at the same place, or of the same organisation.

Columns in, columns out; `grouping` does the work, and a few rows can also say in words what ties
them to their group.
"""

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from jiesu.mining.appeals import Appeals
from jiesu.mining.columns import (
    NOWHERE,
    Column,
    Place,
    Texts,
    column_of,
    days,
    titles_and_details,
)
from jiesu.mining.grouping.clustering.constraints import ContradictionError, Pairs
from jiesu.mining.grouping.clustering.window import positions_of
from jiesu.mining.grouping.result_table import CORE, SCHEMA
from jiesu.mining.grouping.run import AppealBatch, DuplicateIdError, Run
from jiesu.mining.text.grams.language import SAMPLE, learn

__all__ = [
    "CORE",
    "SCHEMA",
    "ContradictionError",
    "DuplicateIdError",
    "begin_run",
    "group_appeals",
    "groups",
    "in_time_order",
]


def groups(
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
    appeals, order = in_time_order(ids, texts, times, place)
    run = begin_run(appeals, rows=len(order))
    run.decide(same, apart)
    return run.table(run.join(appeals)).take(pa.array(np.argsort(order)))


def begin_run(appeals: AppealBatch, **room: int) -> Run:
    """Begin a run with the words of some appeals: of all, or of evenly spread ones."""
    titles, details = appeals.titles, appeals.details
    if len(titles) > SAMPLE:
        some = pa.array(np.linspace(0, len(titles) - 1, SAMPLE).astype(int))
        titles, details = titles.take(some), details.take(some)
    return Run(learn(titles, details), len(titles), **room)


def in_time_order(
    ids: Column, texts: Texts, times: Column | None = None, place: Place = NOWHERE
) -> tuple[AppealBatch, npt.NDArray[np.int64]]:
    """Give columns as appeals in the order of time, unknown times first, and the order."""
    fields, names = [column_of(column) for column in texts], column_of(ids)
    if not fields or any(len(field) != len(names) for field in fields):
        raise ValueError("ids and every text column must have the same number of rows")
    at = days(times, len(names))
    order: npt.NDArray[np.int64] = np.argsort(np.nan_to_num(at, nan=-np.inf), kind="stable")
    appeals = AppealBatch(names, *titles_and_details(fields), positions_of(at, place))
    return appeals if (np.diff(order) == 1).all() else appeals.rows(order), order


def group_appeals(appeals: Appeals) -> pa.Table:
    """Group the rows of a file (see `groups`)."""
    return groups(*appeals.columns)
