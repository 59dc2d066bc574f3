"""The rows of a city's own directory files: what each must say, and where it goes.

Each class is one kind of file; its fields are the columns (`areas` come as GeoJSON properties).
`store` writes the row and tells whether it was created, changed, or the same as before.
"""

from datetime import date
from typing import Any, Literal, TypeVar

from django.db.models import Model
from pydantic import BaseModel, ConfigDict, Field, field_validator
from shapely.geometry import shape

from jiesu.directory import staff
from jiesu.directory.models import (
    Area,
    CalendarDay,
    DutyItem,
    Level,
    Person,
    Service,
    Stage,
    StageLimit,
    Unit,
    UnitLevel,
    Urgency,
)
from jiesu.directory.models.names import Nested
from jiesu.rules.roles import STAFF_ROLES, Role, clashes

Fate = Literal["created", "changed", "same"]
_Row = TypeVar("_Row", bound=Model)


class MissingError(Exception):
    """A row names a code that is not there (yet)."""

    def __init__(self, column: str, code: str) -> None:
        super().__init__(f"{column}: {code}")


class Row(BaseModel):
    """One line of a file; unknown columns are passed over, empty cells count as absent."""

    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True)

    def store(self, on: date) -> Fate:
        """Write the row as of a day."""
        raise NotImplementedError


class NamedRow(Row):
    """A row with a code and names."""

    code: str = Field(min_length=1, max_length=64, pattern=r"^[\w.\-]+$")
    name_zh: str = Field(min_length=1, max_length=200)
    name_en: str = Field("", max_length=200)
    parent: str = ""


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
        return _nest(Area, self, {**fields, "lat": middle.y, "lon": middle.x})


class ServiceRow(NamedRow):
    """A line of `services.csv`."""

    urgency: Urgency = Urgency.GENERAL
    appeal_kind: str = ""
    active: bool = True

    def store(self, on: date) -> Fate:  # noqa: ARG002  (services have no dates)
        """Write the service under its parent."""
        return _nest(Service, self, self.model_dump(include={"urgency", "appeal_kind", "active"}))


class UnitRow(NamedRow):
    """A line of `units.csv`."""

    level: UnitLevel
    area: str = ""
    active: bool = True

    def store(self, on: date) -> Fate:  # noqa: ARG002  (units have no dates)
        """Write the unit with its area and the unit above it."""
        fields = {
            "name_zh": self.name_zh,
            "name_en": self.name_en,
            "level": self.level,
            "active": self.active,
            "area": _find(Area, "area", self.area),
            "parent": _find(Unit, "parent", self.parent),
        }
        return _put(Unit, {"code": self.code}, fields)


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
            "service": _find(Service, "service", self.service),
            "area": _find(Area, "area", self.area),
            "kind": self.kind,
            "lead_unit": _find(Unit, "lead_unit", self.lead_unit),
            "valid_from": self.valid_from,
        }
        supports = [
            _find(Unit, "support_units", code) for code in self.support_units.split(";") if code
        ]
        fate = _put(DutyItem, key, {"basis": self.basis, "valid_to": self.valid_to})
        DutyItem.objects.get(**key).support_units.set([unit for unit in supports if unit])
        return fate


class CalendarRow(Row):
    """A line of `calendar.csv`."""

    day: date = Field(alias="date")
    kind: CalendarDay.Kind
    name_zh: str = ""
    name_en: str = ""

    def store(self, on: date) -> Fate:  # noqa: ARG002  (the row is a date)
        """Write the day."""
        fields = {"kind": self.kind, "name_zh": self.name_zh, "name_en": self.name_en}
        return _put(CalendarDay, {"date": self.day}, fields)


class LimitRow(Row):
    """A line of `limits.csv`."""

    stage: Stage
    urgency: Urgency
    amount: int = Field(ge=1, le=1000)
    unit: StageLimit.Span
    basis: str = Field("", max_length=300)
    valid_from: date
    valid_to: date | None = None

    def store(self, on: date) -> Fate:  # noqa: ARG002  (the row has its own dates)
        """Write the limit."""
        key = {"stage": self.stage, "urgency": self.urgency, "valid_from": self.valid_from}
        fields = self.model_dump(include={"amount", "unit", "basis", "valid_to"})
        return _put(StageLimit, key, fields)


class PersonRow(Row):
    """A line of `people.csv`; who is new gets no password: he is given one by an administrator."""

    username: str = Field(min_length=1, max_length=150)
    name: str = Field("", max_length=100)
    email: str = ""
    roles: str = ""
    unit: str = ""

    @field_validator("roles")
    @classmethod
    def _may_be_held_together(cls, roles: str) -> str:
        held = frozenset(Role(role) for role in roles.split(";") if role)
        if not held <= set(STAFF_ROLES):
            raise ValueError("residents and the system hold no account")
        for one, other in clashes(held):
            raise ValueError(f"{one} and {other} must be different people")
        return roles

    def store(self, on: date) -> Fate:
        """Write the person and the duties he holds from that day."""
        unit = _find(Unit, "unit", self.unit)
        fate = _put(Person, {"username": self.username}, {"name": self.name, "email": self.email})
        person = Person.objects.get(username=self.username)
        if fate == "created":
            person.set_unusable_password()
            person.save()
        for role in filter(None, self.roles.split(";")):
            staff.grant(person, Role(role), unit=unit, on=on)
        return fate


KINDS: dict[str, type[Row]] = {
    "areas": AreaRow,
    "services": ServiceRow,
    "units": UnitRow,
    "duties": DutyRow,
    "calendar": CalendarRow,
    "limits": LimitRow,
    "people": PersonRow,
}


def _find(model: type[_Row], column: str, code: str) -> _Row | None:
    """Give the row of a code, None for no code, or raise `MissingError`."""
    if not code:
        return None
    found = model._default_manager.filter(code=code).first()  # noqa: SLF001  (any model's manager)
    if found is None:
        raise MissingError(column, code)
    return found


def _nest(model: type[Nested], row: NamedRow, fields: dict[str, Any]) -> Fate:
    parent = _find(model, "parent", row.parent)
    path = f"{parent.path if parent else '/'}{row.code}/"
    names = {"name_zh": row.name_zh, "name_en": row.name_en}
    return _put(model, {"code": row.code}, {**names, **fields, "parent": parent, "path": path})


def _put(model: type[Model], key: dict[str, Any], fields: dict[str, Any]) -> Fate:
    found = model._default_manager.filter(**key).first()  # noqa: SLF001  (as above)
    if found is None:
        model._default_manager.create(**key, **fields)  # noqa: SLF001  (as above)
        return "created"
    if all(getattr(found, name) == value for name, value in fields.items()):
        return "same"
    for name, value in fields.items():
        setattr(found, name, value)
    found.save()
    return "changed"
