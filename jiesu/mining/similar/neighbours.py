"""A file of appeals asked about itself: what a draft, or each of its rows, resembles."""

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import pyarrow as pa

from jiesu.mining.appeals import Appeals
from jiesu.mining.columns import days, floats, strings
from jiesu.mining.similar.api import Index


def index_of(appeals: Appeals) -> Index:
    """Build the index of a file; an appeal is known by the number of its row."""
    index = Index()
    index.add(np.arange(appeals.table.num_rows), appeals.texts, *appeals.when_and_where)
    return index


def nearest(
    index: Index, appeals: Appeals, draft: str, limit: int
) -> Iterable[tuple[str, float, str]]:
    """Give (id, score, because) of the likeliest appeals for a draft."""
    ids = strings(appeals.ids)
    for match in index.query([draft], limit=limit):
        yield ids[match.id], match.score, _with(match.because, ids[match.id])


def neighbours(
    index: Index, appeals: Appeals, limit: int, *, show: Callable[[Iterable[Any]], Iterable[Any]]
) -> pa.Table:
    """Give `id, rank, similar, score, because` of the likeliest others of every row."""
    ids = strings(appeals.ids)
    found: list[tuple[str, int, str, float, str]] = []
    for row, question in enumerate(show(list(asked(appeals)))):
        others = [match for match in index.query(**question, limit=limit + 1) if match.id != row]
        found += [
            (ids[row], rank, ids[one.id], one.score, _with(one.because, ids[one.id]))
            for rank, one in enumerate(others[:limit], 1)
        ]
    columns = list(zip(*found, strict=True)) or [()] * 5
    return pa.table(
        [list(column) for column in columns], ["id", "rank", "similar", "score", "because"]
    )


def asked(appeals: Appeals) -> Iterable[dict[str, Any]]:
    """Give every row as the question that it would have been."""
    rows = appeals.table.num_rows
    time, lat, lon = appeals.when_and_where
    at = (days(time, rows) * 86_400e3).astype("datetime64[ms]")
    where = zip(floats(lat, rows).tolist(), floats(lon, rows).tolist(), strict=True)
    texts = zip(*map(strings, appeals.texts), strict=True)
    for said, when, (north, east) in zip(texts, at, where, strict=True):
        yield {"texts": said, "time": when, "lat": north, "lon": east}


def _with(why: str, name: str) -> str:
    """Name the partner as the file does."""
    return f"{why.rpartition('with:')[0]}with:{name}"
