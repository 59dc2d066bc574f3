"""Which appeals are one problem, as mining finds it."""

import ibis
import pyarrow as pa
import pyarrow.compute as pc
from ibis import _
from ibis.expr.types import Table

from jiesu.insight.engine import Tables
from jiesu.mining.columns import Place
from jiesu.mining.groups import groups

MOST = 1_000_000  # appeals looked at, the latest ones: mining holds their sketches in memory


def run(tables: Tables) -> Table:
    """Give (appeal_id, group, role, score, because) of all appeals that are not alone.

    `group` is the id of its earliest appeal; `because` is that of `mining.reasons`.
    """
    texts = tables.texts.select("appeal_id", "title", "text")
    told = tables.facts.select("appeal_id", "received_at", "lat", "lon", "community").join(
        texts, "appeal_id"
    )
    rows = told.order_by(_.received_at.desc(), _.appeal_id).limit(MOST).to_pyarrow()
    texts_of = [rows["title"], rows["text"]]
    found = groups(
        rows["appeal_id"],
        texts_of,
        rows["received_at"],
        Place(rows["lat"], rows["lon"], rows["community"]),
    )
    found = found.filter(pc.not_equal(found["role"], "only"))
    numbers = [pc.cast(found[name], pa.int64()) for name in ("id", "group")]
    rest = ("role", "score", "because")
    columns = [*numbers, *(found[name] for name in rest)]
    return ibis.memtable(pa.table(columns, names=["appeal_id", "group", *rest]))
