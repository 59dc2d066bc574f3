"""Who should handle it: units proposed from the duty list, each with its reason.

Principles (Beijing's regulation on 接诉即办 of 2021, articles 11, 12 and 17; 国办函〔2025〕66号,
item 5; the duty lists that every street and township has had since 2025):

- the most specific service decides, then the most specific area;
- an item *taken back* goes to the department that took it, never to the street it was taken from;
- an item the street only *assists* with goes to the department that leads it, and says so;
- where no unit can be determined but the area can, the district coordinates. That is data too: a
  duty whose service is empty, held by the district for its area. It matches everything, last.

Nothing here dispatches: a person disposes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from jiesu.rules.dispatching.duty_list import Duty, DutyKind, Match, matches

__all__ = [
    "Concern",
    "Duty",
    "DutyKind",
    "Proposal",
    "Reason",
    "ReasonCode",
    "Situation",
    "concerns",
    "propose",
]


class ReasonCode(StrEnum):
    """Why a unit is proposed."""

    LEADS = "leads"  # its own basic duty
    LEADS_ASSISTED = "leads_assisted"  # leads, and the street only assists
    TOOK_BACK = "took_back"  # the department took it back from the street
    COORDINATES = "coordinates"  # only the area is certain: the district organises the units


@dataclass(frozen=True)
class Reason:
    """A code and what a page needs to put it in words.

    `service` and `area` are what matched ("" for any); `service_level` and `area_level` count the
    steps up from what was asked: 0 is the very same.
    """

    code: ReasonCode
    service: str
    service_level: int
    area: str
    area_level: int
    basis: str


@dataclass(frozen=True)
class Proposal:
    """A unit to lead, those to support it, and why.

    `confidence` (0 to 1) orders proposals by how closely the item fits; it is no probability.
    """

    unit: str
    support_units: tuple[str, ...]
    duty_id: int
    confidence: float
    reason: Reason


# What each step up takes from the confidence, and what a kind starts with.
_SERVICE_STEP, _AREA_STEP = 0.8, 0.95
_START = {
    ReasonCode.LEADS: 0.95,
    ReasonCode.TOOK_BACK: 0.9,
    ReasonCode.LEADS_ASSISTED: 0.85,
    ReasonCode.COORDINATES: 0.5,
}
_CODES = {
    DutyKind.BASIC: ReasonCode.LEADS,
    DutyKind.TAKEN_BACK: ReasonCode.TOOK_BACK,
    DutyKind.ASSIST: ReasonCode.LEADS_ASSISTED,
}


def propose(
    service_path: Sequence[str], area_path: Sequence[str], duties: Iterable[Duty], *, on: date
) -> list[Proposal]:
    """Propose units for a service in an area, the best first, each unit once.

    Paths run from leaf to root, as codes; an empty path means that it is not known. `duties` may
    hold items of other services, areas and dates, which are passed over.
    """
    found = matches(service_path, area_path, duties, on=on)
    best: dict[str, Match] = {}
    for match in _without_taken_back(found):
        best.setdefault(match.duty.lead_unit, match)
    return [_proposal(match, list(best.values())) for match in best.values()]


def _without_taken_back(found: Sequence[Match]) -> Iterable[Match]:
    """Pass on what may still lead: not units that a closer item took the matter from."""
    relieved: set[str] = set()
    for match in found:
        if match.duty.lead_unit not in relieved:
            yield match
        if match.duty.kind is DutyKind.TAKEN_BACK:
            relieved |= _relieved_by(match, found)


def _relieved_by(taken: Match, found: Iterable[Match]) -> set[str]:
    """Name the street's own units: those the item names, and those leading basic duties there."""
    local = {
        match.duty.lead_unit
        for match in found
        if _is_local(match.duty) and match.duty.service and match.area_level <= taken.area_level
    }
    return (local | set(taken.duty.support_units)) - {taken.duty.lead_unit}


def _proposal(match: Match, all_best: Sequence[Match]) -> Proposal:
    duty, code = match.duty, _code(match.duty)
    equals = sum(other.level == match.level for other in all_best)
    fit = _SERVICE_STEP**match.service_level * _AREA_STEP**match.area_level
    return Proposal(
        unit=duty.lead_unit,
        support_units=() if code is ReasonCode.TOOK_BACK else duty.support_units,
        duty_id=duty.id,
        confidence=round(_START[code] * fit / equals, 3),
        reason=Reason(
            code, duty.service, match.service_level, duty.area, match.area_level, duty.basis
        ),
    )


def _code(duty: Duty) -> ReasonCode:
    return _CODES[duty.kind] if duty.service else ReasonCode.COORDINATES


def _is_local(duty: Duty) -> bool:
    return duty.kind is DutyKind.BASIC and bool(duty.area)


class Concern(StrEnum):
    """What speaks against giving a matter to a unit."""

    COMMUNITY_MAY_NOT_LEAD = "community_may_not_lead"
    ACCUSED = "accused"  # the complaint is about this unit
    CONFLICT_OF_INTEREST = "conflict_of_interest"
    TAKEN_BACK = "taken_back"  # a department took this matter back from the unit
    ASSISTS_ONLY = "assists_only"  # on the unit's list, but not to lead
    EXPIRED = "expired"  # it was, or will be, this unit's duty, but not on that day
    NOT_LISTED = "not_listed"  # no list gives it this matter
    OBJECTION_UPHELD = "objection_upheld"  # it objected before and was right

    @property
    def refuses(self) -> bool:
        """Tell whether the law forbids it, whatever reason is given; else a written one will do."""
        return self in _REFUSING


# Communities never lead (Beijing, article 17); nobody handles a complaint about themselves or
# against their own interest (Jinan's hotline regulation of 2018, article 32); what departments must
# do is not sent to the grassroots (国办函〔2025〕66号, item 5).
_REFUSING = frozenset(
    {
        Concern.COMMUNITY_MAY_NOT_LEAD,
        Concern.ACCUSED,
        Concern.CONFLICT_OF_INTEREST,
        Concern.TAKEN_BACK,
    }
)


@dataclass(frozen=True)
class Situation:
    """What is known of a matter when a unit is chosen; sets hold unit codes.

    Whoever names an accused or interested unit names those under its command too.
    """

    service_path: Sequence[str]
    area_path: Sequence[str]
    communities: frozenset[str] = frozenset()
    accused: frozenset[str] = frozenset()
    interested: frozenset[str] = frozenset()
    objection_upheld: frozenset[str] = frozenset()


def concerns(unit: str, situation: Situation, duties: Iterable[Duty], *, on: date) -> list[Concern]:
    """List what speaks against `unit` as the lead, those that refuse first."""
    personal = {
        Concern.COMMUNITY_MAY_NOT_LEAD: situation.communities,
        Concern.ACCUSED: situation.accused,
        Concern.CONFLICT_OF_INTEREST: situation.interested,
        Concern.OBJECTION_UPHELD: situation.objection_upheld,
    }
    found = {concern for concern, units in personal.items() if unit in units}
    found |= _on_the_list(unit, situation, list(duties), on)
    return [concern for concern in Concern if concern in found]


def _on_the_list(unit: str, situation: Situation, duties: Sequence[Duty], on: date) -> set[Concern]:
    """Say what the duty list has against the unit; nothing where it may lead."""
    found = matches(situation.service_path, situation.area_path, duties, on=on)
    if _leads(unit, _without_taken_back(found)):
        return set()
    if _leads(unit, found) or _supports(unit, found, DutyKind.TAKEN_BACK):
        return {Concern.TAKEN_BACK}
    if _supports(unit, found, DutyKind.BASIC, DutyKind.ASSIST):
        return {Concern.ASSISTS_ONLY}
    ever = matches(situation.service_path, situation.area_path, duties)
    return {Concern.EXPIRED if _leads(unit, ever) else Concern.NOT_LISTED}


def _leads(unit: str, found: Iterable[Match]) -> bool:
    return any(match.duty.lead_unit == unit for match in found)


def _supports(unit: str, found: Iterable[Match], *kinds: DutyKind) -> bool:
    return any(match.duty.kind in kinds and unit in match.duty.support_units for match in found)
