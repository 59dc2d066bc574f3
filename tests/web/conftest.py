"""Staff and their sign-in, for tests of pages."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from jiesu.directory.models import Person, RoleGrant, Unit
from jiesu.rules.roles import Role

PASSWORD = "seven-lanterns-9"


@pytest.fixture
def person(db: None) -> Callable[..., Person]:
    """Make somebody on the staff: `person("lin", Role.DISPATCHER)`."""

    def make(username: str, *roles: Role, unit: Unit | None = None) -> Person:
        made = Person.objects.create_user(username, password=PASSWORD)
        for role in roles:
            RoleGrant.objects.create(person=made, role=role, unit=unit, valid_from=date(2020, 1, 1))
        return made

    return make


@pytest.fixture
def signed_in(
    person: Callable[..., Person], settings: pytest.FixtureRequest
) -> Callable[..., Client]:
    """Give a client of somebody with these roles, in the demonstration."""
    settings.DEMO = True

    def sign_in(username: str, *roles: Role, unit: Unit | None = None) -> Client:
        client = Client()
        client.force_login(
            person(username, *roles, unit=unit),
            backend="allauth.account.auth_backends.AuthenticationBackend",
        )
        return client

    return sign_in
