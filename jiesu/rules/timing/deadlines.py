"""When something is due, on natural and on working clocks.

Counting follows the Civil Code, articles 200 to 204 and 1259 (F2.15):

- hours run at once; days start with the day after;
- a natural day ends at 24:00, because the hotline is open all day; a last day that is no workday
  moves to the first workday after it;
- working days and working hours end at the close of business, because units have hours of business;
- "within" includes the last instant: what is met at the due instant is met in time.

Hours of the natural clock never move for a holiday: an emergency does not wait.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from jiesu.rules.timing.calendars import WorkCalendar

__all__ = ["Extensions", "TimeLimit", "Unit", "WorkCalendar", "due", "extend"]

_LONGEST = 36_600  # a hundred years of days; whatever is longer is a typing error


class Unit(StrEnum):
    """What a time limit is counted in."""

    HOURS = "hours"  # 小时
    DAYS = "days"  # 自然日
    WORKING_HOURS = "working_hours"  # 工作小时
    WORKING_DAYS = "working_days"  # 工作日


@dataclass(frozen=True)
class TimeLimit:
    """So many hours or days; raises `ValueError` outside 1 to 36 600."""

    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        if not 1 <= self.amount <= _LONGEST:
            raise ValueError(f"A time limit is 1 to {_LONGEST} {self.unit}, not {self.amount}.")


class NaiveTimeError(ValueError):
    """A time without a zone, which names no instant."""

    def __init__(self, moment: datetime) -> None:
        super().__init__(f"{moment} has no time zone; give an aware datetime.")


def due(start: datetime, limit: TimeLimit, calendar: WorkCalendar) -> datetime:
    """Give the last instant (UTC) of `limit` counted from `start` by the rules above."""
    start = _instant(start)
    if limit.unit is Unit.HOURS:
        return start + timedelta(hours=limit.amount)
    if limit.unit is Unit.WORKING_HOURS:
        return _after_working_time(start, timedelta(hours=limit.amount), calendar)
    first = calendar.local_day(start)
    if limit.unit is Unit.WORKING_DAYS:
        return calendar.closing(calendar.workday_after(first, limit.amount))
    return calendar.midnight_after(calendar.workday_from(first + timedelta(days=limit.amount)))


def _after_working_time(start: datetime, wanted: timedelta, calendar: WorkCalendar) -> datetime:
    """Walk `wanted` hours of business forward: what is left of today, whole days, the rest."""
    today = calendar.local_day(start)
    if calendar.is_workday(today):
        begin = max(start, calendar.opening(today))
        left_today = max(calendar.closing(today) - begin, timedelta())
        if wanted <= left_today:
            return begin + wanted
        wanted -= left_today
    whole_days, rest = divmod(wanted, calendar.day_length)
    if not rest:
        whole_days, rest = whole_days - 1, calendar.day_length
    last = calendar.workday_after(today, whole_days + 1)
    # A day on which clocks go forward during business is shorter than the others.
    return min(calendar.opening(last) + rest, calendar.closing(last))


@dataclass(frozen=True)
class Extensions:
    """How often a deadline may be extended, and by how much each time; the numbers are policy."""

    times: int
    each: TimeLimit
    basis: str = ""


class ExtensionRefusedError(Exception):
    """The policy allows no such extension; the sentence says why."""


def extend(
    due_at: datetime,
    limit: TimeLimit,
    calendar: WorkCalendar,
    *,
    already: int,
    policy: Extensions,
) -> datetime:
    """Give the new due instant (UTC) of a deadline that was extended `already` times before.

    Raises `ExtensionRefusedError` where `policy` forbids one more, or one so long. The caller keeps
    the first due instant, for measures are taken on it.
    """
    if already >= policy.times:
        raise ExtensionRefusedError(
            f"Extended {already} times already; the policy allows {policy.times}."
        )
    longest = _continued(due_at, policy.each, calendar)
    extended = _continued(due_at, limit, calendar)
    if extended > longest:
        raise ExtensionRefusedError(
            f"{limit.amount} {limit.unit} is too long; the policy allows"
            f" {policy.each.amount} {policy.each.unit} at a time."
        )
    return extended


def _continued(due_at: datetime, limit: TimeLimit, calendar: WorkCalendar) -> datetime:
    """Count on from a due instant: a term that ended at 24:00 ended on that day, not the next."""
    if limit.unit in {Unit.DAYS, Unit.WORKING_DAYS}:
        due_at -= timedelta.resolution
    return due(due_at, limit, calendar)


def _instant(moment: datetime) -> datetime:
    if moment.utcoffset() is None:
        raise NaiveTimeError(moment)
    return moment.astimezone(UTC)
