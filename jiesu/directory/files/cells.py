"""A row of the directory as the cells of its file, and the row that a line of a file means."""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model

from jiesu.directory.files import name_columns
from jiesu.directory.files.import_rows import KINDS
from jiesu.directory.files.row import Row
from jiesu.directory.models import (
    Area,
    CalendarDay,
    DutyItem,
    Person,
    PolicyNumber,
    Service,
    StageLimit,
    Unit,
)

Cells = dict[str, str]

# Kind → its model, and the columns that make a row the row it is.
TABLES: dict[str, tuple[type[Model], tuple[str, ...]]] = {
    "areas": (Area, ("code",)),
    "services": (Service, ("code",)),
    "units": (Unit, ("code",)),
    "duties": (DutyItem, ("service", "area", "kind", "lead_unit", "valid_from")),
    "calendar": (CalendarDay, ("date",)),
    "limits": (StageLimit, ("stage", "urgency", "service", "appeal_kind", "valid_from")),
    "numbers": (PolicyNumber, ("number", "valid_from")),
    "people": (Person, ("username",)),
}


def columns(kind: str) -> list[str]:
    """Name the columns of a kind that hold text; outlines come by file only."""
    return [name for name in _names(KINDS[kind]) if name != "geometry"]


def _names(row: type[Row]) -> list[str]:
    found = [field.alias or name for name, field in row.model_fields.items() if name != "names"]
    named = name_columns.columns() if "names" in row.model_fields else []
    return [*found[:1], *named, *found[1:]]


def cells(kind: str, row: Any) -> Cells:
    """Give a row as the cells of its file: codes for other rows, "" for nothing."""
    return {name: cell(row, name) for name in columns(kind)}


def cell(row: Any, name: str) -> str:
    """Give one cell of a row, by its column."""
    if isinstance(row, Person) and name in _OF_PERSON:
        return _OF_PERSON[name](row)
    language = name_columns.language_of(name)
    value = row.names.get(language) if language else getattr(row, name)
    if name == "support_units":
        return ";".join(sorted(unit.code for unit in value.all()))
    if isinstance(value, Model):
        return str(getattr(value, "code", value.pk))
    return "" if value is None else str(value)


def _held(person: Person) -> str:
    """Give the duties a person holds until further notice, each with its unit."""
    running = person.grants.filter(valid_to=None).select_related("unit")
    return ";".join(
        sorted(f"{one.role}@{one.unit.code}" if one.unit else one.role for one in running)
    )


# What a file of people says otherwise than the table does; `roles` tells the unit of each.
_OF_PERSON: dict[str, Callable[[Person], str]] = {
    "roles": _held,
    "unit": lambda _person: "",
    "active": lambda person: str(person.is_active),
}


def standing(kind: str, line: Mapping[str, Any]) -> Model | None:
    """Find the row that a line speaks of; None where there is none, or the line names none."""
    model, key = TABLES[kind]
    sought = dict(_condition(model, name, str(line.get(name, ""))) for name in key)
    try:
        return model._default_manager.filter(**sought).first()
    except (
        ValidationError,
        ValueError,
    ):  # no date, for instance: the line's check says so
        return None


def _condition(model: type[Model], name: str, cell: str) -> tuple[str, Any]:
    if not model._meta.get_field(name).is_relation:
        return name, cell
    return (f"{name}__code", cell) if cell else (f"{name}__isnull", True)


def key_of(kind: str, row: Cells) -> str:
    """Give the words by which the record of changes names a row."""
    _model, key = TABLES[kind]
    return "/".join(row[name] for name in key if row.get(name))[:200]
