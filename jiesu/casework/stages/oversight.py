"""The clock's hand (督办): what is due soon is reminded, what is overdue is marked, once each."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from jiesu.casework.errors import OvertakenError
from jiesu.casework.ledger import clock, outbox, record
from jiesu.casework.models import Promise, promise_kinds
from jiesu.directory.people import Actor
from jiesu.rules.roles import Permission

_BATCH = 500


def try_again(delivery: int, *, actor: Actor, now: datetime) -> None:
    """Tell a subscriber anew what it could not be told, as an auditor asks."""
    if actor.may(Permission.LOG_READ):
        outbox.revive(delivery, now=now)


def mark_due(*, now: datetime) -> int:
    """Remind and mark what the hour demands; give how many marks were made.

    Safe to run twice and in two processes: a mark is set by the first who comes.
    """
    return sum(_mark_due(kind, now) for kind in promise_kinds())


def _mark_due(kind: type[Promise], now: datetime) -> int:
    running = kind.running().select_related(kind.OF)
    overdue = running.filter(overdue_at__isnull=True, due_at__lt=now)
    soon = running.filter(reminded_at__isnull=True, remind_at__lte=now, due_at__gte=now)
    return _mark(overdue, "overdue", now) + _mark(soon, "reminded", now)


def _mark(found: QuerySet[Promise], mark: str, now: datetime) -> int:
    return sum(_mark_one(promise, mark, now) for promise in found[:_BATCH])


@transaction.atomic
def _mark_one(promise: Promise, mark: str, now: datetime) -> int:
    if not clock.mark(promise, f"{mark}_at", now=now):
        return 0
    told, payload = f"{promise.thing.CHAIN}.{mark}", {"stage": promise.stage}
    try:
        record.note(promise.thing, told, actor=Actor.system(), now=now, payload=payload)
    except OvertakenError:
        transaction.set_rollback(True)  # somebody acted at this moment: the next round will see
        return 0
    return 1
