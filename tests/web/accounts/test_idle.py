"""A place left alone is signed out."""

from collections.abc import Callable
from datetime import timedelta

import time_machine
from django.test import Client
from django.utils import timezone


def test_an_hour_away_ends_the_session_and_says_so(signed_in: Callable[..., Client]) -> None:
    client, now = signed_in("lin"), timezone.now()
    with time_machine.travel(now):
        assert client.get("/accounts/").status_code == 200
    with time_machine.travel(now + timedelta(minutes=50)):
        assert client.get("/accounts/").status_code == 200
    with time_machine.travel(now + timedelta(minutes=100)):
        assert client.get("/accounts/").status_code == 200
    with time_machine.travel(now + timedelta(minutes=161)):
        answer = client.get("/accounts/", follow=True)
    assert answer.redirect_chain[0][0].startswith("/accounts/login/")
    assert "您已离开" in answer.text
