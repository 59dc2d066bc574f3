"""Whatever the hour, the day so far is as full as days are by then, and nothing lies ahead."""

import time
from collections import Counter
from datetime import datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest

from jiesu.rules.lifecycle import CLOSED, State, View
from jiesu.simulate.city.files import city
from jiesu.simulate.loading.door import Row
from jiesu.simulate.loading.flow import LATELY, Flow, LoadPlan, as_of

ZONE = ZoneInfo("Asia/Shanghai")
APPEALS = 5400


def _at(hour: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-24T{hour}:00").replace(tzinfo=ZONE)


@cache
def _told(now: datetime) -> list[Row]:
    """Give all rows up to a moment as they stand, those set aside as well."""
    flow = Flow(LoadPlan(APPEALS, 1, now), city(1))
    taken = [row for row in flow.rows() if row]
    return [*taken, *(as_of(row, now) for row in [*flow.months, *flow.lately])]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("hour", "zone"),
    [
        ("00:20", "UTC"),
        ("02:00", "UTC"),
        ("09:00", "America/Los_Angeles"),
        ("23:50", "Asia/Shanghai"),
    ],
)
def test_the_last_day_is_as_full_as_days_are_by_this_hour(
    hour: str, zone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    now = _at(hour)
    days = Counter(
        said.date()
        for row in _told(now)
        if (said := row["time"].astimezone(ZONE)).time() <= now.time()
    )
    before = [days[now.date() - timedelta(weeks=week)] for week in range(1, 9)]
    usual = sum(before) / len(before)
    assert abs(days[now.date()] - usual) <= 3 * (usual + 1) ** 0.5, (days[now.date()], before)


@pytest.mark.django_db
@pytest.mark.parametrize("hour", ["02:00", "09:00"])
def test_nothing_has_happened_that_lies_ahead(hour: str) -> None:
    now = _at(hour)
    rows = _told(now)
    times = [moment for row in rows for moment in row.values() if isinstance(moment, datetime)]
    promised = {row["due_at"] for row in rows}
    assert max(moment for moment in times if moment not in promised) <= now


@pytest.mark.django_db
def test_what_is_under_way_shows_no_end() -> None:
    now = _at("09:00")
    under_way = [row for row in _told(now) if State(row["state"]) not in CLOSED]
    assert {State(row["state"]) for row in under_way} >= {State.HANDLING, State.REPLIED}
    for row in under_way:
        assert (row["completed_at"], row["view"], row["rating"]) == (None, View.NOT_ASKED, None)
        assert bool(row["reply"]) == (row["state"] == State.REPLIED)
        assert bool(row["unit"]) == (row["dispatched_at"] is not None)


@pytest.mark.django_db
def test_lately_is_set_aside_whole() -> None:
    now = _at("09:00")
    flow = Flow(LoadPlan(APPEALS, 1, now), city(1))
    taken = [row for row in flow.rows() if row]
    assert max(row["time"] for row in taken) <= now - LATELY < min(r["time"] for r in flow.lately)
