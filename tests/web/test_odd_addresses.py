"""Whatever stands in an address, pages ask for what can be meant and never fail."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver

from jiesu.casework.stages import intake
from jiesu.casework.stages.receiving.submission import Submission
from jiesu.directory.models import Person, RoleGrant
from jiesu.directory.people import Actor
from jiesu.rules.roles import Role
from tests.city import build

ODD = ["0001-01-01", "9999-12-31", "1_0", "１", "²", "0" * 30 + "9" * 20, "1e400", "nan", "\x00"]
ODD += ["-1", "9" * 5_000, "\uffff", ""]
NAMES = [
    "day",
    "days",
    "weeks",
    "months",
    "since",
    "until",
    "from",
    "to",
    "page",
    "lat",
    "lon",
    "q",
]
NAMES += ["unit", "service", "area", "kind", "level", "sort", "thing", "chain", "status", "week"]


def addresses(patterns: Iterable[Any], before: str = "") -> Iterator[str]:
    for one in patterns:
        here = before + str(one.pattern).strip("^$")
        if hasattr(one, "url_patterns"):
            yield from addresses(one.url_patterns, here)
        elif not {"<", "(", "["} & set(here) and not here.startswith(("api/", "accounts/")):
            yield f"/{here}"


@pytest.mark.django_db
@pytest.mark.parametrize("odd", ODD, ids=ascii)
def test_rows_23_and_26_no_page_fails_by_what_its_address_asks(odd: str, settings: Any) -> None:
    settings.DEMO = True  # without a second factor
    build()
    given = {"text": "The light is out", "channel": "web", "idempotency_key": "key-00000001"}
    intake.receive(Submission(**given), actor=Actor.resident(), now=datetime.now(UTC))
    person = Person.objects.create_user(username="everything", password=None)
    for role in Role:
        RoleGrant.objects.create(person=person, role=role, valid_from=date(2025, 1, 1))
    client = Client(raise_request_exception=False)
    client.force_login(person, "allauth.account.auth_backends.AuthenticationBackend")
    failed = [
        address
        for address in addresses(get_resolver().url_patterns)
        if client.get(address, dict.fromkeys(NAMES, odd)).status_code >= 500
    ]
    assert not failed
