"""A table as every reader gives it: a header, and a stream of rows that knows where each stood."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from jiesu.channels.file_import.values.cells import Cell, as_text, column_key
from jiesu.channels.file_import.values.moments import DAY_ZERO

HEADER_WITHIN = 20  # rows above the header that a title and notes may fill


class UnreadableError(Exception):
    """The file as a whole cannot be read; its text is a sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `number` counts from 1: line of a CSV, row of a sheet, row of a Parquet file."""

    number: int
    cells: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class Fault:
    """A row that could not be read, as it stands in the file, and why."""

    number: int
    raw: str
    reason: str


@dataclass(frozen=True)
class Table:
    """A header and its rows; `done` tells how much of the file was read, from 0 to 1.

    `day_zero` is the day from which its bare numbers count days.
    """

    columns: tuple[str, ...]
    rows: Iterator[Row | Fault]
    done: Callable[[], float]
    notes: list[str] = field(default_factory=list)
    day_zero: datetime = DAY_ZERO


class Progress:
    """How many of the rows were read, where their number is known beforehand."""

    def __init__(self, rows: int) -> None:
        self._rows = max(1, rows)
        self.number = 0

    def done(self) -> float:
        """Give the part that was read, from 0 to 1."""
        return self.number / self._rows


def shown(row: Iterable[Cell], wanted: frozenset[str]) -> int:
    """Count the wanted columns that a header names."""
    return len(wanted.intersection(map(column_key, row)))


def header_at(rows: Sequence[Sequence[Cell]], wanted: frozenset[str]) -> int:
    """Find the header among the first rows: the one that names most of the wanted columns.

    Where none names any, the first row that is not empty.
    """
    found = [shown(row, wanted) for row in rows]
    best = max(found, default=0)
    if best:
        return found.index(best)
    return next((i for i, row in enumerate(rows) if any(map(as_text, row))), 0)


def name_columns(header: Iterable[Cell]) -> tuple[tuple[str, ...], list[str]]:
    """Give each column one folded name of its own, and notes on those that had none or shared it.

    A column without a name is `column_3` by its place; a second `place` is `place_2`.
    """
    names: list[str] = []
    notes: list[str] = []
    for place, cell in enumerate(header, start=1):
        key = column_key(cell) or f"column_{place}"
        if key in names:
            notes.append(
                _('Two columns are called "%(name)s"; the later one is read as "%(name)s_%(n)s".')
                % {"name": key, "n": place}
            )
            key = f"{key}_{place}"
        names.append(key)
    return tuple(names), notes
