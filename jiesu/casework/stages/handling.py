"""Work in the unit (办理): sign, contact the appellant, ask for more time."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jiesu.casework.errors import InvalidError, RefusedError
from jiesu.casework.ledger import clock, record
from jiesu.casework.ledger.events import Payload
from jiesu.casework.models import Deadline, Extension, WorkOrder
from jiesu.casework.texts import required
from jiesu.directory.lookup import calendars, display
from jiesu.directory.models import Stage
from jiesu.directory.people import Actor
from jiesu.directory.policy import policy
from jiesu.rules.grounds import ExtensionGround
from jiesu.rules.lifecycle import Action
from jiesu.rules.outcomes import CallResult
from jiesu.rules.policy import Extensions
from jiesu.rules.steps import Clocks
from jiesu.rules.timing import deadlines


@transaction.atomic
def sign(work_order: WorkOrder, *, actor: Actor, now: datetime) -> None:
    """Confirm receipt (签收)."""
    changes = {"signed_at": now}
    record.apply(work_order, Action.SIGN, actor=actor, now=now, changes=changes)


@transaction.atomic
def start(work_order: WorkOrder, *, contacted: bool, actor: Actor, now: datetime) -> None:
    """Begin the work; `contacted` says whether the appellant was spoken to first (F1.15)."""
    met = (Stage.FIRST_CONTACT,) if contacted else ()
    record.apply(
        work_order,
        Action.START,
        actor=actor,
        now=now,
        changes={"started_at": now},
        payload={"contacted": contacted},
        clocks=Clocks(met),
    )


@transaction.atomic
def contact(
    work_order: WorkOrder, *, result: str, note: str = "", actor: Actor, now: datetime
) -> None:
    """Write down a call to the appellant; only one that reached them keeps the promise (F1.15)."""
    if result not in set(CallResult):
        raise InvalidError({"result": _("Say what came of the call.")})
    reached = result == CallResult.REACHED
    entry = record.apply(
        work_order,
        Action.CONTACT,
        actor=actor,
        now=now,
        payload={"result": result},
        clocks=None if reached else Clocks(),
    )
    if note.strip():
        record.explain(work_order, entry, required(note, "note"))


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
    due_at = _moved(deadline, limit, policy(on=clock.day_of(now)).extensions)
    explanation = required(explanation, "explanation")
    clock.move(deadline, due_at, now=now)
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


def _moved(deadline: Deadline, limit: deadlines.TimeLimit, given: Extensions) -> datetime:
    already, calendar = deadline.extensions.count(), calendars.work_calendar()
    try:
        return deadlines.extend(deadline.due_at, limit, calendar, already=already, policy=given)
    except deadlines.ExtensionRefusedError:
        sentence = ngettext(
            "No more time can be given: at most once, {each}.",
            "No more time can be given: at most {times} times, {each} each.",
            given.times,
        )
        each = display.time_limit(given.each)
        raise RefusedError(sentence.format(times=given.times, each=each)) from None


def _running_reply(work_order: WorkOrder, now: datetime) -> Deadline:
    deadline = Deadline.running().filter(work_order=work_order, stage=Stage.REPLY).first()
    if deadline is None or deadline.due_at < now:
        raise RefusedError(_("More time can be asked only before the reply is due."))
    return deadline
