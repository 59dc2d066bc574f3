"""Keeping the directory by hand: the rows and checks of the files, one at a time, on record."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _
from pydantic import ValidationError

from jiesu.directory.files import name_columns
from jiesu.directory.files.import_rows import KINDS
from jiesu.directory.files.row import Fate, MissingError, Row
from jiesu.directory.models import (
    Area,
    CalendarDay,
    DirectoryChange,
    DutyItem,
    PolicyNumber,
    Service,
    StageLimit,
    Unit,
)
from jiesu.directory.models.names import any_name

Cells = dict[str, str]

# Kind → its model, and the columns a search looks in besides the names of `_SEARCHED`. People are
# kept on a page of their own.
_TABLES: dict[str, tuple[type[Model], tuple[str, ...]]] = {
    "areas": (Area, ("code",)),
    "services": (Service, ("code",)),
    "units": (Unit, ("code",)),
    "duties": (DutyItem, ("service__code", "basis")),
    "calendar": (CalendarDay, ("date",)),
    "limits": (StageLimit, ("stage", "urgency", "service__code", "basis")),
    "numbers": (PolicyNumber, ("number", "basis")),
}
# Kind → the rows whose names a search looks in: "" is the row itself.
_SEARCHED: dict[str, tuple[str, ...]] = {
    "duties": ("service__", "lead_unit__"),
    "limits": ("service__",),
    "numbers": (),
}
EDITABLE = tuple(_TABLES)


class CellsError(Exception):
    """Cells that cannot be stored; `sentences` maps each column to what to do."""

    def __init__(self, sentences: dict[str, str]) -> None:
        super().__init__(" ".join(sentences.values()))
        self.sentences = sentences


def rows(kind: str, words: str = "") -> QuerySet[Any]:
    """Give the rows of a kind in the order people read them, narrowed by words."""
    model, _columns = _TABLES[kind]
    chosen = model._default_manager.select_related(*_NAMED.get(kind, ()))  # noqa: SLF001  (any model's manager)
    found = _speaks_of(kind, words) if words else Q()
    return chosen.filter(found).order_by(*_ORDER.get(kind, ("pk",)))


def _speaks_of(kind: str, words: str) -> Q:
    _model, columns = _TABLES[kind]
    found = Q()
    for column in columns:
        found |= Q(**{f"{column}__icontains": words})
    for named in _SEARCHED.get(kind, ("",)):
        found |= any_name(words, named)
    return found


# The rows that a row names, read with it.
_NAMED: dict[str, tuple[str, ...]] = {
    "areas": ("parent",),
    "services": ("parent",),
    "units": ("parent", "area"),
    "duties": ("service", "area", "lead_unit"),
    "limits": ("service",),
}
_ORDER: dict[str, tuple[str, ...]] = {
    "areas": ("path",),
    "services": ("path",),
    "units": ("level", "code"),
    "duties": ("service__path", "area__path", "valid_from"),
    "calendar": ("-date",),
    "limits": ("stage", "urgency", "service__path", "valid_from"),
    "numbers": ("number", "valid_from"),
}


def columns(kind: str) -> list[str]:
    """Name the columns of a kind that are kept by hand; outlines come by file only."""
    return [name for name in _names(KINDS[kind]) if name != "geometry"]


def _names(row: type[Row]) -> list[str]:
    found = [field.alias or name for name, field in row.model_fields.items() if name != "names"]
    named = name_columns.columns() if "names" in row.model_fields else []
    return [*found[:1], *named, *found[1:]]


def cells(kind: str, row: Any) -> Cells:
    """Give a row as the cells of its file: codes for other rows, "" for nothing."""
    return {name: _cell(row, name) for name in columns(kind)}


def shown(kind: str, row: Any) -> list[str]:
    """Give a row as people read it: names for codes, in the reader's language."""
    return [_shown(row, name) for name in columns(kind)]


def _shown(row: Any, name: str) -> str:
    display = getattr(row, f"get_{name}_display", None)
    if display:
        return str(display())
    if name == "support_units":
        return "、".join(unit.name for unit in row.support_units.all())
    value = getattr(row, name, None)
    return str(value) if isinstance(value, Model) else _cell(row, name)


def _cell(row: Any, name: str) -> str:
    language = name_columns.language_of(name)
    value = row.names.get(language) if language else getattr(row, name)
    if name == "support_units":
        return ";".join(sorted(unit.code for unit in value.all()))
    if isinstance(value, Model):
        return str(getattr(value, "code", value.pk))
    return "" if value is None else str(value)


@dataclass(frozen=True)
class Change:
    """One row as it shall be: its kind, its cells, and the row it replaces (None: a new one)."""

    kind: str
    cells: Cells
    replaces: int | None = None


@transaction.atomic
def store(change: Change, *, by_id: int | None, now: datetime) -> Fate:
    """Store a change and write it down; raises `CellsError`."""
    before = _before(change)
    fate = _stored(change, now)
    if fate != "same":
        after = {name: cell for name, cell in change.cells.items() if cell}
        key = "/".join(list(after.values())[:3])
        write_down(change.kind, key, before=before, after=after, by_id=by_id, now=now)
    return fate


def _before(change: Change) -> Cells:
    """Give the cells before, none for a new row."""
    if change.replaces is None:
        return {}
    old = rows(change.kind).filter(pk=change.replaces).first()
    return cells(change.kind, old) if old else {}


def _stored(change: Change, now: datetime) -> Fate:
    cells = change.cells.items()  # an empty name takes the name away
    given = {name: cell for name, cell in cells if cell != "" or name_columns.language_of(name)}
    if change.kind == "areas":  # the outline stays as the file brought it
        area = Area.objects.filter(pk=change.replaces or 0).first()
        given["geometry"] = area.geometry if area else {}
    try:
        return KINDS[change.kind](**given).store(now.date())
    except ValidationError as error:
        raise CellsError({_column(one["loc"]): one["msg"] for one in error.errors()}) from None
    except MissingError as missing:
        column, _colon, code = str(missing).partition(": ")
        sentence = _("There is nothing with the code {code}. Choose one from the list.")
        raise CellsError({column: sentence.format(code=code)}) from None


def _column(place: tuple[int | str, ...]) -> str:
    """Give the column that an error is about: the first name for all, "" for a row as a whole."""
    if place and place[0] == "names":
        return name_columns.columns()[0]
    return str(place[0]) if place else ""


def write_down(  # noqa: PLR0913  (all that a record holds)
    kind: str, key: str, *, before: Cells, after: Cells, by_id: int | None, now: datetime
) -> None:
    """Put a change on record."""
    DirectoryChange.objects.create(
        kind=kind, key=key[:200], before=before, after=after, by_id=by_id, at=now
    )


@transaction.atomic
def remove_day(pk: int, *, by_id: int | None, now: datetime) -> None:
    """Make a day of the calendar an ordinary one again: the only row that is ever taken away."""
    day = CalendarDay.objects.get(pk=pk)
    before = cells("calendar", day)
    write_down("calendar", str(day.date), before=before, after={}, by_id=by_id, now=now)
    day.delete()


def changes() -> QuerySet[DirectoryChange]:
    """Give what was changed, the latest first."""
    return DirectoryChange.objects.select_related("by").order_by("-at", "-pk")
