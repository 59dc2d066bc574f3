"""The jurisdiction's calendar and limits, as the law's own types."""

from datetime import date
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q

from jiesu.directory.models import CalendarDay, Stage, StageLimit, Urgency
from jiesu.rules.deadlines import TimeLimit, Unit, WorkCalendar

# Where a city has set no limit of its own: a sample after the draft of DB11/T 2021 and the
# rules of other cities (F1.23).
_SAMPLE: dict[tuple[str, str], TimeLimit] = {
    ("accept", "emergency"): TimeLimit(2, Unit.HOURS),
    ("accept", "urgent"): TimeLimit(2, Unit.HOURS),
    ("accept", "general"): TimeLimit(2, Unit.HOURS),
    ("accept", "complex"): TimeLimit(2, Unit.HOURS),
    ("dispatch", "emergency"): TimeLimit(1, Unit.HOURS),
    ("dispatch", "urgent"): TimeLimit(1, Unit.HOURS),
    ("dispatch", "general"): TimeLimit(4, Unit.WORKING_HOURS),
    ("dispatch", "complex"): TimeLimit(4, Unit.WORKING_HOURS),
    ("sign", "emergency"): TimeLimit(1, Unit.HOURS),
    ("sign", "urgent"): TimeLimit(1, Unit.HOURS),
    ("sign", "general"): TimeLimit(1, Unit.WORKING_DAYS),
    ("sign", "complex"): TimeLimit(1, Unit.WORKING_DAYS),
    ("first_contact", "emergency"): TimeLimit(2, Unit.HOURS),
    ("first_contact", "urgent"): TimeLimit(2, Unit.HOURS),
    ("first_contact", "general"): TimeLimit(24, Unit.HOURS),
    ("first_contact", "complex"): TimeLimit(24, Unit.HOURS),
    ("reply", "emergency"): TimeLimit(2, Unit.HOURS),
    ("reply", "urgent"): TimeLimit(24, Unit.HOURS),
    ("reply", "general"): TimeLimit(7, Unit.DAYS),
    ("reply", "complex"): TimeLimit(15, Unit.DAYS),
    ("follow_up", "emergency"): TimeLimit(5, Unit.DAYS),
    ("follow_up", "urgent"): TimeLimit(5, Unit.DAYS),
    ("follow_up", "general"): TimeLimit(5, Unit.DAYS),
    ("follow_up", "complex"): TimeLimit(5, Unit.DAYS),
}


def work_calendar() -> WorkCalendar:
    """Give the calendar with every holiday and make-up workday on record."""
    days = list(CalendarDay.objects.values_list("date", "kind"))
    return WorkCalendar(
        zone=ZoneInfo(settings.TIME_ZONE),
        holidays=frozenset(day for day, kind in days if kind == CalendarDay.Kind.HOLIDAY),
        make_up_workdays=frozenset(day for day, kind in days if kind == CalendarDay.Kind.WORKDAY),
    )


def sample() -> list[tuple[str, str, TimeLimit]]:
    """Give the limits that hold where the city has set none: stage, urgency, limit, as named."""
    stages, urgencies = dict(Stage.choices), dict(Urgency.choices)
    return [
        (str(stages[Stage(stage)]), str(urgencies[Urgency(urgency)]), limit)
        for (stage, urgency), limit in _SAMPLE.items()
    ]


def limit(stage: str, urgency: str, *, on: date) -> TimeLimit:
    """Give the limit in force on a day: the city's own, else the sample's."""
    in_force = Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gte=on))
    own = (
        StageLimit.objects.filter(in_force, stage=stage, urgency=urgency)
        .order_by("-valid_from")
        .first()
    )
    return TimeLimit(own.amount, Unit(own.unit)) if own else _SAMPLE[stage, urgency]
