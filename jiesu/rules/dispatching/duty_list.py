"""The duty list: which unit leads what where, from when to when, and which items fit a matter."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class DutyKind(StrEnum):
    """Which of the three lists of a street or township an item stands on (履行职责事项清单)."""

    BASIC = "basic"  # 基本履职
    ASSIST = "assist"  # 配合履职
    TAKEN_BACK = "taken_back"  # 上级部门收回


@dataclass(frozen=True)
class Duty:
    """One item of a duty list: for this service in this area, who leads and who supports.

    `service` "" is the duty to coordinate whatever has no other owner; `area` "" is everywhere.
    For an assist item `support_units` are those that assist `lead_unit`; for one taken back they
    are those it was taken from. `valid_to` is the last day, or None for an open end.
    """

    id: int
    service: str
    area: str
    kind: DutyKind
    lead_unit: str
    support_units: tuple[str, ...]
    basis: str
    valid_from: date
    valid_to: date | None

    def valid(self, on: date) -> bool:
        """Tell whether the item is in force on that day, first and last day included."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


# At the same level, the stricter list speaks first.
_KIND_ORDER = (DutyKind.TAKEN_BACK, DutyKind.BASIC, DutyKind.ASSIST)


@dataclass(frozen=True)
class Match:
    """A duty that fits, and how many steps above the asked service and area it stands."""

    duty: Duty
    service_level: int
    area_level: int

    @property
    def level(self) -> tuple[int, int]:
        """Steps up in services, then in areas: smaller is closer."""
        return self.service_level, self.area_level

    @property
    def rank(self) -> tuple[int, int, int, int, int]:
        """Sort key: closest service, closest area, strictest list, newest, id."""
        kind = _KIND_ORDER.index(self.duty.kind)
        return (*self.level, kind, -self.duty.valid_from.toordinal(), self.duty.id)


def matches(
    service_path: Sequence[str],
    area_path: Sequence[str],
    duties: Iterable[Duty],
    *,
    on: date | None = None,
) -> list[Match]:
    """List the items that fit, the closest first: those in force `on` a day, or of any day.

    Paths run from leaf to root; an item for a parent service or area fits its children too.
    """
    services = {code: level for level, code in enumerate((*service_path, ""))}
    areas = {code: level for level, code in enumerate((*area_path, ""))}
    found = (
        Match(duty, services[duty.service], areas[duty.area])
        for duty in duties
        if duty.service in services and duty.area in areas and (on is None or duty.valid(on))
    )
    return sorted(found, key=lambda match: match.rank)
