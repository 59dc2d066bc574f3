"""Keeping the directory by hand: the rows and checks of the files, one at a time, on record."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _
from pydantic import ValidationError

from jiesu.directory import consequences
from jiesu.directory.files import name_columns
from jiesu.directory.files.cells import TABLES, Cells, cell, cells, columns, key_of
from jiesu.directory.files.import_rows import KINDS
from jiesu.directory.files.row import Fate, MissingError
from jiesu.directory.models import Area, CalendarDay, DirectoryChange
from jiesu.directory.models.names import any_name

# Kind → the columns a search looks in beside the names of `_SEARCHED`. People are kept on a page of
# their own.
_LOOKED_IN: dict[str, tuple[str, ...]] = {
    "areas": ("code",),
    "services": ("code",),
    "units": ("code",),
    "duties": ("service__code", "basis"),
    "calendar": ("date",),
    "limits": ("stage", "urgency", "service__code", "basis"),
    "numbers": ("number", "basis"),
}
# Kind → the rows whose names a search looks in: "" is the row itself.
_SEARCHED: dict[str, tuple[str, ...]] = {
    "duties": ("service__", "lead_unit__"),
    "limits": ("service__",),
    "numbers": (),
}
EDITABLE = tuple(_LOOKED_IN)


class CellsError(Exception):
    """Cells that cannot be stored; `sentences` maps each column to what to do."""

    def __init__(self, sentences: dict[str, str]) -> None:
        super().__init__(" ".join(sentences.values()))
        self.sentences = sentences


def rows(kind: str, words: str = "") -> QuerySet[Any]:
    """Give the rows of a kind in the order people read them, narrowed by words."""
    model, _key = TABLES[kind]
    chosen = model._default_manager.select_related(*_NAMED.get(kind, ()))
    found = _speaks_of(kind, words) if words else Q()
    return chosen.filter(found).order_by(*_ORDER.get(kind, ("pk",)))


def _speaks_of(kind: str, words: str) -> Q:
    found = Q()
    for column in _LOOKED_IN[kind]:
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
    return str(value) if isinstance(value, Model) else cell(row, name)


@dataclass(frozen=True)
class Change:
    """One row as it shall be: its kind, its cells, and the row it replaces (None: a new one)."""

    kind: str
    cells: Cells
    replaces: int | None = None


@transaction.atomic
def store(change: Change, *, by_id: int | None, now: datetime) -> list[str]:
    """Store a change and write it down; say what follows from it. Raises `CellsError`."""
    before = _before(change)
    if _stored(change, now) == "same":
        return []
    after = {name: cell for name, cell in change.cells.items() if cell}
    key = key_of(change.kind, after)
    made = write_down(change.kind, key, before=before, after=after, by_id=by_id, now=now)
    return consequences.follow([made], now=now)


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
) -> DirectoryChange:
    """Put a change on record."""
    return DirectoryChange.objects.create(
        kind=kind, key=key[:200], before=before, after=after, by_id=by_id, at=now
    )


@transaction.atomic
def remove_day(pk: int, *, by_id: int | None, now: datetime) -> list[str]:
    """Make a day of the calendar an ordinary one again: the only row that is ever taken away.

    Gives what follows from it, in sentences.
    """
    day = CalendarDay.objects.get(pk=pk)
    before = cells("calendar", day)
    made = write_down("calendar", str(day.date), before=before, after={}, by_id=by_id, now=now)
    day.delete()
    return consequences.follow([made], now=now)


def changes() -> QuerySet[DirectoryChange]:
    """Give what was changed, the latest first."""
    return DirectoryChange.objects.select_related("by").order_by("-at", "-pk")
