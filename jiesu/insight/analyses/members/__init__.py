"""Which appeals are one problem, as mining finds it and people decided it."""

import ibis
import pyarrow as pa
from ibis.expr.types import Table

from jiesu.insight import decided
from jiesu.insight.engine import Tables

DECIDED = "decided"  # the reason of a member that a person put in the group
_SCHEMA = pa.schema(
    {
        "appeal_id": pa.int64(),
        "group": pa.int64(),
        "role": pa.string(),
        "score": pa.float32(),
        "because": pa.string(),
    }
)


def run(tables: Tables) -> Table:
    """Give the columns of `groups`; `group` is the least id among the members."""
    found = tables.result("groups").to_pyarrow()
    mined = {row["appeal_id"]: row for row in found.to_pylist()}
    groups = decided.apply(
        {one: row["group"] for one, row in mined.items()},
        together=tables.decisions.together,
        apart=tables.decisions.apart,
    )
    alone = decided.alone(groups)
    rows = [_row(one, group, mined) for one, group in groups.items() if one not in alone]
    return ibis.memtable(pa.Table.from_pylist(rows, schema=_SCHEMA))


def _row(appeal_id: int, group: int, mined: dict[int, dict[str, object]]) -> dict[str, object]:
    unmined = {"role": "member", "score": 1.0, "because": DECIDED}
    return {**mined.get(appeal_id, unmined), "appeal_id": appeal_id, "group": group}
