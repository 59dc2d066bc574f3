from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from jiesu.channels.file_import.formats.opening import open_table
from jiesu.channels.file_import.formats.tables import UnreadableError
from jiesu.channels.file_import.mapping import FileOptions


@pytest.fixture
def book(tmp_path: Path) -> Any:
    book = openpyxl.Workbook()
    book.kept_at = tmp_path / "file.xlsx"
    return book


def read(book: Any, *wanted: Any, **options: Any) -> Any:
    book.save(book.kept_at)
    table = open_table(book.kept_at, frozenset(wanted), FileOptions(**options))
    return table, list(table.rows)


NIGHT = datetime(2020, 1, 2, 3, 4)  # noqa: DTZ001  (a spreadsheet knows no time zone)


def test_merged_cells_give_their_value_to_every_row(book: Any) -> None:
    sheet = book.active
    for row in (["district", "id"], ["East", 1], [None, 2], ["West", 3]):
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    _table, rows = read(book)
    assert [row.cells for row in rows] == [
        {"district": "East", "id": 1.0},
        {"district": "East", "id": 2.0},
        {"district": "West", "id": 3.0},
    ]


def test_a_merged_title_and_a_table_in_the_middle_of_the_sheet(book: Any) -> None:
    sheet = book.active
    sheet["C2"] = "Appeals of May"
    sheet.merge_cells("C2:D2")
    sheet["C4"], sheet["D4"], sheet["C5"], sheet["D5"] = "id", "time", 1, NIGHT
    sheet["C6"], sheet["D6"] = 2, "x"
    sheet.merge_cells("C5:C6")
    _table, rows = read(book, "id", "time")
    assert [(row.number, row.cells) for row in rows] == [
        (5, {"id": 1.0, "time": NIGHT}),
        (6, {"id": 1.0, "time": "x"}),
    ]


def test_empty_rows_are_no_rows(book: Any) -> None:
    for row in (["id"], [1], [None], [2]):
        book.active.append(row)
    table, rows = read(book)
    assert [row.number for row in rows] == [2, 4]
    assert table.done() == 1.0


def test_the_sheet_that_has_the_columns_is_read_and_named(book: Any) -> None:
    book.active.append(["notes"])
    sheet = book.create_sheet("data")
    sheet.append(["id"])
    sheet.append([1])
    table, rows = read(book, "id")
    assert len(rows) == 1
    assert '"data"' in table.notes[0]


def test_an_unknown_sheet_is_refused(book: Any) -> None:
    with pytest.raises(UnreadableError, match="cannot be read"):
        read(book, sheet="missing")


def test_what_is_no_spreadsheet_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "file.xlsx"
    path.write_bytes(b"PK\x03\x04 nothing more")
    with pytest.raises(UnreadableError, match="cannot be read"):
        open_table(path, frozenset(), FileOptions())
