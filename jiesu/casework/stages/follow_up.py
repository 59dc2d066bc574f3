"""After the reply (回访): the appellant's own view, kept apart from what the unit claims.

Anybody who says "not fixed" sends the work back. A work order is complete when every appellant has
spoken or could not be reached; silence is written down as silence.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from jiesu.casework.errors import InvalidError, RefusedError
from jiesu.casework.kinds import Secrecy
from jiesu.casework.ledger import appeals, clock, record
from jiesu.casework.models import Appeal, FollowUp, WorkOrder
from jiesu.casework.texts import clean, required
from jiesu.directory.people import Actor
from jiesu.directory.policy import policy
from jiesu.rules.lifecycle import OPEN, Action, Outcome, Stage, State, View
from jiesu.rules.outcomes import CallResult, Solved
from jiesu.rules.steps import Clocks

_TURNED_AWAY = frozenset({State.DECLINED, State.REDIRECTED})
_SOLVED: dict[str, View] = {
    Solved.YES: View.CONFIRMED,
    Solved.PARTLY: View.PARTLY,
    Solved.NO: View.DISPUTED,
}


@dataclass(frozen=True)
class Opinion:
    """What an appellant says: solved yes, partly or no; ratings from 1 (bad) to 5 (good).

    `contacted` is whether the unit spoke to them; None where nobody asked or they do not know.
    """

    solved: str
    result_rating: int | None = None
    service_rating: int | None = None
    reason: str = ""
    contacted: bool | None = None


@transaction.atomic
def rate(appeal: Appeal, opinion: Opinion, *, actor: Actor, now: datetime) -> None:
    """Take the appellant's view, from themselves or as told on the phone."""
    view, work_order = _checked(opinion), stands(appeal).work_order
    witnessed = {} if opinion.contacted is None else {"contacted": opinion.contacted}
    appeals.amend(
        appeal,
        view=view,
        result_rating=opinion.result_rating,
        service_rating=opinion.service_rating,
        view_reason=clean(opinion.reason)[:2000],
        viewed_at=now,
        **witnessed,
    )
    payload = {"view": view, "rating": opinion.result_rating, **witnessed}
    _settle(work_order, appeal, view, payload, actor, now)


def stands(appeal: Appeal) -> Appeal:
    """Give the appeal back, or refuse where its appellant took it back: then it is over."""
    if appeal.withdrawn_at is not None:
        raise RefusedError(_("This appeal was taken back. Report again if it is still a matter."))
    return appeal


def _checked(opinion: Opinion) -> View:
    if opinion.solved not in _SOLVED:
        raise InvalidError({"solved": _("Say whether it was solved: yes, partly or no.")})
    if any(r not in {None, 1, 2, 3, 4, 5} for r in (opinion.result_rating, opinion.service_rating)):
        raise InvalidError({"result_rating": _("A rating goes from 1 to 5.")})
    return _SOLVED[opinion.solved]


def _settle(  # noqa: PLR0913, PLR0917  (one step with all its traces)
    work_order: WorkOrder,
    appeal: Appeal,
    view: View,
    payload: dict[str, Any],
    actor: Actor,
    now: datetime,
) -> None:
    action = _action(work_order, view)
    record.apply(
        work_order,
        action,
        actor=actor,
        now=now,
        appeal=appeal,
        changes=_changes(work_order, action, now),
        payload=payload,
        clocks=_clocks(work_order, action),
    )


def _clocks(work_order: WorkOrder, action: Action) -> Clocks | None:
    """Owe a dispatch where the past never named the unit that would owe a reply."""
    nobody_leads = action is Action.REOPEN and work_order.lead_unit_id is None
    return Clocks(started=(Stage.DISPATCH,)) if nobody_leads else None


def _action(work_order: WorkOrder, view: View) -> Action:
    if view is View.DISPUTED:
        return Action.DISPUTE if work_order.state == State.REPLIED else Action.REOPEN
    waiting = work_order.appeals.filter(view=View.NOT_ASKED, withdrawn_at__isnull=True)
    last = work_order.state == State.REPLIED and not waiting.exists()
    return Action.CONFIRM if last else Action.NOTE_VIEW


def _changes(work_order: WorkOrder, action: Action, now: datetime) -> dict[str, Any]:
    if action is Action.NOTE_VIEW:
        return {}
    if action is Action.CONFIRM:
        return {"completed_at": now}
    return _again(work_order)


def _again(work_order: WorkOrder) -> dict[str, Any]:
    """Send the work back."""
    return {
        "rework": work_order.rework + 1,
        "completed_at": None,
        "outcome": Outcome.NONE,
    }


@transaction.atomic
def record_call(
    appeal: Appeal,
    *,
    result: str,
    opinion: Opinion | None = None,
    actor: Actor,
    now: datetime,
) -> None:
    """Write down one call of the hotline; one that reached somebody brings their opinion."""
    reached = result == CallResult.REACHED
    if result not in set(CallResult) or (reached and opinion is None):
        raise InvalidError(
            {"result": _("Say whether the appellant was reached, and what they said.")}
        )
    FollowUp.objects.create(
        appeal=stands(appeal),
        result=result,
        solved=opinion.solved if opinion else "",
        reason=clean(opinion.reason) if opinion else "",
        by_id=actor.staff_id,
        at=now,
    )
    if reached and opinion:
        rate(appeal, opinion, actor=actor, now=now)
    elif result == CallResult.REFUSED:
        appeals.amend(appeal, view=View.REFUSED, viewed_at=now)
        _settle(appeal.work_order, appeal, View.REFUSED, {"view": View.REFUSED}, actor, now)
    else:
        payload = {"result": result}
        record.note(
            appeal.work_order,
            "follow_up.attempted",
            actor=actor,
            now=now,
            appeal=appeal,
            payload=payload,
        )


@transaction.atomic
def close_unreached(work_order: WorkOrder, *, actor: Actor, now: datetime) -> None:
    """Complete after enough calls in vain; those not reached never count as satisfied."""
    waiting = work_order.appeals.filter(view=View.NOT_ASKED, withdrawn_at__isnull=True)
    calls = policy(on=clock.day_of(now)).calls
    if any(calls.in_vain(_unanswered(appeal)) < calls.attempts for appeal in waiting):
        sentence = _(
            "Call every appellant {count} times before closing, each {hours} hours after the last "
            "at the least."
        )
        raise RefusedError(sentence.format(count=calls.attempts, hours=calls.apart))
    appeals.amend(waiting, view=View.NO_ANSWER)
    changes = {"completed_at": now}
    record.apply(work_order, Action.CLOSE_UNREACHED, actor=actor, now=now, changes=changes)


def _unanswered(appeal: Appeal) -> QuerySet[FollowUp, datetime]:
    calls = appeal.follow_ups.filter(result=CallResult.NO_ANSWER).order_by("at")
    return calls.values_list("at", flat=True)


@transaction.atomic
def give_back(work_order: WorkOrder, *, reasons: str, actor: Actor, now: datetime) -> None:
    """Return a reply that does not answer the question, before the appellant is asked."""
    text = required(reasons, "reasons")
    changes = _again(work_order)
    entry = record.apply(work_order, Action.RETURN, actor=actor, now=now, changes=changes)
    record.explain(work_order, entry, text)


@transaction.atomic
def contest(appeal: Appeal, *, reason: str, actor: Actor, now: datetime) -> None:
    """Ask again for what was declined or sent to another channel, with new reasons."""
    text, work_order = required(reason, "reason"), stands(appeal).work_order
    if work_order.state not in _TURNED_AWAY:
        raise RefusedError(_("This was not turned away. Say that it is not fixed instead."))
    changes = {
        "outcome": Outcome.NONE,
        "completed_at": None,
    }
    entry = record.apply(
        work_order, Action.REOPEN, actor=actor, now=now, appeal=appeal, changes=changes
    )
    record.explain(work_order, entry, text)


@transaction.atomic
def withdraw(appeal: Appeal, *, pressed: bool, actor: Actor, now: datetime) -> bool:
    """Take an appeal back; False where the appellant was pressed, and it stays, now protected."""
    if pressed:
        _protect(appeal, actor, now)
        return False
    work_order = stands(appeal).work_order
    others = work_order.appeals.filter(withdrawn_at__isnull=True).exclude(pk=appeal.pk)
    appeals.amend(appeal, withdrawn_at=now)
    if others.exists():
        _leave(work_order, appeal, actor, now)
        return True
    changes = {
        "outcome": Outcome.WITHDRAWN,
        "completed_at": now,
    }
    record.apply(work_order, Action.WITHDRAW, actor=actor, now=now, appeal=appeal, changes=changes)
    return True


def _leave(work_order: WorkOrder, appeal: Appeal, actor: Actor, now: datetime) -> None:
    if work_order.state not in OPEN:
        raise RefusedError(_("This matter is closed; there is nothing to take back."))
    changes = {"appeal_count": work_order.appeal_count - 1}
    record.note(
        work_order, "appeal.withdrawn", actor=actor, now=now, appeal=appeal, changes=changes
    )


def _protect(appeal: Appeal, actor: Actor, now: datetime) -> None:
    """Hide the appellant from the unit that may have pressed them (F8.15)."""
    known = Appeal.objects.filter(pk=appeal.pk, secrecy=Secrecy.NORMAL)
    appeals.amend(known, secrecy=Secrecy.CONFIDENTIAL)
    record.note(appeal.work_order, "appeal.protected", actor=actor, now=now, appeal=appeal)
