"""A small city, its staff signed in, and appeals to work on."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page

from jiesu.casework.models import Appeal, WorkOrder
from jiesu.casework.stages import intake
from jiesu.casework.stages.receiving.submission import Submission
from jiesu.directory.people import Actor
from jiesu.insight.assist import suggestions
from jiesu.rules.roles import Role
from tests import city as small


@dataclass
class City(small.City):
    """The small city and its staff, signed in."""

    staff: dict[Role, Client] = field(default_factory=dict)


@pytest.fixture(autouse=True)
def _nothing_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the think tank forget the appeals of the test before, and answer from the first time."""
    monkeypatch.setattr(suggestions, "_known", suggestions._Known())
    monkeypatch.setattr(suggestions, "ready", lambda: True)


@pytest.fixture
def city(db: None, signed_in: Callable[..., Client]) -> City:
    made = City(**vars(small.build()))
    for role in (Role.OPERATOR, Role.DISPATCHER, Role.REVIEWER, Role.FOLLOW_UP, Role.ANALYST):
        made.staff[role] = signed_in(role.value, role)
    for role in (Role.HANDLER, Role.UNIT_HEAD):
        made.staff[role] = signed_in(role.value, role, unit=made.office)
    return made


@pytest.fixture
def receive(city: City) -> Callable[..., Appeal]:
    """Take an appeal in through the web, as a resident would."""
    from django.utils import timezone

    keys = iter(range(10_000))

    def make(text: str = "滨江路的路灯坏了三天，晚上很黑", **more: object) -> Appeal:
        given = {
            "text": text,
            "channel": "web",
            "idempotency_key": f"key-{next(keys):08d}",
            "lat": 30.1,
            "lon": 110.1,
            "name": "王芳",
            "phone": "13800138000",
        }
        submission = Submission(**given | more)
        return intake.receive(submission, actor=Actor.resident(), now=timezone.now())

    return make


@pytest.fixture
def press(city: City) -> Callable[..., object]:
    """Press a button as somebody: `press(Role.OPERATOR, order, "accept", service="lights")`."""

    def send(role: Role, order: WorkOrder, step: str, **given: object) -> object:
        version = given.pop("version", None) or WorkOrder.objects.get(pk=order.pk).version
        door = "unit" if role in {Role.HANDLER, Role.UNIT_HEAD} else "desk"
        address = f"/{door}/orders/{order.pk}/{step}/"
        return city.staff[role].post(address, {"version": version, **given})

    return send


@pytest.fixture
def look(city: City) -> Callable[..., str]:
    """Look at the page of a work order as somebody, and give the suggestions its forms carry."""

    def open_page(role: Role, order: WorkOrder) -> str:
        page = city.staff[role].get(f"/desk/orders/{order.pk}/").text
        found = re.search(r'name="suggestions" value="([\d,]*)"', page)
        return found[1] if found else ""

    return open_page


@pytest.fixture
def beside(city: City) -> Callable[..., str]:
    """Type into the form of a call, and give what the panel beside it adds to the form."""

    def type_in(given: dict[str, str], role: Role = Role.OPERATOR) -> str:
        panel = city.staff[role].post("/desk/intake/beside/", given).text
        found = re.search(r'name="shown" value="([^"]*)"', panel)
        return found[1] if found else ""

    return type_in


@pytest.fixture
def sit(
    city: City, browser: Browser, live_server: Any
) -> Callable[..., AbstractContextManager[Page]]:
    """Sit somebody down: `with sit(Role.OPERATOR, width=360) as page`."""

    @contextmanager
    def open_page(
        role: Role, width: int = 1280, language: str = "zh-CN", *, dark: bool = False
    ) -> Iterator[Page]:
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 800},
            locale=language,
            color_scheme="dark" if dark else "light",
        )
        session = city.staff[role].cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page = context.new_page()
        said: list[str] = []
        page.on("pageerror", lambda error: said.append(str(error)))
        yield page
        context.close()
        assert said == []

    return open_page
