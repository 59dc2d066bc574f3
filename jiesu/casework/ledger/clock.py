"""Promises of time: started and met by its steps, never overwritten."""

from datetime import date, datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import QuerySet

from jiesu.casework.models import Promise, Recorded
from jiesu.directory import policy
from jiesu.directory.lookup import calendars
from jiesu.directory.models import Stage
from jiesu.rules.policy import Matter
from jiesu.rules.steps import Clocks
from jiesu.rules.timing import deadlines


def day_of(moment: datetime) -> date:
    """Give the day in the jurisdiction's zone."""
    return moment.astimezone(ZoneInfo(settings.TIME_ZONE)).date()


def turn(thing: Recorded, clocks: Clocks, *, now: datetime) -> dict[str, Any]:
    """Meet, end and start clocks; give the changes of the thing that follow from it."""
    if clocks == Clocks():
        return {}
    _unmet(thing).filter(stage__in=clocks.met).update(met_at=now)
    over = _unmet(thing) if clocks.stopped else _unmet(thing).filter(stage__in=clocks.ended)
    over.update(ended_at=now)
    law = Law()
    for stage in clocks.started:
        _start(thing, Stage(stage), law, now)
    changes: dict[str, Any] = {"due_at": next_due(thing)}
    if Stage.REPLY in clocks.started and thing.first_due_at is None:
        changes["first_due_at"] = _unmet(thing).get(stage=Stage.REPLY).original_due_at
    return changes


def next_due(thing: Recorded) -> datetime | None:
    """Give the earliest due time of what is still owed.

    A call that is still to be made presses nobody while the reply waits to be judged.
    """
    owed = list(_unmet(thing).order_by("due_at").values_list("stage", "due_at"))
    waits = Stage.REPLY not in {stage for stage, _due in owed}
    pressing = [due for stage, due in owed if not (waits and stage == Stage.FIRST_CONTACT)]
    return min(pressing or [due for _stage, due in owed], default=None)


def _unmet(thing: Recorded) -> QuerySet[Promise]:
    return thing.clocks().filter(met_at__isnull=True, ended_at__isnull=True)


def _start(thing: Recorded, stage: Stage, law: "Law", now: datetime) -> None:
    """Start a clock, unless it runs already: a re-dispatch gives nobody more time."""
    if not _unmet(thing).filter(stage=stage).exists():
        promise(thing, stage, law.due_at(stage, thing.matter(), now=now), now=now)


class Law:
    """The calendar, and the limits in force on a day: each read once for many clocks."""

    def __init__(self) -> None:
        self._calendar = cache(calendars.work_calendar)
        self._limits = cache(lambda day: policy.limits(on=day))

    def due_at(self, stage: Stage, matter: Matter, *, now: datetime) -> datetime:
        """Give when a stage that starts now is due."""
        limit = self._limits(day_of(now)).of(stage, matter)
        return deadlines.due(now, limit.time, self._calendar())

    def due_of(self, given: Promise) -> datetime:
        """Give when a promise is due by the days and limits in force when it began."""
        return self.due_at(Stage(given.stage), given.thing.matter(), now=given.started_at)


def due_at(stage: Stage, matter: Matter, *, now: datetime) -> datetime:
    """Give when a stage that starts now is due."""
    return Law().due_at(stage, matter, now=now)


def promise(thing: Recorded, stage: Stage, due: datetime, *, now: datetime) -> None:
    """Write a new promise down; a reminder comes when a fifth of the time is left."""
    thing.clocks().create(
        stage=stage,
        started_at=now,
        due_at=due,
        original_due_at=due,
        remind_at=remind_at(due, now),
    )


def move(given: Promise, due: datetime, *, now: datetime) -> None:
    """Give a running clock another due time; the first one stays beside it."""
    _row(given).update(due_at=due, remind_at=remind_at(due, now), reminded_at=None)


def recompute(thing: Recorded, *, now: datetime) -> dict[str, Any]:
    """Set what still runs by the law of its beginning for the matter as it is now.

    The first due time stays beside the new one; what was extended stays as it was granted. Gives
    the changes of the thing that follow.
    """
    law = Law()
    for one in _unmet(thing):
        due = law.due_at(Stage(one.stage), thing.matter(), now=one.started_at)
        if due != one.due_at and not one.was_extended():
            move(one, due, now=now)
    return {"due_at": next_due(thing)}


def mark(given: Promise, field: str, *, now: datetime) -> bool:
    """Mark a running clock as reminded or overdue; only the first who comes does."""
    unmarked = _row(given).filter(met_at__isnull=True, ended_at__isnull=True, **{field: None})
    return bool(unmarked.update(**{field: now}))


def _row(given: Promise) -> QuerySet[Promise]:
    return type(given)._default_manager.filter(pk=given.pk)


def remind_at(due: datetime, now: datetime) -> datetime:
    """Give the time at which a fifth of the way is left."""
    return due - (due - now) / 5
