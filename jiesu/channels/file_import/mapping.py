"""A mapping: which columns of a file become what of an appeal, written in TOML."""

import codecs
from datetime import UTC, date, datetime, time
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

from jiesu.channels.file_import.values.cells import column_key
from jiesu.channels.file_import.values.moments import COMMON
from jiesu.channels.file_import.values.places import Bounds
from jiesu.rules.timing.plausible import EARLIEST


def _listed(value: object) -> object:
    return (value,) if isinstance(value, str) else value


def _folded(value: object) -> object:
    listed = _listed(value)
    return tuple(map(column_key, listed)) if isinstance(listed, list | tuple) else listed


def _codec(name: str) -> str:
    try:
        return codecs.lookup(name).name if name else ""
    except LookupError as error:
        raise ValueError(f"there is no encoding called {name}") from error


def _zone(name: object) -> object:
    if not isinstance(name, str):
        return name
    try:
        return ZoneInfo(name)
    except (KeyError, OSError, ValueError) as error:
        raise ValueError(f"there is no time zone called {name}") from error


Columns = Annotated[tuple[str, ...], BeforeValidator(_folded)]
Zone = Annotated[ZoneInfo, BeforeValidator(_zone)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class FileOptions(_Part):
    """How the file is to be read, where recognition should not decide."""

    encoding: Annotated[str, BeforeValidator(_codec)] = ""
    delimiter: str = ""
    sheet: str = ""


class Words(_Part):
    """A text: of the first `column` that the file has, of several joined, or constant.

    `values` translates whole cells, `contains` cells that hold a piece of text (the first piece
    found counts), `otherwise` all others; without `otherwise` a cell that is in neither table is
    left as it is if there is no table, and rejected if there is one. `default` stands for an empty
    cell.
    """

    column: Columns = ()
    join: Columns = ()
    separator: str = "\n"
    constant: str = ""
    values: dict[str, str] = {}
    contains: dict[str, str] = {}
    otherwise: str | None = None
    default: str = ""

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if sum(map(bool, (self.column, self.join, self.constant))) != 1:
            raise ValueError("give exactly one of column, join and constant")
        return self

    @property
    def columns(self) -> Columns:
        """Name all columns it may read."""
        return self.column + self.join


class Moment(_Part):
    """A date: of the first `column` that the file has, in one of the `formats`.

    A cell whose text is one of `empty` holds none: what the source writes where it has no date.
    """

    column: Columns
    formats: tuple[str, ...] = COMMON
    empty: frozenset[str] = frozenset()

    @property
    def columns(self) -> Columns:
        """Name all columns it may read."""
        return self.column


class Place(_Part):
    """Where: two coordinates in a system, and the box in which they must lie."""

    lat: Columns = ()
    lon: Columns = ()
    east: Columns = ()
    north: Columns = ()
    bounds: Bounds | None = None

    @property
    def system(self) -> Literal["wgs84", "lv95"]:
        """Name the system of the coordinates."""
        return "lv95" if self.east else "wgs84"

    @property
    def pair(self) -> tuple[Columns, Columns]:
        """Give the columns in the order in which the system names them."""
        return (self.east, self.north) if self.east else (self.lat, self.lon)

    @property
    def columns(self) -> Columns:
        """Name all columns it may read."""
        return self.lat + self.lon + self.east + self.north


class Mapping(_Part):
    """All that is said about a file; its parts are named as the fields of a `HistoryRow`."""

    about: str
    source: str = Field(max_length=64, pattern=r"^[A-Za-z0-9_.:-]+$")
    zone: Zone
    earliest: datetime = EARLIEST
    file: FileOptions = FileOptions()
    id: Words | None = None
    key: Columns = ()
    text: Words
    title: Words | None = None
    kind: Words | None = None
    channel: Words | None = None
    appellant: Words | None = None
    place: Place = Place()
    place_words: Words | None = None
    area: Words | None = None
    service: Words | None = None
    unit: Words | None = None
    state: Words
    outcome: Words | None = None
    reply: Words | None = None
    view: Words | None = None
    result_rating: Words | None = None
    said_at: Moment
    accepted_at: Moment | None = None
    dispatched_at: Moment | None = None
    signed_at: Moment | None = None
    started_at: Moment | None = None
    due_at: Moment | None = None
    replied_at: Moment | None = None
    completed_at: Moment | None = None

    @field_validator("earliest", mode="before")
    @classmethod
    def _early(cls, value: object) -> object:
        """Take a day for its beginning; without a zone it is of UTC."""
        if isinstance(value, date) and not isinstance(value, datetime):
            value = datetime.combine(value, time())
        if isinstance(value, datetime) and value.tzinfo is None:
            value = value.replace(tzinfo=UTC)
        return value

    @model_validator(mode="after")
    def _has_id(self) -> Self:
        if self.id is None and not self.key:
            raise ValueError("give id, or key: the columns that tell one row from another")
        return self

    @property
    def parts(self) -> dict[str, Words | Moment | Place]:
        """Give every part that reads columns, by its name."""
        named = {name: getattr(self, name) for name in type(self).model_fields}
        return {k: v for k, v in named.items() if isinstance(v, Words | Moment | Place)}

    @property
    def columns(self) -> frozenset[str]:
        """Name every column the mapping may read, folded."""
        return frozenset(self.key).union(*(part.columns for part in self.parts.values()))
