"""The file beside the input that names every row which was not taken in, and why."""

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

_HEADER = ("line", "verdict", "why", "row")


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
        with self.path.open(encoding="utf-8-sig", newline="") as stream:
            told = [row for row in csv.DictReader(stream) if int(row["line"]) <= line]
        self.replace(Refused(int(r["line"]), r["verdict"], r["why"], r["row"]) for r in told)

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
            writer.writerows(rows)
