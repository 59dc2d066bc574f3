"""Counts of proposals, added up: rates stay two counts, and calibration is measured."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiesu.insight.reporting import accuracy
from jiesu.insight.reporting.accuracy import Right

counts = st.builds(
    lambda tenth, asked, share, sure: Right(
        date(2026, 1, 1), "service", "v", tenth, asked, int(asked * share), asked, asked * sure
    ),
    st.integers(0, 9),
    st.integers(1, 50),
    st.floats(0, 1),
    st.floats(0, 1),
)


@given(st.lists(counts, min_size=1))
def test_sums_by_bin_add_up_to_the_whole(rows: list[Right]) -> None:
    [whole] = accuracy.summed(rows, lambda _row: "all").values()
    bins = accuracy.summed(rows, lambda row: row.bin)
    assert sum(one.first.denominator for one in bins.values()) == whole.first.denominator
    assert sum(one.first.numerator for one in bins.values()) == whole.first.numerator
    error = accuracy.calibration_error(bins.values())
    assert error is not None
    assert 0 <= error <= 1
    apart = abs((whole.first.share or 0) - (whole.confidence or 0))
    assert error >= apart - 1e-9  # bins can only show more of it


def test_calibration_is_how_far_sure_and_right_lie_apart() -> None:
    rows = [
        Right(date(2026, 1, 1), "service", "v", 9, 10, 9, 10, 9.5),
        Right(date(2026, 1, 1), "service", "v", 5, 10, 2, 10, 5.5),
    ]
    bins = accuracy.summed(rows, lambda row: row.bin).values()
    assert accuracy.calibration_error(bins) == pytest.approx((0.5 + 3.5) / 20)


def test_where_no_confidence_is_known_none_is_made_up() -> None:
    rows = [Right(date(2026, 1, 1), "group", "v", -1, 3, 1, 1, None)]
    [whole] = accuracy.summed(rows, lambda row: row.bin).values()
    assert whole.confidence is None
    assert accuracy.calibration_error([whole]) is None
