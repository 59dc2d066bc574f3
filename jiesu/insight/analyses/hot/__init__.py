"""Groups ranked by heat, with what a board shows of each."""

from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.compute as pc
from ibis import _
from ibis.expr.types import Table

from jiesu.insight import decided
from jiesu.insight.engine import Tables
from jiesu.mining.heat import heat
from jiesu.rules.case_facts import Answer
from jiesu.rules.lifecycle import Outcome

# What these say leaves the problem where it was.
_UNSETTLED = {Outcome.NONE, Outcome.PARTLY_RESOLVED, Outcome.CANNOT_ACT, Outcome.NOT_FOUND}
SPANS = (30, 365, 0)  # days looked back; 0: all
_SETTLED = [outcome.value for outcome in Outcome if outcome not in _UNSETTLED]
_GRAVITY = {"emergency": 1.0, "urgent": 0.6, "complex": 0.3}
_SHARED = ("unit", "service_1", "service_2", "service_3", "district", "street")
_KEPT = ("appeal_id", "received_at", "appellant", "lat", "lon", "issue_id", *_SHARED)
Members = list[dict[str, Any]]


def run(tables: Tables) -> Table:
    """Give a row per span and group, hottest first: what `mining.heat` says, and what is shared.

    A group of whom only one spoke in the span is not in it.

    `speaker` is the appeal that speaks for the group; unit, services and areas are those of most of
    its members; `lat` and `lon` are the mean of its places; `issue_id` is that of a confirmed
    issue; `open` counts members not settled; `dismissed` marks what an analyst put aside.
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
    titles = tables.texts.select("appeal_id", "title")
    grouped = tables.result("members").select("appeal_id", "group", "role", "score")
    joined = grouped.join(facts, "appeal_id").left_join(titles, "appeal_id")
    return joined.drop("appeal_id_right").order_by("appeal_id").to_pyarrow()


def _put_aside(tables: Tables, members: pa.Table) -> set[int]:
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
        texts=members["title"],
        area=members["place"],
        open_share=pc.cast(members["open"], pa.float64()),
        severity=members["gravity"],
    )
    ranked = ranked.filter(pc.greater(ranked["appeals"], 1))
    group = pc.cast(ranked["group"], pa.int64())
    ranked = ranked.set_column(0, "group", group)
    shared = _shared(members, group.to_pylist(), aside)
    for field in shared.schema:
        ranked = ranked.append_column(field, shared[field.name])
    return ranked.append_column("span", pa.array([span] * len(group), pa.int32()))


def _shared(members: pa.Table, order: list[int], aside: set[int]) -> pa.Table:
    by_group: dict[int, Members] = defaultdict(list)
    for row in members.to_pylist():
        by_group[row["group"]].append(row)
    rows = [_of_group(by_group[group]) | {"dismissed": group in aside} for group in order]
    return pa.Table.from_pylist(rows, schema=_SCHEMA)


_SCHEMA = pa.schema(
    {
        "speaker": pa.int64(),
        "open": pa.int64(),
        "issue_id": pa.int64(),
        "units": pa.int64(),
        "lat": pa.float64(),
        "lon": pa.float64(),
        **dict.fromkeys(_SHARED, pa.string()),
        "dismissed": pa.bool_(),
    }
)


def _of_group(members: Members) -> dict[str, Any]:
    speaker = max(members, key=lambda row: (row["role"] == "core", row["score"], -row["appeal_id"]))
    return {
        "speaker": speaker["appeal_id"],
        "open": sum(row["open"] for row in members),
        "units": len({row["unit"] for row in members if row["unit"]}),
        "lat": _mean([row["lat"] for row in members]),
        "lon": _mean([row["lon"] for row in members]),
        **{name: _most([row[name] for row in members]) for name in ("issue_id", *_SHARED)},
    }


def _most(values: list[Any]) -> Any:
    known = Counter(value for value in values if value is not None)
    return known.most_common(1)[0][0] if known else None


def _mean(values: list[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None
