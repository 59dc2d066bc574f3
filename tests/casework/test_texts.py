"""Titles made of what people wrote."""

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiesu.casework.texts import clean, one_line, title_of


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("路灯坏了", "路灯坏了"),
        ("", ""),
        (
            "滨江路三号桥旁的路灯坏了三天，晚上很黑。请尽快派人来修，孩子放学要从这里走，已经有人摔倒了。",
            "滨江路三号桥旁的路灯坏了三天，晚上很黑…",
        ),
        (
            "你好！小区供暖不热室温只有十四度老人孩子都冻感冒了打了好几次热线也没有人管请帮帮我们",
            "你好！小区供暖不热室温只有十四度老人孩子都冻感冒了打了好几次热线也没有人管请…",
        ),
        (
            "The street lamp next to the third bridge on Riverside Road has been out for days",
            "The street lamp next to the third…",
        ),
        ("https://city.example/" + "a" * 60, "https://city.example/…"),
        ("a" * 60, "a" * 39 + "…"),
    ],
)
def test_a_title_ends_where_a_reader_would_pause(text: str, title: str) -> None:
    assert title_of(text) == title


@given(st.text(st.sampled_from("路灯坏了 ab1。，.!？\n"), max_size=120) | st.text(max_size=90))
def test_a_title_is_short_and_begins_as_the_text_does(text: str) -> None:
    title = title_of(text)
    assert len(title) <= 40
    assert one_line(text).startswith(title.removesuffix("…"))
    assert bool(title) == bool(one_line(text))


@given(st.text() | st.text(st.characters(categories=["Cn", "Cc", "Cs", "Cf"])))
def test_row_30_a_clean_text_can_be_written_as_xml(text: str) -> None:
    element = ET.Element("text")
    element.text = clean(f"a{text}b")
    read = ET.fromstring(ET.tostring(element, "utf-8"))  # noqa: S314  (our own words)
    assert read.text == element.text


@pytest.mark.parametrize("code", [0, 7, 0x9B, 0xD800, 0xDFFF, 0xFDD0, 0xFFFE, 0xFFFF, 0x1FFFE])
def test_row_30_what_is_no_character_goes_and_the_words_stay(code: int) -> None:
    assert clean(f"路{chr(code)}灯") == "路灯"
