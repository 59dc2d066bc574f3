"""Deadlines on the real Chinese calendar."""

from datetime import datetime, time, timedelta

import pytest

from jiesu.rules.policy import SAMPLE
from jiesu.rules.timing.calendars import WorkCalendar
from jiesu.rules.timing.deadlines import (
    ExtensionRefusedError,
    Extensions,
    TimeLimit,
    Unit,
    due,
    extend,
)
from tests.rules.china import CHINA, SHANGHAI

ORDINARY = SAMPLE.extensions


def beijing(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("start", "amount", "unit", "expected"),
    [
        ("2025-01-28T23:30", 2, Unit.HOURS, "2025-01-29T01:30"),
        ("2025-03-03T10:00", 7, Unit.DAYS, "2025-03-11T00:00"),
        # The seventh day falls into Spring Festival; the first workday after is 5 February.
        ("2025-01-24T10:00", 7, Unit.DAYS, "2025-02-06T00:00"),
        # A made-up Sunday is a workday: the last day does not move.
        ("2025-01-24T10:00", 2, Unit.DAYS, "2025-01-27T00:00"),
        # 26 (made up) and 27 January, then 5, 6 and 7 February.
        ("2025-01-24T10:00", 5, Unit.WORKING_DAYS, "2025-02-07T18:00"),
        ("2025-01-24T10:00", 6, Unit.WORKING_DAYS, "2025-02-08T18:00"),
        # 2026: the made-up Saturday 14 February, then 24 February after nine days off.
        ("2026-02-13T17:00", 2, Unit.WORKING_DAYS, "2026-02-24T18:00"),
        ("2026-02-13T17:00", 2, Unit.WORKING_HOURS, "2026-02-14T10:00"),
        ("2026-02-14T17:00", 2, Unit.WORKING_HOURS, "2026-02-24T10:00"),
        ("2025-03-03T08:00", 9, Unit.WORKING_HOURS, "2025-03-03T18:00"),
        ("2025-03-03T19:00", 9, Unit.WORKING_HOURS, "2025-03-04T18:00"),
        ("2025-03-03T12:00", 24, Unit.WORKING_HOURS, "2025-03-05T18:00"),
    ],
)
def test_a_limit_ends_when_the_law_says(start: str, amount: int, unit: Unit, expected: str) -> None:
    assert due(beijing(start), TimeLimit(amount, unit), CHINA) == beijing(expected)


def test_a_naive_time_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^2025-01-01 00:00:00 has no time zone"):
        due(datetime(2025, 1, 1), TimeLimit(1, Unit.DAYS), CHINA)  # noqa: DTZ001  (the point)


@pytest.mark.parametrize("amount", [0, -1, 36_601])
def test_a_limit_of_no_sense_is_refused(amount: int) -> None:
    with pytest.raises(ValueError, match="1 to 36600 days"):
        TimeLimit(amount, Unit.DAYS)


def test_the_longest_limit_is_a_hundred_years_of_days() -> None:
    assert TimeLimit(36_600, Unit.DAYS).amount == 36_600


def test_an_extension_counts_from_the_last_day_of_the_old_term() -> None:
    monday_midnight = due(beijing("2025-03-03T10:00"), TimeLimit(7, Unit.DAYS), CHINA)
    policy = Extensions(times=3, each=TimeLimit(30, Unit.DAYS))
    extended = extend(monday_midnight, TimeLimit(1, Unit.DAYS), CHINA, already=0, policy=policy)
    assert extended == monday_midnight + timedelta(days=1)


def test_a_fourth_extension_is_refused() -> None:
    start = beijing("2025-03-03T18:00")
    assert extend(start, TimeLimit(3, Unit.WORKING_DAYS), CHINA, already=2, policy=ORDINARY) > start
    with pytest.raises(ExtensionRefusedError, match="Extended 3 times already"):
        extend(start, TimeLimit(1, Unit.WORKING_DAYS), CHINA, already=3, policy=ORDINARY)


def test_too_long_an_extension_is_refused() -> None:
    with pytest.raises(ExtensionRefusedError, match="3 working_days at a time"):
        extend(
            beijing("2025-03-03T18:00"),
            TimeLimit(4, Unit.WORKING_DAYS),
            CHINA,
            already=0,
            policy=ORDINARY,
        )


def test_business_that_closes_at_midnight_is_open_to_the_end_of_the_day() -> None:
    night = WorkCalendar(SHANGHAI, frozenset(), frozenset(), opens=time(12), closes=time(0))
    assert due(beijing("2025-03-03T10:00"), TimeLimit(12, Unit.WORKING_HOURS), night) == beijing(
        "2025-03-04T00:00"
    )


def test_business_of_all_hours_runs_through_the_night() -> None:
    always = WorkCalendar(
        SHANGHAI, frozenset(), frozenset(), opens=time(0), closes=time(0), weekend=frozenset()
    )
    start = beijing("2025-03-03T10:30")
    assert due(start, TimeLimit(50, Unit.WORKING_HOURS), always) == start + timedelta(hours=50)
