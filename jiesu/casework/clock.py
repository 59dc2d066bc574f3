"""Deadlines of a work order: started and met by its steps, never overwritten."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import QuerySet

from jiesu.casework.models import Deadline, WorkOrder
from jiesu.directory import calendars
from jiesu.directory.models import Stage
from jiesu.rules import deadlines


def day_of(moment: datetime) -> date:
    """Give the day in the jurisdiction's zone."""
    return moment.astimezone(ZoneInfo(settings.TIME_ZONE)).date()


def turn(
    work_order: WorkOrder,
    *,
    met: Sequence[Stage] = (),
    start: Sequence[Stage] = (),
    now: datetime,
) -> dict[str, Any]:
    """Meet and start deadlines; give the changes of the work order that follow from it."""
    _unmet(work_order).filter(stage__in=met).update(met_at=now)
    for stage in start:
        _start(work_order, stage, now)
    changes: dict[str, Any] = {"due_at": next_due(work_order)}
    if Stage.REPLY in start and work_order.first_due_at is None:
        changes["first_due_at"] = _unmet(work_order).get(stage=Stage.REPLY).original_due_at
    return changes


def stop(work_order: WorkOrder, *, now: datetime) -> dict[str, Any]:
    """End all clocks of a work order that owes nothing more."""
    _unmet(work_order).update(met_at=now)
    return {"due_at": None}


def next_due(work_order: WorkOrder) -> datetime | None:
    """Give the earliest due time of what is still owed."""
    return _unmet(work_order).order_by("due_at").values_list("due_at", flat=True).first()


def _unmet(work_order: WorkOrder) -> QuerySet[Deadline]:
    return Deadline.objects.filter(work_order=work_order, met_at__isnull=True)


def _start(work_order: WorkOrder, stage: Stage, now: datetime) -> None:
    """Start a clock, unless it runs already: a re-dispatch gives nobody more time."""
    if not _unmet(work_order).filter(stage=stage).exists():
        promise(work_order, stage, due_at(stage, work_order.urgency, now=now), now=now)


def due_at(stage: Stage, urgency: str, *, now: datetime) -> datetime:
    """Give when a stage that starts now is due."""
    limit = calendars.limit(stage, urgency, on=day_of(now))
    return deadlines.due(now, limit, calendars.work_calendar())


def promise(work_order: WorkOrder, stage: Stage, due: datetime, *, now: datetime) -> None:
    """Write a new deadline down; a reminder comes when a fifth of the time is left."""
    Deadline.objects.create(
        work_order=work_order,
        stage=stage,
        started_at=now,
        due_at=due,
        original_due_at=due,
        remind_at=remind_at(due, now),
    )


def remind_at(due: datetime, now: datetime) -> datetime:
    """Give the time at which a fifth of the way is left."""
    return due - (due - now) / 5
