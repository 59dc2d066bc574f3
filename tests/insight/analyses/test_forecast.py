"""The analysis `forecast` over facts that are many enough."""

from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import ibis
import pyarrow as pa
import pytest

from jiesu.insight.analyses.forecast import run
from jiesu.insight.storage.engine import Decisions, Tables

FIRST, DAYS = date(2026, 1, 5), 56


def _tables(as_of: date) -> Tables:
    """Give four appeals a day, at 9 and 15 o'clock, half of them about lights."""
    days = [FIRST + timedelta(days=n // 4) for n in range(4 * DAYS)]
    facts = pa.table(
        {
            "received_on": days,
            "received_hour": pa.array([9, 15] * (2 * DAYS), pa.int8()),
            "service_1": ["lights", "lights", "water", None] * DAYS,
            "district": ["east"] * (4 * DAYS),
        }
    )
    noon = datetime(as_of.year, as_of.month, as_of.day, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
    with_facts = ibis.memtable(facts)
    return Tables(
        with_facts, with_facts, with_facts, noon, Decisions(), lambda _name: with_facts, Path()
    )


def test_two_weeks_and_two_days_of_hours_are_foretold() -> None:
    rows = run(_tables(FIRST + timedelta(days=DAYS))).to_pyarrow().to_pylist()
    kinds = Counter((row["span"], row["dimension"], row["mean"] is None) for row in rows)
    assert kinds["day", "all", True] == 28
    assert kinds["day", "all", False] == 14
    assert kinds["day", "service_1", False] == 14 * 3
    assert kinds["hour", "all", False] == 48
    ahead = [row for row in rows if row["span"] == "day" and row["mean"] is not None]
    whole = [row for row in ahead if row["dimension"] == "all"]
    assert whole[0]["time"].date() == FIRST + timedelta(days=DAYS)
    assert whole[0]["mean"] == pytest.approx(4, rel=0.05)
    assert {row["code"] for row in ahead if row["dimension"] == "service_1"} == {
        "",
        "lights",
        "water",
    }


def test_an_imported_past_is_forecast_from_its_end() -> None:
    rows = run(_tables(FIRST + timedelta(days=DAYS + 300))).to_pyarrow().to_pylist()
    first = min(row["time"] for row in rows if row["mean"] is not None)
    assert first.date() == FIRST + timedelta(days=DAYS)


def test_a_young_city_has_only_a_past() -> None:
    rows = run(_tables(FIRST + timedelta(days=7))).to_pyarrow().to_pylist()
    assert rows
    assert all(row["mean"] is None for row in rows)


def test_no_appeal_gives_no_row() -> None:
    assert run(_tables(FIRST - timedelta(days=1))).to_pyarrow().num_rows == 0
