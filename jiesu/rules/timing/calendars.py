"""The working calendar of one place: which days are worked, from when to when.

China moves whole weekends about a holiday, so a calendar holds holidays *and* make-up workdays
(调休). Both are data, set every year by the State Council; none of them is computed here.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from itertools import accumulate
from zoneinfo import ZoneInfo

_WEEK = frozenset(range(7))
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class WorkCalendar:
    """A zone, its days off and its make-up workdays, and the hours of business.

    `weekend` holds `date.weekday()` numbers. Closing at 00:00 means 24:00. Raises `ValueError`
    where a day is both holiday and make-up workday, where no weekday is worked, or where closing
    does not come after opening.
    """

    zone: ZoneInfo
    holidays: frozenset[date]
    make_up_workdays: frozenset[date]
    opens: time = time(9)
    closes: time = time(18)
    weekend: frozenset[int] = field(default=frozenset({5, 6}))

    def __post_init__(self) -> None:
        if both := self.holidays & self.make_up_workdays:
            raise ValueError(f"{min(both)} cannot be a holiday and a make-up workday at once.")
        if not self.weekend < _WEEK:
            raise ValueError("A calendar needs at least one weekday (0 to 6) that is worked.")
        if time.min < self.closes <= self.opens:
            raise ValueError(f"Business must close after it opens, not at {self.closes}.")

    def is_workday(self, day: date) -> bool:
        """Tell whether `day` is worked: no holiday, and no weekend unless made up for."""
        if day in self.make_up_workdays:
            return True
        return day.weekday() not in self.weekend and day not in self.holidays

    def workday_after(self, day: date, count: int) -> date:
        """Give the `count`-th workday after `day` (1 or more); `day` itself is not counted.

        Counts in closed form, so that a span of years costs no more than a span of days.
        """
        target = self._worked_until(day.toordinal()) + count
        ordinals = range(day.toordinal() + 1, day.toordinal() + 7 * count + self._longest_delay)
        return date.fromordinal(ordinals[bisect_left(ordinals, target, key=self._worked_until)])

    def workday_from(self, day: date) -> date:
        """Give `day` if it is worked, else the first workday after it."""
        return self.workday_after(day - _ONE_DAY, 1)

    def opening(self, day: date) -> datetime:
        """Give the instant (UTC) at which business opens on `day`."""
        return self.at(day, self.opens)

    def closing(self, day: date) -> datetime:
        """Give the instant (UTC) at which business closes on `day`."""
        return self.midnight_after(day) if self.closes == time.min else self.at(day, self.closes)

    def midnight_after(self, day: date) -> datetime:
        """Give the instant (UTC) at which `day` ends: 24:00 on the wall clock."""
        return self.at(day + _ONE_DAY, time.min)

    def at(self, day: date, clock: time) -> datetime:
        """Give the instant (UTC) of a wall-clock time.

        A time that is skipped when clocks go forward is read on the old offset; of one that comes
        twice when they go back, the first is taken.
        """
        return datetime.combine(day, clock, self.zone).astimezone(UTC)

    @property
    def day_length(self) -> timedelta:
        """Hours of business on a day without a change of clocks."""
        opens, closes = (datetime.combine(date.min, at) for at in (self.opens, self.closes))
        return (closes - opens) % _ONE_DAY or _ONE_DAY

    def local_day(self, instant: datetime) -> date:
        """Give the date on the wall at `instant`."""
        return instant.astimezone(self.zone).date()

    def _worked_until(self, ordinal: int) -> int:
        """Count workdays up to and with a proleptic ordinal, from an origin of no meaning."""
        weeks, rest = divmod(ordinal, 7)
        days, sums = self._exceptions
        return weeks * self._week[7] + self._week[rest] + sums[bisect_right(days, ordinal)]

    @cached_property
    def _week(self) -> tuple[int, ...]:
        """Ordinary workdays among the first n days of a week; ordinal 1 is a Monday."""
        return tuple(accumulate((weekday not in self.weekend for weekday in range(7)), initial=0))

    @cached_property
    def _exceptions(self) -> tuple[list[int], list[int]]:
        """Days that break the weekly pattern, in order, and the running sum of what they change."""
        changes = {day.toordinal(): 1 for day in self.make_up_workdays if self._is_weekend(day)}
        changes |= {day.toordinal(): -1 for day in self.holidays if not self._is_weekend(day)}
        days = sorted(changes)
        return days, list(accumulate((changes[day] for day in days), initial=0))

    @cached_property
    def _longest_delay(self) -> int:
        """Days by which holidays may push a workday back at the most, whole weeks for each."""
        return 7 * (len(self.holidays) + 1)

    def _is_weekend(self, day: date) -> bool:
        return day.weekday() in self.weekend
