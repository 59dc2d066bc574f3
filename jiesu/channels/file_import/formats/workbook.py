"""Reading spreadsheets (XLSX, XLS, ODS), also with merged cells and a title above the header."""

import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from itertools import count, islice
from pathlib import Path
from zipfile import BadZipFile, ZipFile, is_zipfile

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from jiesu.channels.file_import.formats.tables import (
    HEADER_WITHIN,
    Progress,
    Row,
    Table,
    UnreadableError,
    header_at,
    name_columns,
    shown,
)
from jiesu.channels.file_import.values.cells import Cell, as_text
from jiesu.channels.file_import.values.moments import DAY_ZERO, DAY_ZERO_1904

Line = list[Cell]

_OF_1904 = re.compile(rb"<(?:\w+:)?workbookPr\b[^>]*\bdate1904\s*=\s*[\"'](?:1|true|on)[\"']")
_HEAD_BYTES = 65_536  # of the workbook's description, at whose beginning that stands


def read_workbook(path: Path, wanted: frozenset[str], *, sheet: str = "") -> Table:
    """Open the named sheet, or the visible one that shows most of the `wanted` columns.

    Every cell of a merged range has the value of its first cell. Rows that are wholly empty are no
    rows. Raises `UnreadableError` where the file is no spreadsheet or has no such sheet.
    """
    try:
        book = CalamineWorkbook.from_path(path)
        chosen = book.get_sheet_by_name(sheet) if sheet else _best_sheet(book, wanted)
    except CalamineError as error:
        raise UnreadableError(
            _("The spreadsheet cannot be read (%s). Save it again as XLSX without a password.")
            % error
        ) from error
    place = header_at(_head(chosen), wanted)
    columns, notes = name_columns(next(islice(_lines(chosen), place, None), []))
    if len(book.sheet_names) > 1:
        notes.append(_('The workbook has several sheets; "%s" is read.') % chosen.name)
    progress = Progress(chosen.total_height + 1)  # the height is the place of the last row
    rows = _rows(chosen, columns, place, progress)
    return Table(columns, rows, progress.done, notes, _day_zero(path))


def _day_zero(path: Path) -> datetime:
    """Give the day from which bare numbers of an XLSX count; its dates are read by it already."""
    if not is_zipfile(path):
        return DAY_ZERO
    description = b""
    missing = suppress(KeyError, BadZipFile)
    with missing, ZipFile(path) as parts, parts.open("xl/workbook.xml") as stream:
        description = stream.read(_HEAD_BYTES)
    return DAY_ZERO_1904 if _OF_1904.search(description) else DAY_ZERO


def _best_sheet(book: CalamineWorkbook, wanted: frozenset[str]) -> CalamineSheet:
    visible = [m.name for m in book.sheets_metadata if m.visible == SheetVisibleEnum.Visible]
    sheets = [book.get_sheet_by_name(name) for name in visible or book.sheet_names]
    if not sheets:
        raise UnreadableError(_("The workbook has no sheet."))

    return max(sheets, key=lambda s: max((shown(row, wanted) for row in _head(s)), default=0))


def _head(sheet: CalamineSheet) -> list[Line]:
    return list(islice(_lines(sheet), HEADER_WITHIN))


def _lines(sheet: CalamineSheet) -> Iterator[Line]:
    """Give the sheet's rows from its first, with merged ranges filled."""
    fills = _fills(sheet)
    values: dict[tuple[int, int], Cell] = {}
    for number, cells in enumerate(sheet.iter_rows()):
        line: Line = list(cells)
        for column, origin in fills.get(number, ()):
            if origin[0] == number:
                values[origin] = line[origin[1]]
            if column < len(line):
                line[column] = values.get(origin)
        yield line


def _fills(sheet: CalamineSheet) -> dict[int, list[tuple[int, tuple[int, int]]]]:
    """List, for each row, the columns that take their value from another cell."""
    fills: dict[int, list[tuple[int, tuple[int, int]]]] = defaultdict(list)
    left = sheet.start[1] if sheet.start else 0  # rows begin at the sheet's top, columns here
    for (top, first), (bottom, last) in sheet.merged_cell_ranges or ():
        for row in range(top, min(bottom, sheet.total_height) + 1):
            for column in range(first, min(last, sheet.total_width) + 1):
                fills[row].append((column - left, (top, first - left)))
    return fills


def _rows(
    sheet: CalamineSheet, columns: tuple[str, ...], header: int, progress: Progress
) -> Iterator[Row]:
    for number, line in zip(count(header + 2), islice(_lines(sheet), header + 1, None)):
        progress.number = number
        if any(map(as_text, line)):
            yield Row(number, dict(zip(columns, line, strict=False)))
