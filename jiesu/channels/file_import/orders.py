"""What is asked of an import, and what it reports."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from jiesu.channels.file_import.formats.opening import open_table
from jiesu.channels.file_import.formats.tables import Table
from jiesu.channels.file_import.mapping import Mapping
from jiesu.channels.file_import.rows import RowReader
from jiesu.channels.file_import.values.names import Names


@dataclass
class Counts:
    """What became of the rows; `rows` is the sum of the others."""

    imported: int = 0
    known: int = 0
    repeated: int = 0
    rejected: int = 0

    @property
    def rows(self) -> int:
        """Give the number of rows that were read."""
        return self.imported + self.known + self.repeated + self.rejected


@dataclass
class Report:
    """The end of an import: its counts, where it went on from, and what the reader should know."""

    counts: Counts
    rejects: Path | None
    went_on_after: int = 0
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Order:
    """What is asked: a file, the mapping it is read by, and how much of it.

    `add_missing` adds services and units that the file names and the directory lacks.
    """

    path: Path
    mapping: Mapping
    rejects: Path
    limit: int | None = None
    add_missing: bool = False

    @property
    def fingerprint(self) -> str:
        """Name the order by its contents: SHA-256 of file, mapping and limit, hexadecimal."""
        with self.path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256")
        digest.update(f"{self.mapping!r}\x1f{self.limit}".encode())
        return digest.hexdigest()

    def open(self, *, add: bool) -> tuple[Table, RowReader, Names]:
        """Open the file and bind the mapping to it; raises `UnreadableError`."""
        table = open_table(self.path, self.mapping.columns, self.mapping.file)
        names = Names(self.mapping.source, add=add)
        return table, RowReader(self.mapping, table, names), names
