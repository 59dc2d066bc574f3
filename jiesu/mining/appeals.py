"""A file of appeals with its columns found by name, for the command line."""

from pathlib import Path
from typing import NamedTuple

import pyarrow as pa

from jiesu.mining import tables
from jiesu.mining.columns import Column, Place


class Names(NamedTuple):
    """What the columns of a table are called; `text` may name several, by commas."""

    id: str = "id"
    text: str = "title,text"
    time: str = "time"
    lat: str = "lat"
    lon: str = "lon"
    area: str = "area"

    @property
    def columns(self) -> list[str]:
        """Every column that is named."""
        texts = [name.strip() for name in self.text.split(",")]
        return list(dict.fromkeys([self.id, *texts, *self[2:]]))


class Appeals:
    """The columns of a file or table; a missing one is an error unless it goes by its default."""

    def __init__(self, source: Path | pa.Table, names: Names) -> None:
        self.table = tables.read(source) if isinstance(source, Path) else source
        self._names = names

    @property
    def ids(self) -> Column:
        """The id of every appeal."""
        return tables.column(self.table, self._names.id)

    @property
    def texts(self) -> list[Column]:
        """The text columns, the title first."""
        return [tables.column(self.table, name.strip()) for name in self._names.text.split(",")]

    @property
    def when_and_where(self) -> tuple[Column | None, Column | None, Column | None]:
        """Times, latitudes and longitudes, as far as there are any."""
        return self.known("time"), self.known("lat"), self.known("lon")

    def known(self, field: str) -> Column | None:
        """Give the column of a field of `Names`."""
        return self.optional(getattr(self._names, field), Names._field_defaults[field])

    def optional(self, name: str, default: str) -> Column | None:
        """Give a column that may be missing only under its default name."""
        if name == default and name not in self.table.column_names:
            return None
        return tables.column(self.table, name)

    @property
    def columns(self) -> tuple[Column, list[Column], Column | None, Place]:
        """Ids, texts, times and places: what `groups` takes."""
        place = Place(self.known("lat"), self.known("lon"), self.known("area"))
        return self.ids, self.texts, self.known("time"), place
