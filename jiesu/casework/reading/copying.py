"""What is copied out of the database for the store of facts: for the worker, and for no person.

Whoever looks at the copy passes the gate again: `gate.withheld` and `gate.allowed` say what he may.
"""

from collections.abc import Collection, Iterator
from typing import TypeVar

from django.db.models import Max, Model, Q, QuerySet

from jiesu.casework.models import (
    Appeal,
    Deadline,
    Delivery,
    GroupDecision,
    LogEntry,
    Seal,
    Suggestion,
    WorkOrder,
)
from jiesu.casework.reading import gate
from jiesu.directory.models import Stage
from jiesu.directory.people import Actor

Verdict, GroupVerdict = Suggestion.Verdict, GroupDecision.Kind
Ids = Collection[int]
M = TypeVar("M", bound=Model)


def appeals(*, actor: Actor) -> QuerySet[Appeal]:
    """Give all appeals that may be copied, with their work orders."""
    return _unless_a_person(gate.appeals(actor=actor), actor).select_related("work_order")


def appeals_of(work_orders: Ids, *, actor: Actor) -> list[Appeal]:
    """Give the appeals that some work orders serve or began with."""
    named = Q(work_order__in=work_orders) | Q(first_work_order__in=work_orders)
    return list(appeals(actor=actor).filter(named))


def chunks(size: int, *, actor: Actor) -> Iterator[list[Appeal]]:
    """Walk over all appeals in the order of receipt, so many at a time."""
    found = appeals(actor=actor).order_by("pk")
    after, last = 0, found.aggregate(last=Max("pk"))["last"] or 0
    while after < last:
        chunk = list(found.filter(pk__gt=after, pk__lte=last)[:size])
        yield chunk
        after = chunk[-1].pk


def entries(work_orders: Ids, *, actor: Actor) -> QuerySet[LogEntry]:
    """Give the log of some work orders, each in its order."""
    found = LogEntry.objects.filter(chain=WorkOrder.CHAIN, thing_id__in=work_orders)
    return _unless_a_person(found.order_by("thing_id", "seq"), actor)


def last_lines(work_orders: Ids, *, actor: Actor) -> dict[int, int]:
    """Give the id of the last line of some work orders' logs."""
    found = entries(work_orders, actor=actor).order_by().values_list("thing_id")
    return dict(found.annotate(Max("pk")))


def clocks(work_orders: Ids, *, actor: Actor) -> QuerySet[Deadline]:
    """Give the clocks for first contact and reply of some work orders, the latest first."""
    stages = (Stage.FIRST_CONTACT, Stage.REPLY)
    found = Deadline.objects.filter(work_order_id__in=work_orders, stage__in=stages)
    return _unless_a_person(found, actor).order_by("-pk")


def decided(work_orders: Ids, *, actor: Actor) -> QuerySet[Suggestion]:
    """Give what was suggested for some work orders and decided, as it was shown."""
    found = Suggestion.objects.filter(work_order__in=work_orders, decided_at__isnull=False)
    return _unless_a_person(found, actor).order_by("place", "pk")


def decisions(ids: Ids | None, *, actor: Actor) -> list[GroupDecision]:
    """Give decisions about groups that a machine had found: some by their ids, or all."""
    made = _unless_a_person(GroupDecision.objects.exclude(model_version=""), actor)
    return list(made if ids is None else made.filter(pk__in=ids))


def unheard(subscriber: str, *, actor: Actor) -> int:
    """Count the work orders whose beginning a subscriber has still to be told."""
    waiting = Delivery.objects.filter(subscriber=subscriber, dead=False, log__seq=1)
    waiting = waiting.filter(log__chain=WorkOrder.CHAIN)
    return _unless_a_person(waiting, actor).count()


def size_of_the_log(*, actor: Actor) -> tuple[int, int]:
    """Count the entries and the seals of the log."""
    lines = _unless_a_person(LogEntry.objects.all(), actor)
    return lines.count(), _unless_a_person(Seal.objects.all(), actor).count()


def _unless_a_person(found: QuerySet[M], actor: Actor) -> QuerySet[M]:
    return found if actor.kind == "system" else found.none()
