"""The file beside the input that names every row which was not taken in, and why."""

import csv
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from jiesu.mining.spreadsheet_cells import safe
from jiesu.rules.numbers import row_id

_HEADER = ("line", "verdict", "why", "row")
_LONGEST = 200_000  # characters of a row; a reader of CSV takes no cell of any length


class Refused(NamedTuple):
    """One row that was not taken in: `rejected` or `duplicate`, and the reason in a sentence."""

    line: int
    verdict: str
    why: str
    row: str


class RejectsFile:
    """A CSV that exists only once there is something to tell."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def keep_up_to(self, line: int) -> None:
        """Forget what was told of later lines: they will be read again."""
        if not self.path.exists():
            return
        self.replace([one for one in self._told() if one.line <= line] if line else ())

    def _told(self) -> Iterator[Refused]:
        """Give what the file tells; somebody may have written in it since, in any program."""
        with (
            suppress(csv.Error),
            self.path.open(encoding="utf-8-sig", errors="backslashreplace", newline="") as stream,
        ):
            for row in csv.reader(stream):
                if len(row) == len(_HEADER) and row_id(row[0]):
                    yield Refused(int(row[0]), *row[1:])

    def replace(self, refused: Iterable[Refused]) -> None:
        """Write the file anew."""
        self.path.unlink(missing_ok=True)
        self.add(refused)

    def add(self, refused: Iterable[Refused]) -> None:
        """Write rows to the end of the file."""
        rows = list(refused)
        if not rows:
            return
        fresh = not self.path.exists()
        # The mark of byte order lets spreadsheets show the Chinese sentences. A row may be refused
        # for what no encoding holds: that is named and stops nothing.
        encoding = "utf-8-sig" if fresh else "utf-8"
        with self.path.open(
            "a", encoding=encoding, errors="backslashreplace", newline=""
        ) as stream:
            writer = csv.writer(stream)
            if fresh:
                writer.writerow(_HEADER)
            writer.writerows(map(safe, one._replace(row=one.row[:_LONGEST])) for one in rows)
