"""Keeping the directory by hand: the rows and checks of the files, one at a time, on record."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _
from pydantic import ValidationError

from jiesu.directory.import_rows import KINDS, Fate, MissingError, Row
from jiesu.directory.models import (
    Area,
    CalendarDay,
    DirectoryChange,
    DutyItem,
    Service,
    StageLimit,
    Unit,
)

Cells = dict[str, str]

# Kind → its model, and the columns a search looks in. People are kept on a page of their own.
_TABLES: dict[str, tuple[type[Model], tuple[str, ...]]] = {
    "areas": (Area, ("code", "name_zh", "name_en")),
    "services": (Service, ("code", "name_zh", "name_en")),
    "units": (Unit, ("code", "name_zh", "name_en")),
    "duties": (DutyItem, ("service__code", "service__name_zh", "lead_unit__name_zh", "basis")),
    "calendar": (CalendarDay, ("date", "name_zh", "name_en")),
    "limits": (StageLimit, ("stage", "urgency", "basis")),
}
EDITABLE = tuple(_TABLES)


class CellsError(Exception):
    """Cells that cannot be stored; `sentences` maps each column to what to do."""

    def __init__(self, sentences: dict[str, str]) -> None:
        super().__init__(" ".join(sentences.values()))
        self.sentences = sentences


def rows(kind: str, words: str = "") -> QuerySet[Any]:
    """Give the rows of a kind in the order people read them, narrowed by words."""
    model, columns = _TABLES[kind]
    found = Q()
    for column in columns if words else ():
        found |= Q(**{f"{column}__icontains": words})
    chosen = model._default_manager.select_related(*_NAMED.get(kind, ()))  # noqa: SLF001  (any model's manager)
    return chosen.filter(found).order_by(*_ORDER.get(kind, ("pk",)))


# The rows that a row names, read with it.
_NAMED: dict[str, tuple[str, ...]] = {
    "areas": ("parent",),
    "services": ("parent",),
    "units": ("parent", "area"),
    "duties": ("service", "area", "lead_unit"),
}
_ORDER: dict[str, tuple[str, ...]] = {
    "areas": ("path",),
    "services": ("path",),
    "units": ("level", "code"),
    "duties": ("service__path", "area__path", "valid_from"),
    "calendar": ("-date",),
    "limits": ("stage", "urgency", "valid_from"),
}


def columns(kind: str) -> list[str]:
    """Name the columns of a kind that are kept by hand; outlines come by file only."""
    return [name for name in _names(KINDS[kind]) if name != "geometry"]


def _names(row: type[Row]) -> list[str]:
    return [field.alias or name for name, field in row.model_fields.items()]


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
    value = getattr(row, name)
    return str(value) if isinstance(value, Model) else _cell(row, name)


def _cell(row: Any, name: str) -> str:
    value = getattr(row, name)
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
    given = {name: cell for name, cell in change.cells.items() if cell != ""}
    if change.kind == "areas":  # the outline stays as the file brought it
        area = Area.objects.filter(pk=change.replaces or 0).first()
        given["geometry"] = area.geometry if area else {}
    try:
        return KINDS[change.kind](**given).store(now.date())
    except ValidationError as error:
        found = {str(one["loc"][0]): one["msg"] for one in error.errors()}
        raise CellsError(found) from None
    except MissingError as missing:
        column, _colon, code = str(missing).partition(": ")
        sentence = _("There is nothing with the code {code}. Choose one from the list.")
        raise CellsError({column: sentence.format(code=code)}) from None


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
