"""A small city and its staff, for tests of the life of an appeal."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from jiesu.casework.models import Appeal, WorkOrder
from jiesu.casework.stages import intake
from jiesu.casework.stages.receiving.submission import Submission
from jiesu.directory.models import Person
from jiesu.directory.people import Actor
from jiesu.rules.roles import Role
from tests import city as small

NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)


@dataclass
class City(small.City):
    """The small city and somebody for every duty."""

    people: dict[Role, Actor] = field(default_factory=dict)

    def staff(self, role: Role) -> Actor:
        return self.people[role]


@pytest.fixture
def now() -> datetime:
    return NOON


@pytest.fixture
def city(db: None) -> City:
    made = City(**vars(small.build()))
    for role in Role:
        unit = made.office if role in {Role.HANDLER, Role.UNIT_HEAD} else None
        person = Person.objects.create_user(username=f"a-{role}", password=None)
        made.people[role] = Actor(
            "staff", frozenset({(role, unit.pk if unit else None)}), person_id=person.pk
        )
    return made


@pytest.fixture
def receive(city: City, now: datetime) -> Callable[..., Appeal]:
    keys = iter(range(10_000))

    def make(text: str = "滨江路的路灯坏了三天", **more: object) -> Appeal:
        key = f"key-{next(keys):08d}"
        submission = Submission(
            **{"text": text, "channel": "web", "idempotency_key": key, "lat": 30.1, "lon": 110.1}
            | more  # type: ignore[arg-type]  # a test gives what it wants to see refused
        )
        return intake.receive(submission, actor=Actor.resident(), now=now)

    return make


@pytest.fixture
def fresh() -> Callable[[WorkOrder], WorkOrder]:
    """Load a work order anew, as the next page would."""
    return lambda work_order: WorkOrder.objects.get(pk=work_order.pk)


@pytest.fixture
def later(now: datetime) -> Callable[[float], datetime]:
    return lambda hours: now + timedelta(hours=hours)
