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
