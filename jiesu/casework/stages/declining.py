"""Not taking a matter up (不予受理): an operator proposes it, a second person decides."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from jiesu.casework.assist import suggestions
from jiesu.casework.errors import RefusedError
from jiesu.casework.ledger import record
from jiesu.casework.ledger.entries import lines_of
from jiesu.casework.models import Note, WorkOrder
from jiesu.casework.texts import required
from jiesu.directory.people import Actor
from jiesu.rules.grounds import DeclineGround
from jiesu.rules.lifecycle import Action, Outcome

_PROPOSED = "work_order.decline_proposed"


@transaction.atomic
def propose(
    work_order: WorkOrder, *, ground: str, explanation: str, actor: Actor, now: datetime
) -> None:
    """Propose not to take a matter up, in words the appellant will read; its clock runs on."""
    text = required(explanation, "explanation")
    payload = {"ground": DeclineGround(ground)}
    entry = record.apply(work_order, Action.PROPOSE_DECLINE, actor=actor, now=now, payload=payload)
    record.explain(work_order, entry, text, ground=ground)


@transaction.atomic
def confirm(work_order: WorkOrder, *, actor: Actor, now: datetime) -> None:
    """Decline as proposed; the words of the proposal are the appellant's answer."""
    proposal = _of_another(work_order, actor)
    changes = {
        "outcome": Outcome.DECLINED,
        "completed_at": now,
    }
    payload = {"ground": proposal.ground}
    entry = record.apply(
        work_order, Action.DECLINE, actor=actor, now=now, changes=changes, payload=payload
    )
    record.explain(work_order, entry, proposal.text, ground=proposal.ground, public=True)
    suggestions.let_lapse(work_order)


@transaction.atomic
def refuse(work_order: WorkOrder, *, reasons: str, actor: Actor, now: datetime) -> None:
    """Give the matter back to be taken up, with reasons for the operator."""
    text = required(reasons, "reasons")
    _of_another(work_order, actor)
    entry = record.apply(work_order, Action.KEEP, actor=actor, now=now)
    record.explain(work_order, entry, text)


def _of_another(work_order: WorkOrder, actor: Actor) -> Note:
    """Give the proposal, or refuse whoever made it and has changed duties since."""
    proposal = work_order.notes.filter(event=_PROPOSED).order_by("version").last()
    if proposal is None:
        raise RefusedError(_("Nobody has proposed to decline this matter."))
    made = lines_of(work_order).get(seq=proposal.version)
    if made.actor_id == actor.person_id:
        raise RefusedError(_("Somebody else than who proposed it must decide."))
    return proposal
