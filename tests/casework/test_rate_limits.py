"""Not too much from one address, whichever process it comes to."""

from datetime import datetime, timedelta

import pytest

from jiesu.casework.errors import TooOftenError
from jiesu.casework.models import RateLimitWindow
from jiesu.casework.stages.receiving import rate_limits

pytestmark = pytest.mark.django_db


def test_who_has_used_it_up_waits_for_the_next_window_and_nobody_else(now: datetime) -> None:
    at = now + timedelta(minutes=3)
    for _time in range(2):
        rate_limits.check("report", "10.0.0.1", most=2, now=at)
        rate_limits.count("report", "10.0.0.1", now=at)
    with pytest.raises(TooOftenError) as refused:
        rate_limits.check("report", "10.0.0.1", most=2, now=at)
    assert refused.value.seconds == 7 * 60
    rate_limits.check("report", "10.0.0.2", most=2, now=at)
    rate_limits.check("wrong code", "10.0.0.1", most=2, now=at)
    rate_limits.check("report", "10.0.0.1", most=2, now=at + timedelta(minutes=7))


def test_no_address_is_kept_and_what_is_over_is_forgotten(now: datetime) -> None:
    rate_limits.count("report", "10.0.0.1", now=now)
    assert "10.0.0.1" not in str(RateLimitWindow.objects.values())
    rate_limits.count("report", "10.0.0.1", now=now + timedelta(minutes=10))
    assert RateLimitWindow.objects.get().times == 1
