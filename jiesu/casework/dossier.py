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
    Proposal,
    WorkOrder,
)
from jiesu.directory.models import Unit


@dataclass(frozen=True)
class Dossier:
    """One work order with what belongs to it; `merged_into` is where its appeals went."""

    order: WorkOrder
    appeals: Sequence[Appeal]
    deadlines: Sequence[Deadline]
    objections: Sequence[Objection]
    proposals: Sequence[Proposal]
    support_units: Sequence[Unit]
    merged_into: WorkOrder | None


def of(order: WorkOrder) -> Dossier:
    """Read the dossier of a work order that `access` has given."""
    return Dossier(
        order,
        list(_appeals(order)),
        list(order.deadlines.prefetch_related("extensions").order_by("started_at", "pk")),
        list(order.objections.select_related("unit", "proposed_unit").order_by("at")),
        list(order.proposals.order_by("subject", "-confidence")),
        list(order.support_units.all()),
        _merged_into(order),
    )


def _appeals(order: WorkOrder) -> QuerySet[Appeal]:
    calls = FollowUp.objects.select_related("by").order_by("at")
    return (
        order.appeals.select_related("area", "service", "first_work_order")
        .prefetch_related("photos", Prefetch("follow_ups", calls))
        .order_by("received_at", "pk")
    )


def _merged_into(order: WorkOrder) -> WorkOrder | None:
    merge = (
        Merge.objects.filter(appeal__first_work_order=order, undone_at__isnull=True)
        .select_related("into")
        .first()
    )
    return merge.into if merge else None
