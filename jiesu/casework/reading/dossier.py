"""All that is known of one work order, read at once for the page that shows it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from jiesu.casework.models import (
    Appeal,
    Deadline,
    FollowUp,
    Merge,
    Objection,
    Suggestion,
    WorkOrder,
)
from jiesu.casework.reading import gate
from jiesu.directory.models import Unit
from jiesu.directory.people import Actor


@dataclass(frozen=True)
class Dossier:
    """One work order with what belongs to it; `merged_into` is where its appeals went.

    `decided` are the suggestions that a person had in view when deciding.
    """

    order: WorkOrder
    appeals: Sequence[Appeal]
    deadlines: Sequence[Deadline]
    objections: Sequence[Objection]
    decided: Sequence[Suggestion]
    support_units: Sequence[Unit]
    merged_into: WorkOrder | None


def of(order: WorkOrder, *, actor: Actor) -> Dossier:
    """Read the dossier of a work order, its words as the actor may read them."""
    return Dossier(
        order,
        [gate.readable(appeal, actor=actor) for appeal in _appeals(order, actor)],
        list(order.deadlines.prefetch_related("extensions").order_by("started_at", "pk")),
        list(order.objections.select_related("unit", "proposed_unit").order_by("at")),
        list(order.suggestions.filter(decided_at__isnull=False).order_by("subject", "place")),
        list(order.support_units.all()),
        _merged_into(order, actor),
    )


def _appeals(order: WorkOrder, actor: Actor) -> QuerySet[Appeal]:
    calls = FollowUp.objects.select_related("by").order_by("at")
    return (
        gate.appeals(actor=actor)
        .filter(work_order=order)
        .select_related("area", "service", "first_work_order")
        .prefetch_related("photos", Prefetch("follow_ups", calls))
        .order_by("received_at", "pk")
    )


def _merged_into(order: WorkOrder, actor: Actor) -> WorkOrder | None:
    merges = Merge.objects.filter(appeal__first_work_order=order, undone_at__isnull=True)
    return gate.orders(actor=actor).filter(pk__in=merges.values("into")).first()
