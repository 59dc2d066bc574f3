"""The jurisdiction's calendar, as the law's own type."""

from zoneinfo import ZoneInfo

from django.conf import settings

from jiesu.directory.models import CalendarDay
from jiesu.rules.timing.deadlines import WorkCalendar


def work_calendar() -> WorkCalendar:
    """Give the calendar with every holiday and make-up workday on record."""
    days = list(CalendarDay.objects.values_list("date", "kind"))
    return WorkCalendar(
        zone=ZoneInfo(settings.TIME_ZONE),
        holidays=frozenset(day for day, kind in days if kind == CalendarDay.Kind.HOLIDAY),
        make_up_workdays=frozenset(day for day, kind in days if kind == CalendarDay.Kind.WORKDAY),
    )
