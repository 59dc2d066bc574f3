import gzip
from typing import Any

import pytest

from jiesu.channels.file_import.formats import delimited
from jiesu.channels.file_import.formats.tables import UnreadableError


def test_rows_know_their_line_also_after_a_cell_of_several_lines(opened: Any) -> None:
    table = opened('id,text\n1,"two\nlines"\n\n2,one\n')
    assert [(row.number, row.cells["id"]) for row in table.rows] == [(2, "1"), (5, "2")]
    assert table.rows[0].cells["text"] == "two\nlines"
    assert table.done == 1.0


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "，"])
def test_the_delimiter_is_recognised(opened: Any, delimiter: str) -> None:
    table = opened(delimiter.join(["id", "text"]) + "\n" + delimiter.join(["1", "a b"]) + "\n")
    assert table.rows[0].cells == {"id": "1", "text": "a b"}


def test_the_delimiter_is_the_one_that_shows_the_wanted_columns(opened: Any) -> None:
    table = opened("id;text, long, with commas\n1;a\n", "id")
    assert table.columns == ("id", "text,_long,_with_commas")


def test_half_a_row_at_the_end_is_told_and_the_others_are_kept(opened: Any) -> None:
    table = opened("id,time,text\n1,2020-01-01,a\n2,2020-01")
    assert [row.cells["id"] for row in table.rows] == ["1"]
    assert [(fault.number, fault.raw) for fault in table.faults] == [(3, "2,2020-01")]
    assert "2 cells where the header has 3" in table.faults[0].reason


def test_a_file_cut_inside_quotation_marks_is_told(opened: Any) -> None:
    table = opened('id,text\n1,a\n2,"begins and')
    assert [row.cells["id"] for row in table.rows] == ["1"]
    assert "never closed" in table.faults[0].reason


def test_a_stray_quotation_mark_costs_its_own_row_only(opened: Any) -> None:
    table = opened('id,text\n1,"a\n2,b\n3,c\n')
    assert [row.cells["id"] for row in table.rows] == ["2", "3"]
    assert [fault.number for fault in table.faults] == [2]


def test_a_quotation_mark_that_swallows_up_to_the_next_one_costs_its_own_row_only(
    opened: Any,
) -> None:
    table = opened('id,text\n1,"a\n2,b\n3,"c"\n4,d\n')
    assert [row.cells["id"] for row in table.rows] == ["2", "3", "4"]
    assert [fault.number for fault in table.faults] == [2]


def test_a_quotation_mark_does_not_swallow_more_than_the_longest_record(
    opened: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delimited, "LONGEST_RECORD", 200)
    table = opened('id,text\n1,"a\n' + "".join(f"{n},b\n" for n in range(2, 400)))
    assert len(table.rows) == 398
    assert [fault.number for fault in table.faults] == [2]


def test_empty_cells_beyond_the_header_are_no_fault(opened: Any) -> None:
    table = opened("id,text\n1,a,,\n2,b,c\n")
    assert [row.cells for row in table.rows] == [{"id": "1", "text": "a"}]
    assert "3 cells where the header has 2" in table.faults[0].reason


def test_a_title_above_the_header_is_passed_over(opened: Any) -> None:
    table = opened("Report of May\n\nid,text\n1,a\n", "id", "text")
    assert [(row.number, row.cells["text"]) for row in table.rows] == [(4, "a")]


def test_a_compressed_file_is_read_whatever_its_name(opened: Any) -> None:
    assert opened(gzip.compress(b"id\n1\n")).rows[0].cells == {"id": "1"}


def test_a_compressed_file_that_was_cut_off_is_refused(opened: Any) -> None:
    text = "".join(f"{n}\n" for n in range(20_000))
    with pytest.raises(UnreadableError, match="damaged or was cut off"):
        opened(gzip.compress(text.encode())[:-500])


def test_an_empty_file_is_refused(opened: Any) -> None:
    with pytest.raises(UnreadableError, match="empty"):
        opened(b"\n\n")


def test_gb18030_is_recognised_and_noted(opened: Any) -> None:
    table = opened("编号,内容\n1,路灯坏了，请尽快修理\n".encode("gb18030"), "编号")
    assert table.rows[0].cells["内容"] == "路灯坏了，请尽快修理"
    assert "GB18030" in table.notes[0]


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16"])
def test_marks_of_byte_order_are_no_text(opened: Any, codec: str) -> None:
    assert opened("编号,内容\n1,路灯\n".encode(codec)).columns == ("编号", "内容")


def test_western_bytes_are_read_with_a_note(opened: Any) -> None:
    table = opened("id,text\n1,Straße über Zürich\n".encode("latin-1"))
    assert table.rows[0].cells["text"] == "Straße über Zürich"
    assert "neither UTF-8 nor GB18030" in table.notes[0]


def test_one_damaged_byte_costs_its_row_only(opened: Any) -> None:
    rows = "".join(f"{n},路灯坏了请尽快修理谢谢\n" for n in range(100))
    table = opened(("id,text\n" + rows).encode() + b"100,\xe8\xb7\n")
    assert len(table.rows) == 100
    assert table.faults[0].number == 102
    assert "Some bytes" in table.faults[0].reason


def test_two_columns_of_one_name_are_told_apart(opened: Any) -> None:
    table = opened("place,Place\na,b\n")
    assert table.rows[0].cells == {"place": "a", "place_2": "b"}
    assert "place_2" in table.notes[0]


def test_a_nul_is_no_end(opened: Any) -> None:
    assert opened(b"id,text\n1,a\x00b\n").rows[0].cells["text"] == "a\x00b"
