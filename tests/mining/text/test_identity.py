"""Who somebody is comes out of what they say, and what only looks like it stays."""

import tomllib
from itertools import cycle, product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiesu.mining.text.identity import find, scrub

RECALL, FALSE_ALARMS = 0.97, 0.02

LIST = tomllib.loads(Path(__file__).with_name("identity.toml").read_text("utf-8"))
FORMS, STAYS = (
    [
        (way.format(value), value)
        for group in LIST[kind]
        for value, way in product(group["values"], group["ways"])
    ]
    for kind in ("told", "stays")
)
PHONES = LIST["told"][0]["values"]


def left(text: str, value: str) -> bool:
    """Tell whether most of a value is still there to be read."""
    start = text.index(value)
    hidden = {place for one in find(text) for place in range(one.start, one.end)}
    return len(hidden.intersection(range(start, start + len(value)))) < 0.8 * len(value)


def test_row_11_who_somebody_is_comes_out() -> None:
    assert len(FORMS) >= 400
    missed = [text for text, value in FORMS if left(text, value)]
    assert 1 - len(missed) / len(FORMS) >= RECALL, missed


def test_row_11_what_only_looks_like_it_stays() -> None:
    assert len(STAYS) >= 400
    changed = [(text, scrub(text)) for text, _value in STAYS if scrub(text) != text]
    assert len(changed) / len(STAYS) <= FALSE_ALARMS, changed


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "我叫王小明，电话138.0013.8000，家住柳荫巷7号3单元401室。",
            "我叫[name]，电话[phone]，家住[address]。",
        ),
        ("京A·L7001占道", "[plate]占道"),
        ("ＱＱ：１２３４５６７８９", "ＱＱ：[account]"),
        ("🙂１３８００１３８０００🙂", "🙂[phone]🙂"),
        ("路灯坏了", "路灯坏了"),
    ],
)
def test_the_rest_stays_letter_for_letter(text: str, wanted: str) -> None:
    assert scrub(text) == wanted


@given(st.text(max_size=200), st.sampled_from(PHONES))
def test_spans_lie_in_the_text_in_order_and_scrubbing_twice_changes_nothing(
    text: str, phone: str
) -> None:
    whole = f"{text}，{phone}，{text}"
    spans = find(whole)
    ends = [0, *(one.end for one in spans)]
    for one, before in zip(spans, cycle(ends), strict=False):
        assert before <= one.start < one.end <= len(whole)
    once = scrub(whole)
    assert scrub(once) == once
