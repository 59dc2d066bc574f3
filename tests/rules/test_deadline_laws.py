"""What holds of every deadline: random calendars, zones and limits, and a clerk with a calendar."""

from datetime import UTC, date, datetime, time, timedelta
from time import perf_counter
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from jiesu.rules.timing.calendars import WorkCalendar
from jiesu.rules.timing.deadlines import (
    Extensions,
    TimeLimit,
    Unit,
    due,
    extend,
)

MINUTE = timedelta(minutes=1)
# Without and with summer time; changing at midnight (Cairo, Santiago), by half an hour (Lord Howe).
ZONES = (
    "Asia/Shanghai",
    "UTC",
    "Asia/Kathmandu",
    "Europe/Berlin",
    "America/New_York",
    "Africa/Cairo",
    "America/Santiago",
    "Australia/Lord_Howe",
)

days = st.dates(date(2025, 1, 1), date(2025, 12, 31))
hours = st.times().map(lambda at: at.replace(minute=at.minute // 15 * 15, second=0, microsecond=0))


@st.composite
def calendars(draw: st.DrawFn) -> WorkCalendar:
    holidays = draw(st.frozensets(days, max_size=40))
    opens, closes = draw(st.lists(hours, min_size=2, max_size=2, unique=True).map(sorted))
    return WorkCalendar(
        zone=ZoneInfo(draw(st.sampled_from(ZONES))),
        holidays=holidays,
        make_up_workdays=draw(st.frozensets(days, max_size=10)) - holidays,
        opens=opens,
        closes=draw(st.sampled_from([closes, time(0)])),
        weekend=draw(st.frozensets(st.integers(0, 6), max_size=3)),
    )


starts = st.datetimes(datetime(2025, 1, 1), datetime(2025, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001  (bounds of a strategy are naive)
amounts = st.integers(1, 60)
limits = st.builds(TimeLimit, amounts, st.sampled_from(Unit))
working_limits = st.builds(
    TimeLimit, amounts, st.sampled_from([Unit.WORKING_DAYS, Unit.WORKING_HOURS])
)


@given(starts, limits, calendars())
def test_nothing_is_due_before_it_began(
    start: datetime, limit: TimeLimit, calendar: WorkCalendar
) -> None:
    end = due(start, limit, calendar)
    assert end > start
    assert end.tzinfo is UTC


@given(starts, st.timedeltas(timedelta(), timedelta(days=40)), limits, calendars())
def test_who_begins_later_is_never_due_earlier(
    start: datetime, later: timedelta, limit: TimeLimit, calendar: WorkCalendar
) -> None:
    assert due(start, limit, calendar) <= due(start + later, limit, calendar)


@given(starts, limits, st.integers(1, 20), calendars())
def test_more_time_is_never_due_earlier(
    start: datetime, limit: TimeLimit, more: int, calendar: WorkCalendar
) -> None:
    longer = TimeLimit(limit.amount + more, limit.unit)
    assert due(start, limit, calendar) <= due(start, longer, calendar)


@given(starts, working_limits, calendars())
def test_a_working_clock_ends_in_business(
    start: datetime, limit: TimeLimit, calendar: WorkCalendar
) -> None:
    # The close of business still belongs to the day it closes; closing at 24:00 too.
    day = calendar.local_day(due(start, limit, calendar) - timedelta.resolution)
    assert calendar.is_workday(day)
    assert calendar.opening(day) < due(start, limit, calendar) <= calendar.closing(day)


@given(starts, amounts, calendars())
def test_a_natural_term_ends_at_the_midnight_of_a_workday(
    start: datetime, amount: int, calendar: WorkCalendar
) -> None:
    end = due(start, TimeLimit(amount, Unit.DAYS), calendar)
    day = calendar.local_day(end - timedelta.resolution)
    assert calendar.is_workday(day)
    assert end == calendar.midnight_after(day)


@given(starts, limits, calendars())
def test_the_zone_of_the_start_does_not_matter(
    start: datetime, limit: TimeLimit, calendar: WorkCalendar
) -> None:
    elsewhere = start.astimezone(ZoneInfo("Pacific/Auckland"))
    assert due(elsewhere, limit, calendar) == due(start, limit, calendar)


def clerk(start: datetime, limit: TimeLimit, calendar: WorkCalendar) -> datetime:
    """Count as a clerk would with a paper calendar, one day or one minute after another."""
    day, left = calendar.local_day(start), limit.amount
    while left:
        day += timedelta(days=1)
        left -= limit.unit is Unit.DAYS or calendar.is_workday(day)
    while not calendar.is_workday(day):
        day += timedelta(days=1)
    return calendar.midnight_after(day) if limit.unit is Unit.DAYS else calendar.closing(day)


@given(starts, amounts, st.sampled_from([Unit.DAYS, Unit.WORKING_DAYS]), calendars())
def test_days_agree_with_the_clerk(
    start: datetime, amount: int, unit: Unit, calendar: WorkCalendar
) -> None:
    limit = TimeLimit(amount, unit)
    assert due(start, limit, calendar) == clerk(start, limit, calendar)


@given(starts, st.integers(1, 12), calendars())
def test_working_hours_agree_with_the_clerk(
    start: datetime, amount: int, calendar: WorkCalendar
) -> None:
    steady = WorkCalendar(
        ZoneInfo("Asia/Shanghai"),
        calendar.holidays,
        calendar.make_up_workdays,
        calendar.opens,
        calendar.closes,
        calendar.weekend,
    )
    now, left = start.replace(second=0, microsecond=0), amount * 60
    start = now
    while left:
        day = steady.local_day(now)
        if steady.is_workday(day) and steady.opening(day) <= now < steady.closing(day):
            left -= 1
        now += MINUTE
    assert due(start, TimeLimit(amount, Unit.WORKING_HOURS), steady) == now


@given(starts, limits, st.integers(0, 2), calendars())
def test_an_extension_always_gives_time(
    start: datetime, limit: TimeLimit, already: int, calendar: WorkCalendar
) -> None:
    policy = Extensions(times=3, each=limit)
    assert extend(start, limit, calendar, already=already, policy=policy) > start


def test_years_cost_no_more_than_days() -> None:
    calendar = WorkCalendar(ZoneInfo("Asia/Shanghai"), frozenset(), frozenset())
    start, ten_years = datetime(2025, 1, 1, tzinfo=UTC), TimeLimit(2500, Unit.WORKING_DAYS)
    begun = perf_counter()
    for _ in range(1000):
        due(start, ten_years, calendar)
    assert perf_counter() - begun < 1
