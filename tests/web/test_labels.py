"""What is left of a time, and badges."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from jiesu.web.templatetags import labels as tags

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("left", "said", "tone"),
    [
        (timedelta(days=3), "3 days left", "quiet"),
        (timedelta(hours=47), "47 hours left", "quiet"),
        (timedelta(hours=2), "2 hours left", "warn"),
        (timedelta(seconds=5), "1 minute left", "warn"),
        (timedelta(minutes=-90), "1 hour late", "bad"),
    ],
    ids=str,
)
def test_time_left_is_said_in_the_largest_fitting_unit(
    left: timedelta, said: str, tone: str
) -> None:
    with translation.override("en"):
        shown = tags.remaining(NOW + left, NOW)
    assert said in shown
    assert f'data-tone="{tone}"' in shown


def test_without_a_due_time_nothing_is_said() -> None:
    assert tags.remaining(None, NOW) == ""


def test_a_badge_escapes_what_it_shows() -> None:
    assert "<script>" not in tags.badge("<script>")
