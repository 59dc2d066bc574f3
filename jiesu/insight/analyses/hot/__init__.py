"""Groups ranked by heat, with what a board shows of each."""

from datetime import UTC, datetime, timedelta
from typing import Any

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from ibis import _
from ibis.expr.types import Table

from jiesu.insight import decided
from jiesu.insight.storage.engine import Tables
from jiesu.mining.heat.api import heat
from jiesu.rules.lifecycle import Outcome
from jiesu.rules.measuring.case_facts import Answer

# What these say leaves the problem where it was.
_UNSETTLED = {Outcome.NONE, Outcome.PARTLY_RESOLVED, Outcome.CANNOT_ACT, Outcome.NOT_FOUND}
SPANS = (30, 365, 0)  # days looked back; 0: all
_SETTLED = [outcome.value for outcome in Outcome if outcome not in _UNSETTLED]
_GRAVITY = {"emergency": 1.0, "urgent": 0.6, "complex": 0.3}
_SHARED = ("unit", "service_1", "service_2", "service_3", "district", "street")
_KEPT = ("appeal_id", "received_at", "appellant", "lat", "lon", "issue_id", *_SHARED)


def run(tables: Tables) -> Table:
    """Give a row per span and group, hottest first: what `mining.heat` says, and what is shared.

    Pages rely on that order: they stop reading where they have what they show.

    A group of whom only one spoke in the span is not in it.

    `speaker` is the appeal that speaks for the group; unit, services and areas are those of most of
    its members; `lat` and `lon` are the mean of its places; `issue_id` is that of a confirmed
    issue; `open` counts members not solved; `dismissed` marks what an analyst put aside.
    """
    members = _members(tables)
    now = _latest(tables)
    aside = _put_aside(tables, members)
    parts = [_ranked(members, span, now, aside) for span in SPANS]
    # A span in which nobody spoke has columns of other numbers.
    return ibis.memtable(pa.concat_tables(parts, promote_options="permissive"))


def _latest(tables: Tables) -> datetime:
    """Give the instant heat is judged at: not later than a day after the last appeal.

    So a city whose past was imported is seen as it stood, and not as cold.
    """
    asked = tables.as_of.astimezone(UTC).replace(tzinfo=None)
    last = tables.facts.aggregate(last=_.received_at.max()).to_pyarrow()["last"][0].as_py()
    return min(asked, last + timedelta(days=1)) if last else asked


def _members(tables: Tables) -> pa.Table:
    facts = tables.facts.select(
        *_KEPT,
        open=~(_.outcome.isin(_SETTLED) & (_.answer != Answer.NOT_SOLVED.value)),
        gravity=_.urgency.cases(*_GRAVITY.items(), else_=0.0),
        place=ibis.coalesce(_.community, _.street, _.district),
    )
    titles = tables.texts.select("appeal_id", said=_.title + "\n" + _.text)
    grouped = tables.result("members").select("appeal_id", "group", "role", "score")
    joined = grouped.join(facts, "appeal_id").left_join(titles, "appeal_id")
    return joined.drop("appeal_id_right").order_by("appeal_id").to_pyarrow()


def _put_aside(tables: Tables, members: pa.Table) -> set[int]:
    if not tables.decisions.dismissed:
        return set()
    columns = (members["appeal_id"].to_pylist(), members["group"].to_pylist())
    return decided.dismissed(dict(zip(*columns, strict=True)), tables.decisions.dismissed)


def _ranked(members: pa.Table, span: int, now: datetime, aside: set[int]) -> pa.Table:
    if span:
        since = pa.scalar(now - timedelta(days=span), members["received_at"].type)
        members = members.filter(pc.greater_equal(members["received_at"], since))
    ranked = heat(
        members["group"],
        members["received_at"],
        now=now,
        people=members["appellant"],
        texts=members["said"],
        area=members["place"],
        open_share=pc.cast(members["open"], pa.float64()),
        severity=members["gravity"],
    )
    ranked = ranked.filter(pc.greater(ranked["appeals"], 1))
    group = pc.cast(ranked["group"], pa.int64()).combine_chunks()
    ranked = ranked.set_column(0, "group", group)
    for name, column in _shared(members, group).items():
        ranked = ranked.append_column(name, column)
    dismissed = pc.is_in(group, value_set=pa.array(sorted(aside), pa.int64()))
    ranked = ranked.append_column("dismissed", dismissed)
    return ranked.append_column("span", pa.array([span] * len(group), pa.int32()))


def _shared(members: pa.Table, groups: pa.Array) -> dict[str, Any]:
    """Give columns of what the members of `groups` share, in their order."""
    speaks = members.append_column("core", pc.equal(members["role"], "core"))
    speaker = _first_of_each(speaks, ("core", "descending"), ("score", "descending"), _EARLIEST)
    summed = members.group_by("group").aggregate(
        [("open", "sum"), ("unit", "count_distinct"), ("lat", "mean"), ("lon", "mean")]
    )
    known = (
        ("speaker", speaker, "appeal_id"),
        ("open", summed, "open_sum"),
        ("units", summed, "unit_count_distinct"),
        ("lat", summed, "lat_mean"),
        ("lon", summed, "lon_mean"),
        *((name, _commonest(members, name), name) for name in ("issue_id", *_SHARED)),
    )
    return {name: _beside(groups, table, column) for name, table, column in known}


_EARLIEST = ("appeal_id", "ascending")


def _commonest(members: pa.Table, name: str) -> pa.Table:
    """Give of each group the value that most have, of equals the earliest; none where unknown."""
    known = members.filter(pc.is_valid(members[name])).group_by(["group", name])
    counted = known.aggregate([("appeal_id", "count"), ("appeal_id", "min")])
    earliest = ("appeal_id_min", "ascending")
    return _first_of_each(counted, ("appeal_id_count", "descending"), earliest)


def _first_of_each(rows: pa.Table, *order: tuple[str, str]) -> pa.Table:
    rows = rows.sort_by([("group", "ascending"), *order])
    group = rows["group"].to_numpy()
    return rows.filter(pa.array(np.append(True, group[1:] != group[:-1])[: len(group)]))


def _beside(groups: pa.Array, table: pa.Table, column: str) -> Any:
    """Give a column of `table`, which has a group once, in the order of `groups`."""
    return table[column].take(pc.index_in(groups, value_set=table["group"]))
