"""Which groups may be the same problem as another: what an analyst may want to merge."""

import contextlib
from collections.abc import Iterator

import ibis
import numba
import pyarrow as pa
from ibis import _
from ibis.expr.types import Table

from jiesu.insight.storage.engine import Tables
from jiesu.mining.similar.api import Index

COMPARED = 2000  # groups, the hottest of all days
_SHOWN = 5
_LEAST = 0.2  # likelihood
_SCHEMA = pa.schema({"group": pa.int64(), "other": pa.int64(), "score": pa.float32()})


def run(tables: Tables) -> Table:
    """Give (group, other, score): for each of the hottest groups the groups most like it.

    Compared is what the speakers of the groups say; `score` is how likely it is one problem.
    """
    hottest = tables.result("hot").filter(_.span == 0, ~_.dismissed).order_by(_.heat.desc())
    groups = hottest.select("group", "speaker").limit(COMPARED)
    texts = tables.texts.select("title", "text", speaker=_.appeal_id)
    rows = groups.join(texts, "speaker").order_by("group").to_pyarrow()
    with _one_thread():
        pairs = _pairs(rows)
    return ibis.memtable(pa.Table.from_pylist(pairs, schema=_SCHEMA))


@contextlib.contextmanager
def _one_thread() -> Iterator[None]:
    """Keep kernels to one thread: a question is so short that others only wait for each other."""
    before = numba.get_num_threads()
    numba.set_num_threads(1)
    try:
        yield
    finally:
        numba.set_num_threads(before)


def _pairs(rows: pa.Table) -> list[dict[str, object]]:
    index = Index()
    index.add(rows["group"], [rows["title"], rows["text"]])
    return [
        {"group": row["group"], "other": match.id, "score": match.score}
        for row in rows.to_pylist()
        for match in index.query([row["title"], row["text"]], limit=_SHOWN + 1)
        if match.id != row["group"] and match.score >= _LEAST
    ]
