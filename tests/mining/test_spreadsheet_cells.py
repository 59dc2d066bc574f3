"""Cells that a spreadsheet would reckon with are written as words."""

import pytest

from jiesu.mining.spreadsheet_cells import safe


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", " =1", "=HYPERLINK(1)", "-"],
)
def test_row_14_no_formula_is_written(cell: str) -> None:
    assert safe(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["-73.98", "+8", "-1e5", "a=b", "路灯", "", None, -3, 2.5, "1-2"])
def test_numbers_and_words_stay(cell: object) -> None:
    assert safe(cell) == cell
