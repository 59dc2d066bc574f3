from typing import Any

import pytest

from jiesu.channels.file_import.values.cells import as_text, clean, column_key


@pytest.mark.parametrize(
    "text",
    ["a\x00b", "a\x07b", "a\u202eb", "a\u2066b", "\ufeffab", "a\u200fb", "a\x9bb"],
)
def test_controls_and_marks_of_direction_are_removed(text: str) -> None:
    assert clean(text) == "ab"


def test_text_stays_text() -> None:
    assert clean(" 两行\r\n第二行\t<script>alert(1)</script> 👨‍👩‍👧 ") == (
        "两行\n第二行\t<script>alert(1)</script> 👨‍👩‍👧"
    )


@pytest.mark.parametrize(
    ("cell", "text"),
    [(None, ""), (float("nan"), ""), (360114.0, "360114"), (1.5, "1.5"), (True, "true"), (7, "7")],
)
def test_cells_as_text(cell: Any, text: str) -> None:
    assert as_text(cell) == text


@pytest.mark.parametrize("name", ["Unique Key", "unique_key", " UNIQUE-KEY ", "\ufeffＵnique　Key"])
def test_names_of_columns_are_folded(name: str) -> None:
    assert column_key(name) == "unique_key"
