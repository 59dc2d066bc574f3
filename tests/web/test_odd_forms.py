"""Whatever a form holds, pages answer in a sentence and never fail."""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver

from jiesu.casework.stages import intake
from jiesu.casework.stages.intake import Submission
from jiesu.directory.models import Person, RoleGrant
from jiesu.directory.people import Actor
from jiesu.rules.roles import Role
from tests.city import build

ODD = ["0001-01-01", "9999-12-31", "²", "9" * 5_000, "1e400", "\x00", "\uffff", "-1"]
USUAL = {
    "text",
    "reason",
    "role",
    "unit",
    "group",
    "appeal",
    "into",
    "next",
    "seen",
    "day",
    "due_on",
}
NAME = re.compile(r'name="([\w\-]+)"')


def addresses(patterns: Iterable[Any], before: str = "") -> Iterator[str]:
    for one in patterns:
        here = re.sub(r"<(?:int:)?\w+>", "1", before + str(one.pattern).strip("^$"))
        if hasattr(one, "url_patterns"):
            yield from addresses(one.url_patterns, here)
        elif not {"<", "(", "["} & set(here) and not here.startswith(("api/", "accounts/")):
            yield f"/{here}"


@pytest.fixture
def client(db: None, settings: Any) -> Client:
    settings.DEMO = True  # without a second factor
    build()
    given = {"text": "The light is out", "channel": "web", "idempotency_key": "key-00000001"}
    intake.receive(Submission(**given), actor=Actor.resident(), now=datetime.now(UTC))
    person = Person.objects.create_user(username="everything", password=None)
    for role in Role:
        RoleGrant.objects.create(person=person, role=role, valid_from=date(2025, 1, 1))
    client = Client(raise_request_exception=False)
    client.force_login(person, "allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.mark.parametrize("odd", ODD, ids=ascii)
def test_rows_23_and_26_no_page_fails_by_what_a_form_holds(client: Client, odd: str) -> None:
    failed = []
    for address in addresses(get_resolver().url_patterns):
        page = client.get(address)
        shown = page.content.decode("utf-8", "replace") if page.status_code == 200 else ""
        names = USUAL | set(NAME.findall(shown)) - {"csrfmiddlewaretoken"}
        if client.post(address, dict.fromkeys(names, odd)).status_code >= 500:
            failed.append(address)
    assert not failed


def test_row_23_ending_a_duty_that_nobody_has_ends_no_other(client: Client) -> None:
    person = Person.objects.create_user(username="clerk", password=None)
    grant = RoleGrant.objects.create(person=person, role=Role.OPERATOR, valid_from=date(2025, 1, 1))
    address = f"/console/people/{person.pk}/revoke/"
    for role, unit in (("operator", "moon"), ("moon", ""), ("", "")):
        assert client.post(address, {"role": role, "unit": unit}).status_code == 404
        grant.refresh_from_db()
        assert grant.valid_to is None
