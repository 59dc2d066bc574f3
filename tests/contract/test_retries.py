"""One rule for what comes again, at every door: the sender's own key, and all that was sent."""

import io
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from jiesu.casework.models import Appeal
from jiesu.channels import keys
from tests.city import City, build

pytestmark = pytest.mark.django_db
Send = Callable[[str, int], tuple[int, str]]  # key, and which content → status, tracking code
REPORT = {"text": "路灯坏了", "secrecy": "normal", "kind": "help", "phone": "13800138000"}
CHANGES: list[dict[str, Any]] = [
    {},
    {"text": "路灯又坏了"},
    {"secrecy": "anonymous"},
    {"phone": "13900139000"},
    {"place_words": "湖滨路 12 号"},
    {"lat": 30.1, "lon": 110.1},
]


@pytest.fixture
def city() -> City:
    return build()


def by_portal() -> Send:
    client = Client()

    def send(key: str, content: int) -> tuple[int, str]:
        answer = client.post("/report/", {**REPORT, **CHANGES[content], "key": key})
        return answer.status_code, answer.headers.get("Location", "")

    return send


def by_rest(name: str = "one") -> Send:
    client, token = Client(), keys.make(name, "rest", now=datetime.now(UTC))

    def send(key: str, content: int) -> tuple[int, str]:
        body = {**REPORT, **CHANGES[content], "idempotency_key": key}
        answer = client.post(
            "/api/v1/appeals",
            json.dumps(body),
            content_type="application/json",
            headers={"Authorization": f"Bearer {token}"},
        )
        return answer.status_code, answer.json().get("code", "")

    return send


def by_open311(name: str = "one") -> Send:
    client, token = Client(), keys.make(name, "open311", now=datetime.now(UTC))
    spelt = {"text": "description", "place_words": "address_string", "lon": "long"}
    spelt["secrecy"] = "attribute[secrecy]"

    def send(key: str, content: int) -> tuple[int, str]:
        said = {**REPORT, **CHANGES[content], "lat": 30.1, "lon": 110.1 + content / 1000}
        form = {spelt.get(name, name): value for name, value in said.items() if name != "kind"}
        form |= {"service_code": "lights", "api_key": token}
        answer = client.post("/open311/v2/requests.json", form, headers={"Idempotency-Key": key})
        (told,) = answer.json()
        return answer.status_code, told.get("service_request_id", "")

    return send


DOORS = {"portal": by_portal, "rest": by_rest, "open311": by_open311}
KEYS = [f"a-key-{number:08d}" for number in range(3)]


@pytest.mark.parametrize("door", DOORS)
@given(
    sent=st.lists(st.tuples(st.sampled_from(KEYS), st.integers(0, len(CHANGES) - 1)), max_size=8)
)
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_rows_15_to_17_a_retry_gets_the_same_answer_and_anything_else_a_refusal(
    city: City, settings: Any, door: str, sent: list[tuple[str, int]]
) -> None:
    settings.REPORTS = settings.REPORTS_BY_KEY = 0
    before, send = Appeal.objects.count(), DOORS[door]()
    first: dict[str, tuple[int, str]] = {}
    unique = f"{before:04d}-"
    for key, content in sent:
        status, answer = send(unique + key, content)
        if key not in first:
            assert status in {200, 201, 302}
            first[key] = content, answer
        elif first[key][0] == content:
            assert status in {200, 201, 302}
            assert answer == first[key][1]
        else:
            assert status == 409
    assert Appeal.objects.count() == before + len(first)


def test_row_15_who_asks_to_be_anonymous_afterwards_is_told_that_it_does_not_hold(
    city: City,
) -> None:
    client = Client()
    client.post("/report/", {**REPORT, "key": KEYS[0]})
    answer = client.post("/report/", {**REPORT, "secrecy": "anonymous", "key": KEYS[0]})
    assert answer.status_code == 409
    assert "不生效" in answer.text
    again = {**REPORT, "secrecy": "anonymous", "key": answer.context["form"]["key"].value()}
    assert client.post("/report/", again).status_code == 302
    assert set(Appeal.objects.values_list("secrecy", flat=True)) == {"normal", "anonymous"}


def test_row_15_photos_are_part_of_what_was_sent(city: City) -> None:
    client = Client()

    def send(colour: str) -> int:
        made = io.BytesIO()
        Image.new("RGB", (8, 8), colour).save(made, "JPEG")
        photo = SimpleUploadedFile("a.jpg", made.getvalue(), "image/jpeg")
        form = {**REPORT, "key": KEYS[0], "photos": [photo]}
        return client.post("/report/", form).status_code

    assert [send("red"), send("red"), send("blue")] == [302, 302, 409]


@pytest.mark.parametrize("door", [by_rest, by_open311])
def test_row_16_programs_share_no_keys(city: City, door: Callable[[str], Send]) -> None:
    one, other = door("one")("00000001", 0), door("other")("00000001", 0)
    assert one[1] != other[1]
    assert Appeal.objects.count() == 2


@pytest.mark.parametrize("key", ["", " ", "short"])
def test_row_18_an_empty_key_is_none(city: City, key: str) -> None:
    send = by_open311()
    status, _answer = send(key, 0)
    assert status == 400
    assert not Appeal.objects.exists()
