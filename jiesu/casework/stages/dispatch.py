"""Giving work orders to units (派单) by the duty list, and deciding objections."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from jiesu.casework.assist import duty_list, suggestions
from jiesu.casework.errors import InvalidError, RefusedError
from jiesu.casework.kinds import Kind
from jiesu.casework.ledger import clock, record
from jiesu.casework.ledger.entries import lines_of
from jiesu.casework.models import Objection, WorkOrder
from jiesu.casework.reading import gate
from jiesu.casework.texts import required
from jiesu.directory.models import Area, Service, Unit, Urgency
from jiesu.directory.people import Actor
from jiesu.rules.dispatching import dispatch as law
from jiesu.rules.grounds import ObjectionGround
from jiesu.rules.lifecycle import Action


@transaction.atomic
def assign(  # noqa: PLR0913  (what the dispatcher decides)
    work_order: WorkOrder,
    *,
    unit: Unit,
    support_units: Sequence[Unit] = (),
    reason: str = "",
    shown: Collection[int] = (),
    actor: Actor,
    now: datetime,
) -> None:
    """Dispatch to a unit; one the duty list does not name needs a written reason.

    `shown` are the suggestions that the dispatcher had in view, by their ids.
    Raises `RefusedError` where the law forbids the unit whatever the reason (F1.19, F2.22).
    """
    against = duty_list.concerns(work_order, unit, now=now)
    _check(against, reason)
    _check_accused(work_order, support_units)
    changes = {
        "lead_unit": unit,
        "dispatched_at": now,
    }
    payload = {"unit": unit.code, "concerns": ".".join(against)}
    entry = record.apply(
        work_order, Action.DISPATCH, actor=actor, now=now, changes=changes, payload=payload
    )
    work_order.support_units.set(one for one in support_units if one.pk != unit.pk)
    if reason:
        record.explain(work_order, entry, required(reason, "reason"))
    suggestions.settle(work_order, {"unit": unit.code}, shown=shown, actor=actor, now=now)


def _check(against: Sequence[law.Concern], reason: str) -> None:
    if any(concern.refuses for concern in against):
        raise RefusedError(
            _("This unit may not lead the matter: it is accused, interested, or not in charge.")
        )
    if against and not reason.strip():
        raise InvalidError(
            {"reason": _("The duty list does not give this matter to this unit: write why.")}
        )


def _check_accused(work_order: WorkOrder, support_units: Sequence[Unit]) -> None:
    """Let nobody help who is accused, or stands in the line of who is."""
    kept_out = gate.units_kept_out(work_order)
    if any(unit.pk in kept_out for unit in support_units):
        raise RefusedError(
            _("A unit that is accused, or stands below or above the accused, may not help.")
        )
    kinds = set(work_order.appeals.values_list("kind", flat=True))
    if Kind.WHISTLEBLOW_REPORT in kinds and not (kept_out or _accuses_none(work_order)):
        raise RefusedError(
            _(
                "A report of wrongdoing is dispatched when it is written down whom it accuses, or "
                "a reviewer has noted that it accuses no unit."
            )
        )


def _accuses_none(work_order: WorkOrder) -> bool:
    return lines_of(work_order).filter(event="work_order.accuses_none").exists()


@transaction.atomic
def clear(work_order: WorkOrder, *, reasons: str, actor: Actor, now: datetime) -> None:
    """Note that a report of wrongdoing accuses no unit, so that it can be dispatched."""
    entry = record.apply(work_order, Action.CLEAR, actor=actor, now=now)
    record.explain(work_order, entry, required(reasons, "reasons"))


@transaction.atomic
def take_back(work_order: WorkOrder, *, reason: str, actor: Actor, now: datetime) -> None:
    """Take a matter from its unit, to be dispatched anew; the reply's clock runs on."""
    payload = {"unit": work_order.lead_unit.code if work_order.lead_unit else ""}
    entry = record.apply(
        work_order,
        Action.TAKE_BACK,
        actor=actor,
        now=now,
        changes={"lead_unit": None, "designated": False},
        payload=payload,
    )
    work_order.support_units.clear()
    record.explain(work_order, entry, required(reason, "reason"))


def _check_lead(work_order: WorkOrder) -> None:
    """Let nobody go on with what accuses them: it is taken back first."""
    if work_order.lead_unit_id in gate.units_kept_out(work_order):
        raise RefusedError(_("The unit in charge is accused. Take the matter back from it first."))


@transaction.atomic
def correct(  # noqa: PLR0913  (what was taken in wrongly, and why it is changed)
    work_order: WorkOrder,
    *,
    service: Service,
    urgency: str,
    area: Area | None = None,
    accused_unit: Unit | None = None,
    reason: str,
    actor: Actor,
    now: datetime,
) -> None:
    """Correct what it is about, how urgent it is and where; clocks that run are set anew by it."""
    if urgency not in Urgency.values:
        raise InvalidError({"urgency": _("Choose how urgent it is.")})
    work_order.urgency, work_order.service = urgency, service  # by which the clocks are set
    work_order.accused_unit = accused_unit or work_order.accused_unit
    _check_lead(work_order)
    changes = {
        "service": service,
        "urgency": urgency,
        "area": area or work_order.area,
        "accused_unit": work_order.accused_unit,
        **clock.recompute(work_order, now=now),
    }
    payload = {"service": service.code, "urgency": urgency}
    entry = record.apply(
        work_order, Action.CORRECT, actor=actor, now=now, changes=changes, payload=payload
    )
    record.explain(work_order, entry, required(reason, "reason"))


@transaction.atomic
def object_to(  # noqa: PLR0913  (what the unit's head states)
    work_order: WorkOrder,
    *,
    ground: str,
    explanation: str,
    proposed_unit: Unit | None = None,
    actor: Actor,
    now: datetime,
) -> None:
    """Dispute the duty; the clock keeps running, and after a designation nobody may (F1.12)."""
    lead = work_order.lead_unit
    if lead is None or work_order.designated:
        raise RefusedError(_("This unit was designated after a review; it cannot object again."))
    explanation = required(explanation, "explanation")
    payload = {"ground": ObjectionGround(ground), "unit": lead.code}
    record.apply(work_order, Action.OBJECT, actor=actor, now=now, payload=payload)
    Objection.objects.create(
        work_order=work_order,
        unit=lead,
        ground=ground,
        explanation=explanation,
        proposed_unit=proposed_unit,
        by_id=actor.staff_id,
        at=now,
    )


@transaction.atomic
def uphold(work_order: WorkOrder, *, reasons: str, actor: Actor, now: datetime) -> None:
    """Agree with the unit: the work order goes back to be dispatched to another."""
    changes = {"lead_unit": None}
    _decide(work_order, Action.UPHOLD, changes, reasons, actor, now)


@transaction.atomic
def overrule(work_order: WorkOrder, *, reasons: str, actor: Actor, now: datetime) -> None:
    """Designate the unit: it must sign, and cannot object again."""
    _decide(work_order, Action.OVERRULE, {"designated": True}, reasons, actor, now)


def _decide(  # noqa: PLR0913, PLR0917  (the two doors above are its only callers)
    work_order: WorkOrder,
    action: Action,
    changes: record.Changes,
    reasons: str,
    actor: Actor,
    now: datetime,
) -> None:
    entry = record.apply(work_order, action, actor=actor, now=now, changes=changes)
    record.explain(work_order, entry, required(reasons, "reason"))
    decision = (
        Objection.Decision.UPHELD if action is Action.UPHOLD else Objection.Decision.OVERRULED
    )
    work_order.objections.filter(decision="").update(
        decision=decision, decided_by_id=actor.person_id, decided_at=now
    )
