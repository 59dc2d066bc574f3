"""A working calendar counts holidays and make-up workdays, and refuses nonsense."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiesu.rules.timing.calendars import WorkCalendar
from tests.rules.china import CHINA, SHANGHAI


def test_make_up_weekends_are_worked_and_holidays_are_not() -> None:
    assert CHINA.is_workday(date(2025, 1, 26))  # a Sunday before Spring Festival
    assert CHINA.is_workday(date(2026, 2, 28))  # a Saturday after it
    assert not CHINA.is_workday(date(2025, 1, 28))
    assert not CHINA.is_workday(date(2025, 3, 1))  # an ordinary Saturday
    assert CHINA.is_workday(date(2025, 3, 3))


@pytest.mark.parametrize(("year", "workdays"), [(2025, 248), (2026, 248)])
def test_a_year_has_as_many_workdays_as_the_state_council_left(year: int, workdays: int) -> None:
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(365)]
    assert sum(map(CHINA.is_workday, days)) == workdays
    assert CHINA.workday_after(date(year - 1, 12, 31), workdays) == date(year, 12, 31)


@given(st.dates(date(2024, 12, 1), date(2026, 12, 1)), st.integers(1, 300))
def test_counting_agrees_with_walking(day: date, count: int) -> None:
    walked, left = day, count
    while left:
        walked += timedelta(days=1)
        left -= CHINA.is_workday(walked)
    assert CHINA.workday_after(day, count) == walked


def test_a_workday_stays_and_a_holiday_moves_on() -> None:
    assert CHINA.workday_from(date(2025, 1, 27)) == date(2025, 1, 27)
    assert CHINA.workday_from(date(2025, 1, 28)) == date(2025, 2, 5)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (
            {"holidays": {date(2025, 1, 1)}, "make_up_workdays": {date(2025, 1, 1)}},
            "2025-01-01 cannot be a holiday and a make-up workday at once",
        ),
        ({"weekend": frozenset(range(7))}, "^A calendar needs at least one weekday"),
        ({"weekend": frozenset({7})}, "at least one weekday"),
        ({"opens": time(9), "closes": time(9)}, "must close after it opens"),
        ({"opens": time(9), "closes": time(8)}, "must close after it opens"),
    ],
)
def test_a_calendar_of_no_sense_is_refused(wrong: dict[str, Any], sentence: str) -> None:
    fields: dict[str, Any] = {"holidays": frozenset(), "make_up_workdays": frozenset(), **wrong}
    with pytest.raises(ValueError, match=sentence):
        WorkCalendar(SHANGHAI, **fields)


def test_hours_of_business() -> None:
    def hours(opens: time, closes: time) -> timedelta:
        return WorkCalendar(SHANGHAI, frozenset(), frozenset(), opens, closes).day_length

    assert hours(time(9), time(17, 30)) == timedelta(hours=8, minutes=30)
    assert hours(time(20), time(0)) == timedelta(hours=4)
    assert hours(time(0), time(0)) == timedelta(days=1)
    assert hours(time(0), time(0, 30)) == timedelta(minutes=30)


def test_opening_and_closing_are_instants() -> None:
    day = date(2025, 3, 3)
    assert CHINA.opening(day) == datetime(2025, 3, 3, 1, tzinfo=UTC)
    assert CHINA.closing(day) == datetime(2025, 3, 3, 10, tzinfo=UTC)
    assert CHINA.midnight_after(day) == datetime(2025, 3, 3, 16, tzinfo=UTC)
    assert CHINA.local_day(datetime(2025, 3, 3, 16, tzinfo=UTC)) == date(2025, 3, 4)


def test_a_skipped_midnight_is_the_first_instant_of_the_day() -> None:
    # Egypt's clocks went from 00:00 to 01:00 at the beginning of 25 April 2025.
    cairo = WorkCalendar(ZoneInfo("Africa/Cairo"), frozenset(), frozenset())
    assert cairo.midnight_after(date(2025, 4, 24)) == datetime(2025, 4, 24, 22, tzinfo=UTC)
    assert cairo.local_day(datetime(2025, 4, 24, 22, tzinfo=UTC)) == date(2025, 4, 25)
