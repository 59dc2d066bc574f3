"""Staff sign in with a name, a password and a second factor, and not otherwise."""

import base64
import hmac
import re
import struct
import time
from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from jiesu.directory.models import Person
from jiesu.rules.roles import Role

LOGIN = "/accounts/login/"
SET_UP = "/accounts/second-factor/totp/activate/"
PASSWORD = "seven-lanterns-9"

pytestmark = pytest.mark.django_db


def six_digits(secret: str) -> str:
    """Do what an authenticator app does (RFC 6238)."""
    digest = hmac.digest(
        base64.b32decode(secret), struct.pack(">Q", int(time.time()) // 30), "sha1"
    )
    start = digest[-1] & 15
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


def sign_in(client: Client, password: str = PASSWORD) -> str:
    answer = client.post(LOGIN, {"login": "lin", "password": password})
    return answer.headers.get("Location", str(answer.status_code))


def set_up(client: Client) -> str:
    secret = re.search(r'<p class="code">([A-Z2-7]+)</p>', client.get(SET_UP).text)
    assert secret
    client.post(SET_UP, {"code": six_digits(secret[1])})
    return secret[1]


@pytest.fixture
def lin(person: Callable[..., Person]) -> Person:
    return person("lin", Role.DISPATCHER)


@pytest.mark.usefixtures("lin")
def test_without_a_second_factor_nothing_else_opens(client: Client) -> None:
    assert sign_in(client) == "/staff/"
    for path in ("/staff/", "/accounts/", "/accounts/password/change/"):
        assert client.get(path).headers["Location"] == SET_UP
    assert "第二重验证" in client.get(SET_UP).text
    assert client.get("/healthz").text == "ok"


@pytest.mark.usefixtures("lin")
def test_with_it_set_up_work_begins_and_the_next_sign_in_asks_for_it(client: Client) -> None:
    sign_in(client)
    set_up(client)
    assert client.get("/accounts/").status_code == 200
    codes = client.get("/accounts/second-factor/recovery-codes/")
    assert len(re.findall(r"<li>\d{8}</li>", codes.text)) == 10

    other = Client()
    asked = sign_in(other)
    assert asked.startswith("/accounts/second-factor/authenticate/")
    assert other.get("/accounts/").status_code == 302
    wrong = other.post(asked, {"code": "000000"})
    assert wrong.status_code == 200
    recovery = re.search(r"<li>(\d{8})</li>", codes.text)
    assert recovery
    assert other.post(asked, {"code": recovery[1]}).headers["Location"] == "/staff/"


@pytest.mark.usefixtures("lin")
def test_the_second_factor_cannot_be_put_away(client: Client) -> None:
    sign_in(client)
    set_up(client)
    client.post("/accounts/second-factor/totp/deactivate/")
    assert sign_in(Client()).startswith("/accounts/second-factor/authenticate/")


@pytest.mark.usefixtures("lin")
def test_the_demonstration_needs_none(client: Client, settings: pytest.FixtureRequest) -> None:
    settings.DEMO = True
    sign_in(client)
    assert client.get("/accounts/").status_code == 200


@pytest.mark.usefixtures("lin")
def test_five_wrong_passwords_close_the_door_even_to_the_right_one(client: Client) -> None:
    for _ in range(4):
        assert sign_in(client, "wrong") == "200"
    assert sign_in(client, "wrong") == "429"
    assert sign_in(client) == "429"
    assert "15 分钟" in client.post(LOGIN, {"login": "lin", "password": PASSWORD}).text


def test_nobody_signs_up(client: Client) -> None:
    answer = client.post(
        "/accounts/closed/", {"username": "eve", "password1": PASSWORD, "password2": PASSWORD}
    )
    assert "不开放注册" in answer.text
    assert not Person.objects.exists()


@pytest.mark.usefixtures("lin")
def test_the_secret_of_the_app_lies_under_seal(client: Client) -> None:
    sign_in(client)
    secret = set_up(client)
    kept = [authenticator.data for authenticator in Authenticator.objects.all()]
    assert len(kept) == 2
    assert secret not in str(kept)
