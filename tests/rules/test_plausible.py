"""Moments that can be meant."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiesu.rules.timing.plausible import CLOCKS_DIFFER, EARLIEST, Span

NOW = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)
zones = st.integers(-14 * 60, 14 * 60).map(lambda m: timezone(timedelta(minutes=m)))


@pytest.mark.parametrize(
    ("moment", "past", "due"),
    [
        (EARLIEST - timedelta(seconds=1), False, False),
        (EARLIEST, True, True),
        (NOW, True, True),
        (NOW + CLOCKS_DIFFER, True, True),
        (NOW + CLOCKS_DIFFER + timedelta(seconds=1), False, True),
        (NOW + timedelta(days=3_000), False, True),
        (datetime(2126, 1, 1, tzinfo=UTC), False, False),
    ],
)
def test_the_bounds(moment: datetime, *, past: bool, due: bool) -> None:
    span = Span.around(NOW)
    assert (span.past.hold(moment), span.due.hold(moment)) == (past, due)


def test_an_older_source_says_how_old_it_is() -> None:
    old = datetime(1956, 1, 1, tzinfo=UTC)
    assert Span.around(NOW, earliest=old).past.hold(old)


@given(st.datetimes(timezones=zones))
def test_every_moment_of_every_zone_can_be_asked_about(moment: datetime) -> None:
    span = Span.around(NOW)
    if span.past.hold(moment):
        assert moment.astimezone(UTC)  # and what is plausible can be kept in any zone
