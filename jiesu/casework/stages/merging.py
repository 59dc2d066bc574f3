"""One work order for several appeals (并单): nobody is lost, and a wrong merge is undone."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from jiesu.casework.assist import suggestions
from jiesu.casework.errors import RefusedError
from jiesu.casework.ledger import appeals, record
from jiesu.casework.models import Appeal, Merge, WorkOrder
from jiesu.casework.reading import gate
from jiesu.directory.people import Actor
from jiesu.rules.lifecycle import OPEN, Action, Outcome, State


@transaction.atomic
def merge(  # noqa: PLR0913  (what goes where, why, by whom)
    work_order: WorkOrder,
    *,
    into: WorkOrder,
    because: str = "",
    shown: Collection[int] = (),
    actor: Actor,
    now: datetime,
) -> None:
    """Move the appeals of a work order to an earlier open one about the same matter.

    `shown` are the suggestions that were before the one who merges, by their ids.
    """
    if into.pk == work_order.pk or into.state not in OPEN:
        raise RefusedError(_("Choose another work order that is still open to merge into."))
    _check_accused(work_order, into)
    moved = list(work_order.appeals.all())
    changes = {
        "outcome": Outcome.DUPLICATE,
        "appeal_count": 0,
    }
    payload = {"into": into.pk}
    record.apply(work_order, Action.MERGE, actor=actor, now=now, changes=changes, payload=payload)
    suggestions.settle(work_order, {"duplicate": str(into.pk)}, shown=shown, actor=actor, now=now)
    score = suggestions.confidence_of(work_order, "duplicate", str(into.pk), shown=shown)
    for appeal in moved:
        _join(appeal, into, actor=actor, now=now)
        Merge.objects.create(
            appeal=appeal, into=into, score=score, because=because, by_id=actor.person_id, at=now
        )


def _check_accused(work_order: WorkOrder, into: WorkOrder) -> None:
    """Bring no accusation to whom it accuses: they would lose the work, or read it."""
    kept_out = gate.units_kept_out(work_order)
    helping = into.support_units.values_list("pk", flat=True)
    if kept_out.intersection({into.lead_unit_id, *helping} - {None}):
        raise RefusedError(_("It accuses a unit that works on the other one. Handle it by itself."))


def _join(appeal: Appeal, into: WorkOrder, *, actor: Actor, now: datetime) -> None:
    appeals.amend(appeal, work_order=into)
    late = into.state == State.REPLIED  # the reply went out before this appellant came
    record.note(
        into,
        "appeal.joined_late" if late else "appeal.joined",
        actor=actor,
        now=now,
        appeal=appeal,
        changes={"appeal_count": into.appeal_count + 1},
        payload={"from": appeal.first_work_order_id},
    )


@transaction.atomic
def unmerge(appeal: Appeal, *, actor: Actor, now: datetime) -> None:
    """Give an appeal its own work order back: it was about something else."""
    into, first = appeal.work_order, appeal.first_work_order
    if into.pk == first.pk or appeal.withdrawn_at:
        raise RefusedError(_("This appeal is not in another work order; there is nothing to undo."))
    appeals.amend(appeal, work_order=first)
    changes = {
        "outcome": Outcome.NONE,
        "appeal_count": 1,
    }
    record.apply(first, Action.UNMERGE, actor=actor, now=now, appeal=appeal, changes=changes)
    record.note(
        into,
        "appeal.left",
        actor=Actor.system(),
        now=now,
        appeal=appeal,
        changes={"appeal_count": into.appeal_count - 1},
        payload={"to": first.pk},
    )
    appeal.merges.filter(undone_at__isnull=True).update(undone_at=now)
    appeal.work_order = first


def undo(work_order: WorkOrder, *, actor: Actor, now: datetime) -> None:
    """Give a merged work order its own appeal back."""
    unmerge(work_order.first_appeal, actor=actor, now=now)
