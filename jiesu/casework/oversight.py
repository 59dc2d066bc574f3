"""The clock's hand (督办): what is due soon is reminded, what is overdue is marked, once each."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from jiesu.casework import record
from jiesu.casework.errors import OvertakenError
from jiesu.casework.models import Deadline
from jiesu.directory.people import Actor

_BATCH = 500


def mark_due(*, now: datetime) -> int:
    """Remind and mark what the hour demands; give how many marks were made.

    Safe to run twice and in two processes: a mark is set by the first who comes.
    """
    running = Deadline.objects.filter(met_at__isnull=True).select_related("work_order")
    overdue = running.filter(overdue_at__isnull=True, due_at__lt=now)
    soon = running.filter(reminded_at__isnull=True, remind_at__lte=now, due_at__gte=now)
    return _mark(overdue, "overdue_at", "work_order.overdue", now) + _mark(
        soon, "reminded_at", "work_order.reminded", now
    )


def _mark(found: QuerySet[Deadline], field: str, event: str, now: datetime) -> int:
    return sum(_mark_one(deadline, field, event, now) for deadline in found[:_BATCH])


@transaction.atomic
def _mark_one(deadline: Deadline, field: str, event: str, now: datetime) -> int:
    unmarked = Deadline.objects.filter(pk=deadline.pk, met_at__isnull=True, **{field: None})
    if not unmarked.update(**{field: now}):
        return 0
    try:
        record.note(
            deadline.work_order,
            event,
            actor=Actor.system(),
            now=now,
            payload={"stage": deadline.stage},
        )
    except OvertakenError:
        transaction.set_rollback(True)  # somebody acted at this moment: the next round will see
        return 0
    return 1
