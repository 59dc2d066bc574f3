"""A small city, and a key for programs that hand appeals in."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from jiesu.casework.models import Appeal
from jiesu.casework.stages import intake
from jiesu.casework.stages.receiving.submission import Submission
from jiesu.channels import keys
from jiesu.directory.models import Person, RoleGrant, Service, Unit
from jiesu.directory.people import Actor
from jiesu.rules.roles import Role
from tests.city import City, build


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Let the sentences that tests read be English, whatever the city's language."""
    with translation.override("en"):
        yield


@pytest.fixture
def city(db: None) -> City:
    """The small city, its service in a group of services."""
    made = build()
    roads = Service(code="roads", names={"zh-hans": "道路", "en": "Roads"})
    made.lights.appeal_kind = "complaint"
    for row, parent in ((roads, None), (made.lights, roads)):
        row.place_under(parent)
        row.save()
    return made


@pytest.fixture
def receive(city: City) -> Callable[..., Appeal]:
    numbers = iter(range(10_000))

    def make(text: str = "The street light at the river is out", **more: object) -> Appeal:
        given = {"kind": "complaint", "lat": 30.12345, "lon": 110.12345, "service_code": "lights"}
        given |= {"text": text, "channel": "web", "idempotency_key": f"key-{next(numbers):08d}"}
        submission = Submission(**(given | more))  # type: ignore[arg-type]  # a test gives what it wants
        return intake.receive(submission, actor=Actor.resident(), now=datetime.now(UTC))

    return make


@pytest.fixture
def staff(city: City) -> Callable[..., Person]:
    def make(*roles: Role, unit: Unit | None = None) -> Person:
        person = Person.objects.create_user(username="-".join(roles), password=None)
        for role in roles:
            RoleGrant.objects.create(
                person=person, role=role, unit=unit, valid_from=date(2025, 1, 1)
            )
        return person

    return make


@pytest.fixture
def key(db: None) -> Callable[..., str]:
    def make(channel: str, person: Person | None = None) -> str:
        return keys.make("test", channel, person=person, now=datetime.now(UTC))

    return make
