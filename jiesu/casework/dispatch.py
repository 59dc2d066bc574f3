"""Giving work orders to units (派单) by the duty list, and deciding objections."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from jiesu.casework import clock, proposals, record
from jiesu.casework.errors import InvalidError, RefusedError
from jiesu.casework.intake import required
from jiesu.casework.models import Objection, WorkOrder
from jiesu.directory import duties
from jiesu.directory.models import Area, Service, Stage, Unit, UnitLevel
from jiesu.directory.people import Actor
from jiesu.rules import dispatch as law
from jiesu.rules.grounds import ObjectionGround
from jiesu.rules.lifecycle import Action


@dataclass(frozen=True)
class Candidate:
    """A unit the duty list proposes, with those to support it and the law's own proposal."""

    unit: Unit
    support_units: list[Unit]
    proposal: law.Proposal


def propose(work_order: WorkOrder, *, now: datetime) -> list[Candidate]:
    """Propose units to lead, the best first, each with its reason."""
    return propose_for(work_order.service, work_order.area, now=now)


def propose_for(service: Service | None, area: Area | None, *, now: datetime) -> list[Candidate]:
    """Propose units for a matter that may have no work order yet."""
    on = clock.day_of(now)
    services, places = service.codes if service else [], area.codes if area else []
    found = law.propose(services, places, duties.in_force(on, services=services), on=on)
    units = Unit.objects.in_bulk(
        {code for one in found for code in (one.unit, *one.support_units)}, field_name="code"
    )
    return [
        Candidate(units[one.unit], [units[code] for code in one.support_units], one)
        for one in found
    ]


def concerns(work_order: WorkOrder, unit: Unit, *, now: datetime) -> list[law.Concern]:
    """List what speaks against a unit as the lead, those that refuse first."""
    upheld = work_order.objections.filter(decision=Objection.Decision.UPHELD)
    situation = law.Situation(
        service_path=_services(work_order),
        area_path=_areas(work_order),
        communities=frozenset({unit.code} if unit.level == UnitLevel.COMMUNITY else ()),
        accused=_accused(work_order),
        objection_upheld=frozenset(upheld.values_list("unit__code", flat=True)),
    )
    return law.concerns(unit.code, situation, _duties(work_order, now), on=clock.day_of(now))


def _services(work_order: WorkOrder) -> list[str]:
    return work_order.service.codes if work_order.service else []


def _areas(work_order: WorkOrder) -> list[str]:
    return work_order.area.codes if work_order.area else []


def _duties(work_order: WorkOrder, now: datetime) -> list[law.Duty]:
    return duties.in_force(clock.day_of(now), services=_services(work_order))


def _accused(work_order: WorkOrder) -> frozenset[str]:
    """Name the accused unit and those directly under it."""
    accused = work_order.accused_unit
    if accused is None:
        return frozenset()
    return frozenset({accused.code, *accused.children.values_list("code", flat=True)})


@transaction.atomic
def assign(  # noqa: PLR0913  (what the dispatcher decides)
    work_order: WorkOrder,
    *,
    unit: Unit,
    support_units: Sequence[Unit] = (),
    reason: str = "",
    actor: Actor,
    now: datetime,
) -> None:
    """Dispatch to a unit; one the duty list does not name needs a written reason.

    Raises `RefusedError` where the law forbids the unit whatever the reason (F1.19, F2.22).
    """
    against = concerns(work_order, unit, now=now)
    _check(against, reason)
    changes = {
        "lead_unit": unit,
        "dispatched_at": now,
        **clock.turn(
            work_order,
            met=[Stage.DISPATCH],
            start=[Stage.SIGN, Stage.FIRST_CONTACT, Stage.REPLY],
            now=now,
        ),
    }
    payload = {"unit": unit.code, "concerns": ".".join(against)}
    entry = record.apply(
        work_order, Action.DISPATCH, actor=actor, now=now, changes=changes, payload=payload
    )
    work_order.support_units.set(one for one in support_units if one.pk != unit.pk)
    if reason:
        record.explain(work_order, entry, required(reason, "reason"))
    proposals.judge(work_order, "unit", unit.code, actor=actor, now=now)


def _check(against: Sequence[law.Concern], reason: str) -> None:
    if any(concern.refuses for concern in against):
        raise RefusedError(
            _("This unit may not lead the matter: it is accused, interested, or not in charge.")
        )
    if against and not reason.strip():
        raise InvalidError(
            {"reason": _("The duty list does not give this matter to this unit: write why.")}
        )


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
    changes = {"lead_unit": None, **clock.turn(work_order, start=[Stage.DISPATCH], now=now)}
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
