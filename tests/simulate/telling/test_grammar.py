"""A grammar must say what its patterns say, and refuse those it cannot read."""

import numpy as np
import pyarrow as pa
import pytest

from jiesu.simulate import draw
from jiesu.simulate.telling import slips
from jiesu.simulate.telling.compose import Copy, Press, compose
from jiesu.simulate.telling.grammar import Book, GrammarError, structures


def _print(ways: list[str], rules: dict[str, list[str]], rows: int) -> list[str]:
    """Print texts of one topic whose field `who` is 甲 or 乙 by turns."""
    book = Book(("who",))
    people = book.words(["甲", "乙"])[0]
    numbers = [[book.rule(patterns)] for patterns in rules.values()]
    sections = {name: number for number, name in enumerate(rules)}
    grammar = book.close()
    misspelt, twin = slips.twins(grammar.fragments)
    press = Press(
        grammar=grammar,
        fragments=pa.array([*grammar.fragments, *misspelt]),
        twin=twin,
        rules=np.array(numbers, np.int32),
        fixed=np.zeros(len(rules), np.bool_),
        vague=np.arange(len(rules), dtype=np.int32),
    )
    keys = draw.child(draw.root(1, "test"), np.arange(rows))
    nobody = np.zeros(rows, np.bool_)
    who = people + np.arange(rows, dtype=np.int32)[None, :] % 2
    copy = Copy(
        np.zeros(rows, np.int64), np.zeros(rows, np.int64), who, keys, keys, keys, nobody, nobody
    )
    texts: list[str] = compose(press, structures([ways], sections), copy).to_pylist()
    return texts


def test_choices_fields_and_sections_are_joined_in_order() -> None:
    texts = _print(["say stop"], {"say": ["{who}[来|去]了"], "stop": ["。"]}, 200)
    assert set(texts[0::2]) == {"甲来了。", "甲去了。"}
    assert set(texts[1::2]) == {"乙来了。", "乙去了。"}


def test_a_choice_may_hold_a_field_and_may_be_empty() -> None:
    texts = _print(["say"], {"say": ["[{who}|]好"]}, 200)
    assert set(texts) == {"甲好", "乙好", "好"}


def test_an_option_is_left_out_as_often_as_it_says() -> None:
    texts = _print(["a (b)?25"], {"a": ["一"], "b": ["二"]}, 4000)
    assert texts.count("一二") / 4000 == pytest.approx(0.25, abs=0.03)


@pytest.mark.parametrize("pattern", ["一[二", "一]二", "{nobody}", "[a|{nobody}]"])
def test_a_pattern_that_cannot_be_read_is_named(pattern: str) -> None:
    with pytest.raises(GrammarError):
        Book(("who",)).rule([pattern])


def test_slips_keep_most_of_a_word_and_leave_short_ones_alone() -> None:
    misspelt, twin = slips.twins(["噪音扰民", "好", "电梯又坏了"])
    assert len(misspelt) == 2
    assert twin.tolist() == [3, 1, 4]
    assert misspelt[0] in {"燥音扰民", "噪音绕民"}
