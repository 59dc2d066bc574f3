"""Reading CSV and its kin so that a row is never lost to its neighbour's quotation mark."""

import csv
from collections import deque
from collections.abc import Iterator
from functools import partial
from io import TextIOWrapper
from itertools import chain, islice
from pathlib import Path

from django.utils.translation import gettext as _

from jiesu.channels.file_import.formats.encodings import DAMAGE, MARK_DAMAGE, recognise
from jiesu.channels.file_import.formats.packed import PackedFile, damage_told
from jiesu.channels.file_import.formats.tables import (
    HEADER_WITHIN,
    Fault,
    Row,
    Table,
    UnreadableError,
    header_at,
    name_columns,
    shown,
)

LONGEST_RECORD = 1_000_000  # characters; beyond it a quotation mark was never closed
_DELIMITERS = (",", "\t", ";", "|", "，")
_UNCLOSED: list[str] = ["?"]  # stands for the cells of a record whose quotation mark never closes

csv.field_size_limit(LONGEST_RECORD * 2)


class _Lines:
    """Physical lines with their numbers; those of the current record can be taken back."""

    def __init__(self, stream: Iterator[str], number: int) -> None:
        self._stream = stream
        self._back: deque[str] = deque()
        self._taken: list[str] = []
        self._length = 0
        self.number = number  # of the line last given

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = None
        if self._length <= LONGEST_RECORD:
            line = self._back.popleft() if self._back else next(self._stream, None)
        if line is None:
            raise StopIteration
        self.number += 1
        self._taken.append(line)
        self._length += len(line)
        return line

    def begin(self) -> int:
        """Begin a new record; give the number of its first line."""
        self._taken, self._length = [], 0
        return self.number + 1

    def leniently(self, delimiter: str) -> list[str]:
        """Read a record whose quotation marks do not match, if it is one line."""
        if len(self._taken) > 1:
            return _UNCLOSED
        reader = csv.reader([*self._taken, ""], delimiter=delimiter)
        cells = next(reader)
        return cells if reader.line_num == 1 else _UNCLOSED

    def keep_first_only(self) -> str:
        """Give the record's first line; the others will be read again as records of their own."""
        first, *others = self._taken
        self._back.extendleft(reversed(others))
        self.number -= len(others)
        return first.rstrip("\r\n")


def read_delimited(
    path: Path, wanted: frozenset[str], *, encoding: str = "", delimiter: str = ""
) -> Table:
    """Open a CSV file, plain or compressed, whose header names the `wanted` columns.

    Encoding and delimiter are recognised where they are not given. A row with another number of
    cells than the header, or whose quotation mark is never closed, becomes a `Fault`, and reading
    goes on at the next line. Raises `UnreadableError` where the file has no header.
    """
    source = PackedFile(path)
    with damage_told():
        codec, note = (encoding, "") if encoding else recognise(source.open)
        lines = _physical_lines(source, codec)
        head = list(islice(lines, HEADER_WITHIN))
    if not any(line.strip() for line in head):
        raise UnreadableError(_("The file is empty: it has no header row."))
    delimiter = delimiter or _delimiter(head, wanted)
    header, end = _header(head, delimiter, wanted)
    columns, notes = name_columns(header)
    rows = _rows(_Lines(chain(head[end:], lines), end), delimiter, columns)
    return Table(columns, rows, source.done, [note, *notes] if note else notes)


def _physical_lines(source: PackedFile, codec: str) -> Iterator[str]:
    with (
        damage_told(),
        TextIOWrapper(source.open(), encoding=codec, errors=MARK_DAMAGE, newline="") as stream,
    ):
        yield from iter(partial(stream.readline, LONGEST_RECORD), "")


def _delimiter(head: list[str], wanted: frozenset[str]) -> str:
    """Choose the delimiter that shows most of the wanted columns, then most columns."""

    def worth(delimiter: str) -> tuple[int, int]:
        header, _end = _header(head, delimiter, wanted)
        return shown(header, wanted), len(header)

    return max(_DELIMITERS, key=worth)


def _header(head: list[str], delimiter: str, wanted: frozenset[str]) -> tuple[list[str], int]:
    """Give the header's cells and the number of its last line."""
    reader = csv.reader(head, delimiter=delimiter)
    rows = [(cells, reader.line_num) for cells in reader]
    return rows[header_at([cells for cells, _end in rows], wanted)]


def _rows(lines: _Lines, delimiter: str, columns: tuple[str, ...]) -> Iterator[Row | Fault]:
    while True:
        number = lines.begin()
        try:
            cells = next(csv.reader(lines, delimiter=delimiter, strict=True), None)
        except csv.Error:
            cells = lines.leniently(delimiter)
        if cells is None:
            return
        if not cells:  # an empty line
            continue
        if reason := _wrong(cells, len(columns)):
            raw = lines.keep_first_only().replace(DAMAGE, "\N{REPLACEMENT CHARACTER}")
            yield Fault(number, raw, reason)
        else:
            yield Row(number, dict(zip(columns, cells, strict=False)))


def _wrong(cells: list[str], width: int) -> str:
    """Say in a sentence what is wrong with a record, or nothing."""
    if cells is _UNCLOSED:
        return _("A quotation mark opens on this line and is never closed; was the file cut off?")
    if len(cells) < width or any(cells[width:]):
        return _("This row has %(found)d cells where the header has %(expected)d.") % {
            "found": len(cells),
            "expected": width,
        }
    if any(DAMAGE in cell for cell in cells):
        return _("Some bytes of this row are no characters in the encoding of the file.")
    return ""
