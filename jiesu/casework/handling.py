"""Work in the unit (办理): sign, contact the appellant, ask for more time."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from jiesu.casework import clock, record
from jiesu.casework.errors import RefusedError
from jiesu.casework.events import Payload
from jiesu.casework.intake import required
from jiesu.casework.models import Deadline, Extension, WorkOrder
from jiesu.directory import calendars
from jiesu.directory.models import Stage
from jiesu.directory.people import Actor
from jiesu.rules import deadlines
from jiesu.rules.grounds import ExtensionGround
from jiesu.rules.lifecycle import Action


@transaction.atomic
def sign(work_order: WorkOrder, *, actor: Actor, now: datetime) -> None:
    """Confirm receipt (签收)."""
    changes = {"signed_at": now, **clock.turn(work_order, met=[Stage.SIGN], now=now)}
    record.apply(work_order, Action.SIGN, actor=actor, now=now, changes=changes)


@transaction.atomic
def start(work_order: WorkOrder, *, contacted: bool, actor: Actor, now: datetime) -> None:
    """Begin the work; `contacted` says whether the appellant was spoken to first (F1.15)."""
    met = [Stage.FIRST_CONTACT] if contacted else []
    changes = {"started_at": now, **clock.turn(work_order, met=met, now=now)}
    payload = {"contacted": contacted}
    record.apply(work_order, Action.START, actor=actor, now=now, changes=changes, payload=payload)


@transaction.atomic
def extend(  # noqa: PLR0913  (what the unit's head asks)
    work_order: WorkOrder,
    *,
    limit: deadlines.TimeLimit,
    ground: str,
    explanation: str,
    actor: Actor,
    now: datetime,
) -> None:
    """Move the reply's due time, keeping the first one; the appellant is told why."""
    deadline = _running_reply(work_order, now)
    try:
        due_at = deadlines.extend(
            deadline.due_at, limit, calendars.work_calendar(), already=deadline.extensions.count()
        )
    except deadlines.ExtensionRefusedError:
        sentence = _("No more time can be given: at most three times, three working days each.")
        raise RefusedError(sentence) from None
    explanation = required(explanation, "explanation")
    Deadline.objects.filter(pk=deadline.pk).update(
        due_at=due_at, remind_at=clock.remind_at(due_at, now), reminded_at=None
    )
    payload: Payload = {
        "ground": ExtensionGround(ground),
        "amount": limit.amount,
        "unit": limit.unit,
    }
    changes = {"due_at": clock.next_due(work_order)}
    record.apply(work_order, Action.EXTEND, actor=actor, now=now, changes=changes, payload=payload)
    Extension.objects.create(
        deadline=deadline,
        ground=ground,
        explanation=explanation,
        due_at=due_at,
        by_id=actor.staff_id,
        at=now,
    )


def _running_reply(work_order: WorkOrder, now: datetime) -> Deadline:
    deadline = work_order.deadlines.filter(stage=Stage.REPLY, met_at__isnull=True).first()
    if deadline is None or deadline.due_at < now:
        raise RefusedError(_("More time can be asked only before the reply is due."))
    return deadline
