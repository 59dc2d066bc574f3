"""Which appeals are one problem: same thing at the same place, or of the same organisation.

Columns in, columns out; `grouping` does the work, and a few rows can also say in words what ties
them to their group.
"""

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from jiesu.mining.columns import Column, Texts, days, floats, strings
from jiesu.mining.grouping.language import SAMPLE, learn
from jiesu.mining.grouping.reading import told
from jiesu.mining.grouping.stream import Stream, Tied
from jiesu.mining.grouping.words import Said, reasons

SCHEMA = pa.schema(
    {
        "id": pa.string(),
        "group": pa.string(),
        "role": pa.string(),
        "score": pa.float32(),
        "because": pa.string(),
    }
)
CORE = 3  # appeals of a group that speak for it


class DuplicateIdError(ValueError):
    """Two rows carry one id, so a group could not say which it holds."""


def groups(
    ids: Column,
    texts: Texts,
    times: Column | None = None,
    lat: Column | None = None,
    lon: Column | None = None,
) -> pa.Table:
    """Give the table `id, group, role, score, because`, in the order of `ids`.

    `texts` holds one column (text) or more (title, details). `group` is the id of the group's
    earliest appeal; `role` is core, member or only; `score` in [0, 1] is the evidence of the
    strongest tie to another member, `because` its words (see `reasons`). Raises `DuplicateIdError`
    for a repeated id and `ValueError` for columns of unequal length.
    """
    names = _column(ids)
    fields = [_column(column) for column in texts]
    _check(names, fields)
    at = days(times, len(names))
    order = np.argsort(np.nan_to_num(at, nan=-np.inf), kind="stable")
    place = np.column_stack([floats(lat, len(names)), floats(lon, len(names))])
    titles, details = (column.take(pa.array(order)) for column in titles_and_details(fields))
    language = learn(*sampled(titles, details))
    said = told(titles, details, language)
    stream = Stream(len(names), len(said.gram))
    tied = stream.join(said, at[order], place[order])
    names = names.take(pa.array(order))
    why = reasons(Said(titles, details, said, at[order]), tied, names)
    found = table(names, stream.group, tied, why)
    back = np.empty(len(names), np.int64)
    back[order] = np.arange(len(names))
    return found.take(pa.array(back))


def titles_and_details(fields: list[pa.Array]) -> tuple[pa.Array, pa.Array]:
    """Give (titles, details) of one text column or more, the first the title."""
    import pyarrow.compute as pc

    if len(fields) == 1:
        return pa.array([""]).take(pa.array(np.zeros(len(fields[0]), np.int64))), fields[0]
    return fields[0], pc.binary_join_element_wise(*fields[1:], "。")


def sampled(titles: pa.Array, details: pa.Array) -> tuple[pa.Array, pa.Array]:
    """Give rows to learn the words from: all, or evenly spread ones."""
    if len(titles) <= SAMPLE:
        return titles, details
    some = pa.array(np.linspace(0, len(titles) - 1, SAMPLE).astype(np.int64))
    return titles.take(some), details.take(some)


def table(names: pa.Array, group: Any, tied: Tied, why: pa.Array) -> pa.Table:
    """Write the result for rows in the order of time."""
    size = np.bincount(group, minlength=len(group))[group]
    core = _cores(group, np.where(tied.copied, -1.0, tied.fit))
    role = np.where(size == 1, 0, np.where(core, 1, 2))
    roles = pa.array(["only", "core", "member"]).take(pa.array(role))
    return pa.table(
        [names, names.take(pa.array(group)), roles, pa.array(tied.tie), why], schema=SCHEMA
    )


def _column(column: Column) -> pa.Array:
    """Give a column as one array of strings; nothing becomes an empty string."""
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks()
    if isinstance(column, pa.Array) and not pa.types.is_nested(column.type):
        return column.cast(pa.large_string()).fill_null("")
    return pa.array(strings(column), pa.large_string())


def _check(names: pa.Array, fields: list[pa.Array]) -> None:
    if not fields or any(len(field) != len(names) for field in fields):
        raise ValueError("ids and every text column must have the same number of rows")
    counts = names.value_counts()
    twice = counts.filter(pa.compute.greater(counts.field("counts"), 1))
    if len(twice):
        name = twice.field("values")[0].as_py()
        raise DuplicateIdError(f"the id {name} stands in more than one row; ids must be unique")


def _cores(group: npt.NDArray[Any], fit: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    """Mark the `CORE` members of each group that fit it best."""
    order = np.lexsort((-fit, group))
    ranked = group[order]
    starts = np.flatnonzero(np.concatenate(([True], ranked[1:] != ranked[:-1])))
    rank = np.arange(len(ranked)) - np.repeat(starts, np.diff(np.append(starts, len(ranked))))
    core = np.zeros(len(group), np.bool_)
    core[order] = rank < CORE
    return core
