"""The rows of a city's own directory files: what each must say, and where it goes.

Each class is one kind of file; its fields are the columns (`areas` come as GeoJSON properties).
`store` writes the row and tells whether it was created, changed, or the same as before.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar, Self

from django.utils.translation import gettext as _
from pydantic import Field, field_validator, model_validator
from pydantic_core import PydanticCustomError
from shapely.geometry import shape

from jiesu.directory import staff
from jiesu.directory.files.row import Fate, NamedRow, Row, WithNames, find, nest, put
from jiesu.directory.models import (
    Area,
    CalendarDay,
    DutyItem,
    Level,
    Number,
    Person,
    PolicyNumber,
    Service,
    Span,
    Stage,
    StageLimit,
    Unit,
    UnitLevel,
    Urgency,
)
from jiesu.rules.roles import STAFF_ROLES, Role, clashes


class AreaRow(NamedRow):
    """A feature of `areas.geojson`: its properties and its outline."""

    level: Level
    geometry: dict[str, Any]

    @field_validator("geometry")
    @classmethod
    def _is_outline(cls, geometry: dict[str, Any]) -> dict[str, Any]:
        outline = shape(geometry)
        if outline.geom_type not in {"Polygon", "MultiPolygon"} or not outline.is_valid:
            raise ValueError("the outline is not a valid polygon")
        return geometry

    def store(self, on: date) -> Fate:  # noqa: ARG002  (areas have no dates)
        """Write the area under its parent, with its middle."""
        middle = shape(self.geometry).representative_point()
        fields = {"level": self.level, "geometry": self.geometry}
        return nest(Area, self, {**fields, "lat": middle.y, "lon": middle.x})


class ServiceRow(NamedRow):
    """A line of `services.csv`."""

    urgency: Urgency = Urgency.GENERAL
    appeal_kind: str = ""
    active: bool = True

    def store(self, on: date) -> Fate:  # noqa: ARG002  (services have no dates)
        """Write the service under its parent."""
        return nest(Service, self, self.model_dump(include={"urgency", "appeal_kind", "active"}))


class UnitRow(NamedRow):
    """A line of `units.csv`."""

    level: UnitLevel
    area: str = ""
    active: bool = True

    def store(self, on: date) -> Fate:  # noqa: ARG002  (units have no dates)
        """Write the unit with its area and the unit above it."""
        fields = {
            "names": self.names,
            "level": self.level,
            "active": self.active,
            "area": find(Area, "area", self.area),
            "parent": find(Unit, "parent", self.parent),
        }
        return put(Unit, {"code": self.code}, fields)


class DutyRow(Row):
    """A line of `duties.csv`; no service: whatever nobody else leads; no area: everywhere."""

    service: str = ""
    area: str = ""
    kind: DutyItem.Kind
    lead_unit: str
    support_units: str = ""
    basis: str = Field("", max_length=300)
    valid_from: date
    valid_to: date | None = None

    def store(self, on: date) -> Fate:  # noqa: ARG002  (the row has its own dates)
        """Write the item and its supporting units."""
        key = {
            "service": find(Service, "service", self.service),
            "area": find(Area, "area", self.area),
            "kind": self.kind,
            "lead_unit": find(Unit, "lead_unit", self.lead_unit),
            "valid_from": self.valid_from,
        }
        supports = [
            find(Unit, "support_units", code) for code in self.support_units.split(";") if code
        ]
        fate = put(DutyItem, key, {"basis": self.basis, "valid_to": self.valid_to})
        if supports or fate != "created":
            DutyItem.objects.get(**key).support_units.set([unit for unit in supports if unit])
        return fate


class CalendarRow(WithNames):
    """A line of `calendar.csv`."""

    day: date = Field(alias="date")
    kind: CalendarDay.Kind

    def store(self, on: date) -> Fate:  # noqa: ARG002  (the row is a date)
        """Write the day."""
        return put(CalendarDay, {"date": self.day}, {"kind": self.kind, "names": self.names})


class LimitRow(Row):
    """A line of `limits.csv`."""

    stage: Stage
    urgency: Urgency
    service: str = ""
    appeal_kind: str = ""
    amount: int = Field(ge=1, le=1000)
    unit: Span
    basis: str = Field("", max_length=300)
    valid_from: date
    valid_to: date | None = None

    def store(self, on: date) -> Fate:  # noqa: ARG002  (the row has its own dates)
        """Write the limit."""
        key = {
            **self.model_dump(include={"stage", "urgency", "appeal_kind", "valid_from"}),
            "service": find(Service, "service", self.service),
        }
        fields = self.model_dump(include={"amount", "unit", "basis", "valid_to"})
        return put(StageLimit, key, fields)


class NumberRow(Row):
    """A line of `numbers.csv`; only a length of time has a unit."""

    number: Number
    amount: int = Field(ge=1, le=1000)
    unit: Span | None = None
    basis: str = Field("", max_length=300)
    valid_from: date
    valid_to: date | None = None

    @model_validator(mode="after")
    def _has_a_unit_or_none(self) -> Self:
        if (self.unit is not None) != (self.number is Number.EXTENSION_EACH):
            raise PydanticCustomError("unit", _("A length of time has a unit; a count has none."))
        return self

    def store(self, on: date) -> Fate:  # noqa: ARG002  (the row has its own dates)
        """Write the number."""
        fields = self.model_dump(include={"amount", "basis", "valid_to"})
        key = {"number": self.number, "valid_from": self.valid_from}
        return put(PolicyNumber, key, {**fields, "unit": self.unit or ""})


class PersonRow(Row):
    """Lines of `people.csv`: one for each unit in which a person holds roles.

    Who is new gets no password until an administrator sets one. Where there is a column `roles`, a
    person holds what the file says and nothing else; without it their duties stay.
    """

    SAID_ANEW: ClassVar[frozenset[str]] = frozenset({"roles", "unit"})

    username: str = Field(min_length=1, max_length=150)
    name: str = Field("", max_length=100)
    email: str = ""
    roles: str | None = None
    unit: str = ""
    active: bool = True

    @property
    def held(self) -> list[Role]:
        """The roles of the line."""
        return [Role(role.strip()) for role in (self.roles or "").split(";") if role.strip()]

    @field_validator("roles")
    @classmethod
    def _may_be_held_together(cls, roles: str | None) -> str | None:
        names = [role.strip() for role in (roles or "").split(";") if role.strip()]
        if strange := [name for name in names if name not in STAFF_ROLES]:
            sentence = _("No role of the staff is called {role}. There are: {roles}.")
            known = ", ".join(sorted(STAFF_ROLES))
            raise PydanticCustomError("role", sentence.format(role=strange[0], roles=known))
        for one, other in clashes(frozenset(map(Role, names))):
            sentence = _("{one} and {other} must be held by different people.")
            raise PydanticCustomError("clash", sentence.format(one=one, other=other))
        return roles

    @classmethod
    def prepare(cls, rows: Sequence[Row], on: date) -> None:
        """End the duties of the file's people that it does not name, before it grants others."""
        mine = [row for row in rows if isinstance(row, cls) and row.roles is not None]
        named = {(row.username, role, row.unit) for row in mine for role in row.held}
        for person in Person.objects.filter(username__in={row.username for row in mine}):
            for grant in person.grants.filter(valid_to=None).select_related("unit"):
                unit = grant.unit.code if grant.unit else ""
                if (person.username, Role(grant.role), unit) not in named:
                    staff.revoke(person, Role(grant.role), unit=grant.unit, on=on)

    def store(self, on: date) -> Fate:
        """Write the person and the duties they hold from that day."""
        unit = find(Unit, "unit", self.unit)
        own = {"name": self.name, "email": self.email, "is_active": self.active}
        fate = put(Person, {"username": self.username}, own)
        person = Person.objects.get(username=self.username)
        if fate == "created":
            person.set_unusable_password()
            person.save()
        for role in self.held:
            staff.grant(person, role, unit=unit, on=on)
        return fate


KINDS: dict[str, type[Row]] = {
    "areas": AreaRow,
    "services": ServiceRow,
    "units": UnitRow,
    "duties": DutyRow,
    "calendar": CalendarRow,
    "limits": LimitRow,
    "numbers": NumberRow,
    "people": PersonRow,
}
