"""Values at the edge of what can be meant: refused there in a sentence, never a fault inside."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from jiesu.casework.models import Appeal

NOW = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)


@pytest.fixture
def post(key: Callable[..., str], city: Any) -> Callable[..., tuple[int, Any]]:
    client = Client(headers={"accept-language": "en", "authorization": f"Bearer {key('rest')}"})

    def send(**more: Any) -> tuple[int, Any]:
        given = {"idempotency_key": "0123456789", "text": "The light is out"} | more
        answer = client.post("/api/v1/appeals", given, content_type="application/json")
        return answer.status_code, answer.json()

    return send


@pytest.mark.parametrize(
    ("said_at", "sentence"),
    [
        ("0001-01-01T00:00:00+14:00", "lies before 1980"),
        ("0001-01-01T00:00:00Z", "lies before 1980"),
        ("1899-12-30T00:00:00+08:05", "lies before 1980"),
        ("1979-12-31T23:59:59Z", "lies before 1980"),
        ("9999-12-31T23:59:59-14:00", "lies ahead"),
        ("9999-12-31T23:59:59.999999Z", "lies ahead"),
        ("2126-01-01T00:00:00+08:00", "lies ahead"),
    ],
)
def test_row_23_a_moment_that_cannot_be_meant_is_asked_about(
    post: Any, said_at: str, sentence: str
) -> None:
    status, told = post(said_at=said_at)
    assert (status, list(told["fields"])) == (422, ["said_at"])
    assert sentence in told["error"]
    assert not Appeal.objects.exists()


@time_machine.travel(NOW, tick=False)
def test_row_54_what_was_said_lies_behind(post: Any) -> None:
    for ahead in (timedelta(minutes=6), timedelta(hours=1), timedelta(days=1)):
        status, told = post(said_at=(NOW + ahead).isoformat())
        assert (status, list(told["fields"])) == (422, ["said_at"])
    status, _told = post(said_at=(NOW + timedelta(minutes=4)).isoformat())
    assert status == 201  # two clocks are never quite the same
