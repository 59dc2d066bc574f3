"""A rate is two counts, with what chance could do to them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiesu.rules.measuring.rates import Comparison, Rate, _difference, compare, gap

counts = st.tuples(st.integers(0, 10_000), st.integers(0, 10_000)).map(sorted)
rates = counts.map(lambda pair: Rate(*pair))


def test_nothing_counted_has_no_share() -> None:
    assert Rate(0, 0).share is None
    assert Rate(0, 0).interval is None
    assert gap(Rate(0, 0), Rate(1, 2)) is None
    assert gap(Rate(1, 2), Rate(0, 0)) is None


@pytest.mark.parametrize(("above", "below"), [(1, 0), (-1, 2), (3, 2)])
def test_impossible_counts_are_refused(above: int, below: int) -> None:
    with pytest.raises(ValueError, match="is no rate"):
        Rate(above, below)


def test_wilson_interval_agrees_with_the_published_example() -> None:
    # Newcombe 1998, Statistics in Medicine 17:857, table I: 81 of 263 → 0.2553 to 0.3662.
    low, high = Rate(81, 263).interval or (0, 0)
    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)


def test_newcombe_difference_agrees_with_the_published_example() -> None:
    # Newcombe 1998, Statistics in Medicine 17:873, table II: 56/70 − 48/80 → 0.0524 to 0.3339.
    low, high = _difference(Rate(56, 70), Rate(48, 80))
    assert (round(low, 4), round(high, 4)) == (0.0524, 0.3339)
    assert compare(Rate(56, 70), Rate(48, 80)) is Comparison.HIGHER
    assert compare(Rate(48, 80), Rate(56, 70)) is Comparison.LOWER
    assert compare(Rate(52, 70), Rate(48, 80)) is Comparison.NOT_DISTINCT


def test_too_few_cases_are_never_compared() -> None:
    assert compare(Rate(0, 29), Rate(1000, 1000)) is Comparison.TOO_FEW
    assert compare(Rate(1000, 1000), Rate(0, 29)) is Comparison.TOO_FEW
    assert compare(Rate(0, 30), Rate(1000, 1000)) is Comparison.LOWER


def test_rates_of_different_cases_are_pooled_by_their_counts() -> None:
    assert Rate(1, 2) + Rate(3, 4) == Rate(4, 6)
    assert gap(Rate(1, 2), Rate(1, 4)) == 0.25


@given(rates)
def test_the_interval_holds_the_share_and_stays_within_bounds(rate: Rate) -> None:
    if rate.denominator:
        low, high = rate.interval or (1, 0)
        share = rate.share or 0
        assert 0 <= low <= share + 1e-12
        assert share - 1e-12 <= high <= 1


@given(rates, rates)
def test_comparing_is_antisymmetric(one: Rate, other: Rate) -> None:
    opposite = {Comparison.HIGHER: Comparison.LOWER, Comparison.LOWER: Comparison.HIGHER}
    there = compare(one, other)
    assert compare(other, one) is opposite.get(there, there)
