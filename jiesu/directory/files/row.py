"""What every line of a directory file shares: its names, and how it is stored."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from typing import Any, ClassVar, Literal, TypeVar

from django.db.models import Model
from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from jiesu.directory.files import name_columns
from jiesu.directory.models.names import NamedByLanguage, Nested

Fate = Literal["created", "changed", "same"]
_Row = TypeVar("_Row", bound=Model)


class MissingError(Exception):
    """A row names a code that is not there (yet)."""

    def __init__(self, column: str, code: str) -> None:
        super().__init__(f"{column}: {code}")


class Row(BaseModel):
    """A row as a line of a file makes it: what the line does not speak of is as it stands."""

    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True)
    # Columns whose cells are never completed from what stands: the file says all of it, or nothing.
    SAID_ANEW: ClassVar[frozenset[str]] = frozenset()

    @classmethod
    def prepare(cls, rows: "Sequence[Row]", on: date) -> None:
        """Do what must come before the first row of a file is stored; most kinds need nothing."""

    def store(self, on: date) -> Fate:
        """Write the row as of a day."""
        raise NotImplementedError


class WithNames(Row):
    """A row with a name in any language, each from its own column."""

    names: dict[str, str] = {}

    @model_validator(mode="before")
    @classmethod
    def _gather(cls, cells: dict[str, Any]) -> dict[str, Any]:
        return {**cells, "names": name_columns.names_in(cells)}

    @field_validator("names")
    @classmethod
    def _is_short(cls, names: dict[str, str]) -> dict[str, str]:
        if any(len(name) > name_columns.LONGEST for name in names.values()):
            sentence = _("A name has {most} characters at the most.")
            raise PydanticCustomError("long", sentence.format(most=name_columns.LONGEST))
        return names


class NamedRow(WithNames):
    """A row with a code, and a name in one language at least."""

    code: str = Field(min_length=1, max_length=64, pattern=r"^[\w.\-]+$")
    parent: str = ""

    @field_validator("names")
    @classmethod
    def _is_named(cls, names: dict[str, str]) -> dict[str, str]:
        if not any(names.values()):
            sentence = _("Give a name in one language at least.")
            raise PydanticCustomError("nameless", sentence)
        return names


_met: ContextVar[dict[tuple[type[Model], str], Any] | None] = ContextVar("met", default=None)


@contextmanager
def remembering() -> Iterator[None]:
    """Look no row up twice in this block: thousands of duties name a few hundred units."""
    token = _met.set({})
    try:
        yield
    finally:
        _met.reset(token)


def find(model: type[_Row], column: str, code: str) -> _Row | None:
    """Give the row of a code, None for no code, or raise `MissingError`."""
    if not code:
        return None
    met = _met.get()
    found: _Row | None = (met or {}).get((model, code))
    if found is None:
        found = model._default_manager.filter(code=code).first()
    if found is None:
        raise MissingError(column, code)
    if met is not None:
        met[model, code] = found
    return found


def nest(model: type[Nested], row: NamedRow, fields: dict[str, Any]) -> Fate:
    """Store a named row under its parent."""
    parent = find(model, "parent", row.parent)
    path = f"{parent.path if parent else '/'}{row.code}/"
    own = {"names": row.names, "parent": parent, "path": path}
    return put(model, {"code": row.code}, {**own, **fields})


def put(model: type[Model], key: dict[str, Any], fields: dict[str, Any]) -> Fate:
    """Create the row of a key or change it, and tell which; names of other languages stay."""
    (_met.get() or {}).pop((model, str(key.get("code"))), None)  # what was met is another by now
    found = model._default_manager.filter(**key).first()
    if "names" in fields:
        old = found.names if isinstance(found, NamedByLanguage) else {}
        fields["names"] = name_columns.joined(old, fields["names"])
    if found is None:
        model._default_manager.create(**key, **fields)
        return "created"
    if all(getattr(found, name) == value for name, value in fields.items()):
        return "same"
    for name, value in fields.items():
        setattr(found, name, value)
    found.save()
    return "changed"
