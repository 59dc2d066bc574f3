"""Numbers as other programs write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiesu.rules.numbers import decimal, row_id, whole

LAX = ["3_3.552", "１", "٣", "²", " 1", "1 ", "0x1", "1,5", "", "-", ".", "e5", "1e", "1e9999"]


@pytest.mark.parametrize("text", LAX)
def test_row_37_what_only_python_takes_for_a_number_is_none(text: str) -> None:
    with pytest.raises(ValueError, match=r"^"):
        decimal(text)
    assert row_id(text) is None


@given(st.floats(allow_nan=False))
def test_every_number_is_read_as_it_was_written(number: float) -> None:
    assert decimal(repr(number)) == number


@pytest.mark.parametrize("text", ["0", "000", "-1", "+1", "1001", "9" * 5_000, "0" * 30 + "1001"])
def test_row_26_bounds_hold_however_a_number_is_written(text: str) -> None:
    with pytest.raises(ValueError, match=r"^"):
        whole(text, least=1, most=1_000)


@given(st.integers(1, 1_000), st.integers(0, 50))
def test_row_26_zeros_before_a_number_change_nothing(number: int, zeros: int) -> None:
    assert whole("0" * zeros + str(number), least=1, most=1_000) == number


@pytest.mark.parametrize(
    ("text", "found"),
    [("7", 7), ("007", 7), ("3", 3), ("9", 9), ("0" * 400 + "5", 5)],
)
def test_a_whole_number_within_its_bounds_is_read(text: str, found: int) -> None:
    assert whole(text, least=3, most=9) == found


@pytest.mark.parametrize("text", ["2", "10", "-5", "+5", "5.0", "", " 5", "５", "²", "x" * 99])
def test_what_is_none_or_lies_beyond_is_refused_and_told_briefly(text: str) -> None:
    with pytest.raises(ValueError, match=r"^") as refused:
        whole(text, least=3, most=9)
    assert str(refused.value) == text[:40]


def test_the_longest_number_has_eighteen_digits() -> None:
    assert whole("9" * 18, least=0, most=10**20) == 10**18 - 1
    with pytest.raises(ValueError, match="1000"):
        whole("1" + "0" * 18, least=0, most=10**20)
    assert whole("0", least=0, most=1) == 0


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1", 1),
        ("0", None),
        ("-1", None),
        ("9" * 18, 10**18 - 1),
        ("9" * 19, None),
        ("", None),
        ("a", None),
    ],
)
def test_a_row_has_a_number_from_one_to_eighteen_digits(text: str, found: int | None) -> None:
    assert row_id(text) == found


def test_a_decimal_that_is_refused_is_named() -> None:
    with pytest.raises(ValueError, match="3_3"):
        decimal("3_3.5")
