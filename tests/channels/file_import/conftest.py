from pathlib import Path
from typing import Any

import pytest

from jiesu.channels.file_import.formats.opening import open_table
from jiesu.channels.file_import.formats.tables import Fault, Row, Table
from jiesu.channels.file_import.mapping import FileOptions


class Opened:
    """A table read to its end, split into rows and faults."""

    def __init__(self, table: Table) -> None:
        self.columns, self.notes = table.columns, table.notes
        everything = list(table.rows)
        self.rows = [row for row in everything if isinstance(row, Row)]
        self.faults = [row for row in everything if isinstance(row, Fault)]
        self.done = table.done()


@pytest.fixture
def opened(tmp_path: Path) -> Any:
    def write_and_open(
        content: str | bytes, *wanted: Any, name: str = "file.csv", **options: Any
    ) -> Any:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return Opened(open_table(path, frozenset(wanted), FileOptions(**options)))

    return write_and_open
