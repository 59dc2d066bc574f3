"""Which unit leads, by the duty list, with its reason; and what speaks against another one."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from jiesu.casework.ledger import clock
from jiesu.casework.models import Objection, WorkOrder
from jiesu.casework.reading import gate
from jiesu.directory.lookup import duties
from jiesu.directory.models import Area, Service, Unit, UnitLevel
from jiesu.rules.dispatching import dispatch as law
from jiesu.rules.grounds import ObjectionGround


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
    upheld = _upheld(work_order)
    situation = law.Situation(
        service_path=_services(work_order),
        area_path=_areas(work_order),
        communities=frozenset({unit.code} if unit.level == UnitLevel.COMMUNITY else ()),
        accused=_accused(work_order),
        interested=frozenset(upheld[ObjectionGround.CONFLICT_OF_INTEREST]),
        objection_upheld=frozenset().union(*upheld.values()),
    )
    return law.concerns(unit.code, situation, _duties(work_order, now), on=clock.day_of(now))


def _upheld(work_order: WorkOrder) -> dict[str, set[str]]:
    """Give the units that objected and were right, by ground."""
    found: dict[str, set[str]] = defaultdict(set)
    rows = work_order.objections.filter(decision=Objection.Decision.UPHELD)
    for ground, unit in rows.values_list("ground", "unit__code"):
        found[ground].add(unit)
    return found


def _services(work_order: WorkOrder) -> list[str]:
    return work_order.service.codes if work_order.service else []


def _areas(work_order: WorkOrder) -> list[str]:
    return work_order.area.codes if work_order.area else []


def _duties(work_order: WorkOrder, now: datetime) -> list[law.Duty]:
    return duties.in_force(clock.day_of(now), services=_services(work_order))


def _accused(work_order: WorkOrder) -> frozenset[str]:
    """Name the units that may not handle it: the accused, and those of its line but the top."""
    kept_out = gate.units_kept_out(work_order)
    if not kept_out:
        return frozenset()
    return frozenset(Unit.objects.filter(pk__in=kept_out).values_list("code", flat=True))
