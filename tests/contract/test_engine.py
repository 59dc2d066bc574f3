"""Every analysis gives its expected table on every engine; one fixture store for all.

A new analysis adds `tests/contract/engine/<name>.json`, with the columns that matter; a new engine
adds one line to `ENGINES`.
"""

import importlib
import json
import pkgutil
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest

from jiesu.casework.issues.measures_taken import Undertaking
from jiesu.insight import analyses
from jiesu.insight.storage import engine, results, store
from jiesu.insight.storage.engine import Decisions

ENGINES = ("duckdb://", "polars://")
NAMES = [module.name for module in pkgutil.iter_modules(analyses.__path__)]
HERE = Path(__file__).parent / "engine"
NOW = datetime(2026, 3, 30, 14, 20, tzinfo=ZoneInfo("Asia/Shanghai"))
MONDAY = datetime(2026, 3, 2)  # noqa: DTZ001  (columns hold UTC without a zone)

# An analyst found that the machine joined two buildings.
DECIDED = Decisions(
    apart=[([1, 2], [15, 16])],
    projects=[
        Undertaking(1, "city", 1, ("east",), "district", date(2025, 12, 1)),
        Undertaking(2, "city", 1, ("east",), "district", date(2026, 2, 20)),
    ],
)


def hours(count: float) -> datetime:
    return MONDAY + timedelta(hours=count)


HANDLED = {
    "unit": "water",
    "accepted_at": hours(1),
    "dispatched_at": hours(2),
    "signed_at": hours(3),
    "contact_due_at": hours(26),
    "contacted_at": hours(5),
    "contact_proven": True,
    "first_due_at": hours(100),
    "due_at": hours(150),
    "replied_at": hours(99.5),
    "completed_at": hours(120),
    "outcome": "resolved",
    "state": "completed",
    "answer": "solved",
    "result_rating": 5,
    "service_rating": 4,
}
OWED = {"received_at": hours(24 * 25), "state": "handling", "unit": "power"}
LEAK = {
    "service_1": "city",
    "service_2": "city.water",
    "district": "east",
    "h3": "cell-1",
}
# Appeal 2 was merged into the work order of 1; 3 is late and disputed; 4 is the same person again;
# 5 to 8 came on the Mondays before the day of the question, 9 and 10 on that day; 11 was closed
# long ago, and its appellant came again with 12.
FACTS: tuple[dict[str, Any], ...] = (
    {"appeal_id": 1, **LEAK, **HANDLED, "appellant": "p1"},
    {
        "appeal_id": 2,
        **LEAK,
        **HANDLED,
        "work_order_id": 1,
        "merged_into": 1,
        "leads": False,
        "answer": "unreached",
        "result_rating": None,
        "service_rating": None,
    },
    {
        "appeal_id": 3,
        **HANDLED,
        "unit": "power",
        "service_1": "city",
        "service_2": "city.power",
        "replied_at": hours(140),
        "outcome": "explained",
        "answer": "not_solved",
        "result_rating": 1,
        "reworks": 1,
        "reopened_at": hours(130),
        "objected": True,
        "objection_overruled": True,
        "exclusion_ground": "wrong_dispatch",
    },
    {"appeal_id": 4, "appellant": "p1", "received_at": hours(24 * 14), "state": "registered"},
    *(
        {"appeal_id": 5 + week, "received_at": hours(24 * 7 * (week + 1) + 2), "received_hour": 10}
        for week in range(3)
    ),
    {"appeal_id": 8, "received_at": hours(24 * 21 + 9), "received_hour": 17},
    {"appeal_id": 9, "received_at": hours(24 * 28 + 2), "received_hour": 10, "kind": "help"},
    {"appeal_id": 10, "received_at": hours(24 * 28 + 6), "received_hour": 14, "kind": "help"},
    {
        "appeal_id": 11,
        "received_at": hours(-24 * 100),
        "completed_at": hours(-24 * 98),
        "unit": "water",
        "appellant": "p2",
    },
    {"appeal_id": 12, "received_at": hours(-24 * 50), "unit": "water", "appellant": "p2"},
    # 13 is late and 14 is due within a day; 15 and 16 are like 1 and 2.
    {**OWED, "appeal_id": 13, "due_at": hours(24 * 28 - 1)},
    {**OWED, "appeal_id": 14, "due_at": hours(24 * 29)},
    {"appeal_id": 15, "received_at": hours(24 * 5)},
    {"appeal_id": 16, "received_at": hours(24 * 6)},
)
TEXTS = (
    {
        "appeal_id": 1,
        "title": "朝阳小区三号楼水管爆裂",
        "text": "朝阳小区三号楼的水管爆裂，水流了一地，没有人来修。",
    },
    {
        "appeal_id": 2,
        "title": "朝阳小区三号楼水管爆裂没人修",
        "text": "朝阳小区三号楼水管爆裂了，已经两天，还没有人来修。",
    },
    {
        "appeal_id": 15,
        "title": "朝阳小区七号楼水管爆裂",
        "text": "朝阳小区七号楼的水管爆裂，水流了一地，没有人来修。",
    },
    {
        "appeal_id": 16,
        "title": "朝阳小区七号楼水管爆裂没人修",
        "text": "朝阳小区七号楼水管爆裂了，已经两天，还没有人来修。",
    },
    {
        "appeal_id": 3,
        "title": "人民路路灯不亮",
        "text": "人民路整条街的路灯晚上都不亮，行人看不见路。",
    },
    {
        "appeal_id": 5,
        "title": "公交六路末班车提前收车",
        "text": "六路公交末班车总是提前二十分钟收车，赶不上。",
    },
)

PROPOSED = (
    "appeal_id", "subject", "place", "confidence", "model_version", "decided_on", "accepted",
    "among",
)  # fmt: skip
# Of two months; the first proposal was taken, the second, or none; sure and unsure, up to 1.
PROPOSALS = (
    (1, "service", 1, 0.92, "classify-2", date(2026, 3, 2), True, True),
    (1, "service", 2, 0.05, "classify-2", date(2026, 3, 2), False, True),
    (3, "service", 1, 0.97, "classify-2", date(2026, 3, 31), False, True),
    (3, "service", 2, 0.02, "classify-2", date(2026, 3, 31), True, True),
    (4, "service", 1, 0.31, "usual-words-1", date(2026, 2, 28), False, False),
    (1, "urgency", 1, 1.0, "urgency-words-1", date(2026, 3, 2), True, True),
    (1, "group", 1, None, "groups-1", date(2026, 3, 20), True, True),
    (15, "group", 1, 0.8, "groups-1", date(2026, 3, 20), False, False),
)


def proposed(schema: pa.Schema) -> pa.Table:
    given = [dict(zip(PROPOSED, one, strict=True)) for one in PROPOSALS]
    for number, one in enumerate(given):
        one |= {"proposal": str(number), "log_id": 1, "received_on": MONDAY.date()}
    return pa.table({f.name: [one.get(f.name) for one in given] for f in schema}, schema=schema)


def rows(schema: pa.Schema, given: tuple[dict[str, Any], ...]) -> pa.Table:
    facts = {fact["appeal_id"]: fact for fact in FACTS}
    full = [usual(facts[row["appeal_id"]]) | row for row in given]
    return pa.table({f.name: [row.get(f.name) for row in full] for f in schema}, schema=schema)


def usual(row: dict[str, Any]) -> dict[str, Any]:
    received = row.get("received_at", MONDAY)
    return {
        "log_id": 1,
        "work_order_id": row["appeal_id"],
        "leads": True,
        "received_at": received,
        "said_at": received,
        "received_on": received.date(),
        "received_hour": 8,
        "keep_until": date(2028, 1, 1),
        "channel": "phone",
        "kind": "complaint",
        "outcome": "none",
        "reworks": 0,
        "answer": "not_asked",
        "contact_proven": False,
        "objected": False,
        "objection_upheld": False,
        "objection_overruled": False,
        "redispatched": False,
        "exclusion_ground": "",
    }


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Lay some rows in changes and some twice, as they lie in service."""
    folder = tmp_path_factory.mktemp("store")
    facts, texts, proposals = store.datasets(folder)
    stale = tuple(fact | {"state": "registered", "log_id": 0} for fact in FACTS[:3])
    for given in (stale, FACTS[:6], FACTS[6:]):
        store.append(facts, rows(facts.schema, given))
    store.append(texts, rows(texts.schema, TEXTS))
    store.append(proposals, proposed(proposals.schema))
    with engine.tables(folder, engine.EMBEDDED, now=NOW, decisions=DECIDED) as opened:
        for name in ("groups", "members", "hot"):  # others build on them
            found = importlib.import_module(f"{analyses.__name__}.{name}").run(opened)
            results.keep(folder, name, found, now=NOW, days=(None, None))
    return folder


@pytest.fixture(params=ENGINES)
def tables(request: pytest.FixtureRequest, folder: Path) -> Iterator[engine.Tables]:
    with engine.tables(folder, request.param, now=NOW, decisions=DECIDED) as opened:
        yield opened


def sorted_rows(table: pa.Table, columns: list[str]) -> list[dict[str, Any]]:
    plain = json.loads(json.dumps(table.select(columns).to_pylist(), default=str))
    return sorted(plain, key=lambda row: json.dumps(row, sort_keys=True))


@pytest.mark.parametrize("name", NAMES)
def test_an_analysis_gives_its_expected_table(name: str, tables: engine.Tables) -> None:
    run = importlib.import_module(f"{analyses.__name__}.{name}").run
    expected = json.loads((HERE / f"{name}.json").read_text("utf-8"))
    assert expected
    assert sorted_rows(run(tables).to_pyarrow(), list(expected[0])) == expected


@pytest.mark.parametrize("name", NAMES)
def test_an_analysis_says_what_it_answers(name: str) -> None:
    readme = Path(analyses.__path__[0]) / name / "README.md"
    assert "?" in readme.read_text("utf-8")
