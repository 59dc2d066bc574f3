"""Which appeals are one problem, as mining finds it and people decided it."""

from typing import Any

import ibis
import pyarrow as pa
import pyarrow.compute as pc
from ibis.expr.types import Table

from jiesu.insight import decided
from jiesu.insight.storage.engine import Decisions, Tables

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
_FACTS = ("received_on", "unit", "outcome", "lat", "lon")


def run(tables: Tables) -> Table:
    """Give the columns of `groups` and what a page shows of each appeal, group by group.

    `group` is the least id among the members. Pages rely on the order: they read one group alone.
    """
    members = ibis.memtable(_decided(tables.result("groups").to_pyarrow(), tables.decisions))
    facts = tables.facts.select("appeal_id", *_FACTS)
    return members.join(facts, "appeal_id").order_by("group", "appeal_id")


def _decided(found: pa.Table, decisions: Decisions) -> pa.Table:
    """Lay decisions over groups; only those that somebody decided about are gone through."""
    told = [one for members in decisions.together for one in members]
    told += [one for halves in decisions.apart for half in halves for one in half]
    of_told = pc.is_in(found["appeal_id"], value_set=pa.array(told, pa.int64()))
    groups = found["group"].filter(of_told).unique()
    touched = pc.is_in(found["group"], value_set=groups)
    changed = _changed(found.filter(touched), decisions)
    return pa.concat_tables([_numbered(found.filter(pc.invert(touched))), changed])


def _numbered(found: pa.Table) -> pa.Table:
    least = found.group_by("group").aggregate([("appeal_id", "min")])
    place = pc.index_in(found["group"], value_set=least["group"])
    named = found.set_column(1, "group", least["appeal_id_min"].take(place))
    return named.select(_SCHEMA.names).cast(_SCHEMA)


def _changed(found: pa.Table, decisions: Decisions) -> pa.Table:
    mined = {row["appeal_id"]: row for row in found.to_pylist()}
    groups = decided.apply(
        {one: row["group"] for one, row in mined.items()},
        together=decisions.together,
        apart=decisions.apart,
    )
    alone = decided.alone(groups)
    rows = [_row(one, group, mined) for one, group in groups.items() if one not in alone]
    return pa.Table.from_pylist(rows, schema=_SCHEMA)


def _row(appeal_id: int, group: int, mined: dict[int, dict[str, Any]]) -> dict[str, Any]:
    unmined = {"role": "member", "score": 1.0, "because": DECIDED}
    return {**mined.get(appeal_id, unmined), "appeal_id": appeal_id, "group": group}
