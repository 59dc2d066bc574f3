"""Which appeals are one problem: same thing at the same place, or of the same organisation.

Columns in, columns out; `grouping` does the work, and a few rows can also say in words what ties
them to their group.
"""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

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
    fields = [_column(column) for column in texts]
    names = known_ids(ids)
    if not fields or any(len(field) != len(names) for field in fields):
        raise ValueError("ids and every text column must have the same number of rows")
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
    found = table(names, np.arange(len(names)), labels(stream.group, tied), tied, why)
    back = np.empty(len(names), np.int64)
    back[order] = np.arange(len(names))
    return found.take(pa.array(back))


def titles_and_details(fields: list[pa.Array]) -> tuple[pa.Array, pa.Array]:
    """Give (titles, details) of one text column or more, the first the title."""
    if len(fields) == 1:
        return pa.array([""]).take(pa.array(np.zeros(len(fields[0]), np.int64))), fields[0]
    return fields[0], pc.binary_join_element_wise(*fields[1:], pa.scalar("。", pa.large_string()))


def sampled(titles: pa.Array, details: pa.Array) -> tuple[pa.Array, pa.Array]:
    """Give rows to learn the words from: all, or evenly spread ones."""
    if len(titles) <= SAMPLE:
        return titles, details
    some = pa.array(np.linspace(0, len(titles) - 1, SAMPLE).astype(np.int64))
    return titles.take(some), details.take(some)


class Labels(NamedTuple):
    """For every row the number of its group's earliest row, how many it has, whether it speaks."""

    group: npt.NDArray[np.int32]
    size: npt.NDArray[np.int64]
    core: npt.NDArray[np.bool_]


def labels(group: npt.NDArray[np.int32], tied: Tied) -> Labels:
    """Say of rows in groups how large those are, and which members speak for them."""
    size = np.bincount(group, minlength=len(group))[group]
    return Labels(group, size, _cores(group, size, np.where(tied.copied, -1.0, tied.fit)))


def table(names: pa.Array, rows: Any, labels: Labels, tied: Tied, why: pa.Array) -> pa.Table:
    """Write the result for the numbered `rows`; `names` are the ids of all rows."""
    role = np.where(labels.size == 1, 0, np.where(labels.core, 1, 2))
    roles = pa.array(["only", "core", "member"]).take(pa.array(role))
    lead = names.take(pa.array(labels.group))
    return pa.table(
        [names.take(pa.array(rows)), lead, roles, pa.array(tied.tie), why], schema=SCHEMA
    )


def known_ids(column: Column) -> pa.Array:
    """Give ids as strings; raises `DuplicateIdError` where two are equal."""
    names = _column(column)
    counts = names.value_counts()
    twice = counts.filter(pc.greater(counts.field("counts"), 1))
    if len(twice):
        name = twice.field("values")[0].as_py()
        raise DuplicateIdError(f"the id {name} stands in more than one row; ids must be unique")
    return names


def _column(column: Column) -> pa.Array:
    """Give a column as one array of strings; nothing becomes an empty string."""
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks()
    if isinstance(column, pa.Array) and not pa.types.is_nested(column.type):
        return column.cast(pa.large_string()).fill_null("")
    return pa.array(strings(column), pa.large_string())


def _cores(
    group: npt.NDArray[Any], size: npt.NDArray[Any], fit: npt.NDArray[Any]
) -> npt.NDArray[np.bool_]:
    """Mark the `CORE` members of each group of two and more that fit it best."""
    many = np.flatnonzero(size > 1)
    order = many[np.lexsort((-fit[many], group[many]))]
    ranked = group[order]
    starts = np.flatnonzero(np.append(True, ranked[1:] != ranked[:-1])[: len(ranked)])
    rank = np.arange(len(ranked)) - np.repeat(starts, np.diff(np.append(starts, len(ranked))))
    core = np.zeros(len(group), np.bool_)
    core[order] = rank < CORE
    return core
