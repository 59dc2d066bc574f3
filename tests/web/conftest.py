"""Staff and their sign-in, for tests of pages."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page

from jiesu.directory.models import Person, RoleGrant, Unit
from jiesu.rules.roles import Role

PASSWORD = "seven-lanterns-9"

# How staff may read a page: on a phone and at a desk, in both languages, light and dark.
READERS: list[dict[str, Any]] = [
    {"width": 360, "language": "zh-CN", "dark": True},
    {"width": 1280, "language": "en-US"},
]


def reader_name(reader: dict[str, Any]) -> str:
    return f"{reader['width']}-{reader['language']}-{'dark' if reader.get('dark') else 'light'}"


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


@pytest.fixture
def visit(browser: Browser, live_server: Any) -> Iterator[Callable[..., Page]]:
    """Open a path as a reader with his own screen, language and theme; a script's error fails.

    `who` is the client of somebody who has signed in.
    """
    errors: list[str] = []
    contexts = []

    def open_page(
        path: str,
        *,
        who: Client | None = None,
        width: int = 360,
        language: str = "zh-CN",
        dark: bool = False,
        **more: Any,
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 780},
            locale=language,
            color_scheme="dark" if dark else "light",
            base_url=str(live_server),
            **more,
        )
        contexts.append(context)
        if who:
            session = {"name": "sessionid", "value": who.cookies["sessionid"].value}
            context.add_cookies([{**session, "url": str(live_server)}])
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda said: errors.append(said.text) if "Security" in said.text else 0)
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert errors == []


@pytest.fixture
def readable(accessibility_faults: Callable[[Page], list[str]]) -> Callable[[Page], None]:
    """Give a check that everybody can read the page as it stands: axe, and nothing cut off."""

    def check(page: Page) -> None:
        assert accessibility_faults(page) == [], page.url
        wide = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        assert page.evaluate(wide), f"{page.url} is wider than the screen"

    return check
