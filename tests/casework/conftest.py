"""A small city and its staff, for tests of the life of an appeal."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import pytest

from jiesu.casework import intake
from jiesu.casework.intake import Submission
from jiesu.casework.models import Appeal, WorkOrder
from jiesu.directory.models import Area, DutyItem, Person, Service, Unit
from jiesu.directory.people import Actor
from jiesu.rules.roles import Role

NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)


def _square(lat: float, lon: float, side: float) -> dict[str, object]:
    ring = [
        [lon, lat],
        [lon + side, lat],
        [lon + side, lat + side],
        [lon, lat + side],
        [lon, lat],
    ]
    return {"type": "Polygon", "coordinates": [ring]}


@dataclass
class City:
    """What a test speaks of by name."""

    district: Area
    street: Area
    lights: Service
    office: Unit
    bureau: Unit
    people: dict[Role, Actor] = field(default_factory=dict)

    def staff(self, role: Role) -> Actor:
        return self.people[role]


@pytest.fixture
def now() -> datetime:
    return NOON


@pytest.fixture
def city(db: None) -> City:
    district = Area(
        code="d1",
        name_zh="东区",
        level="district",
        geometry=_square(30, 110, 1),
        lat=30.5,
        lon=110.5,
    )
    district.place_under(None)
    district.save()
    street = Area(
        code="s1",
        name_zh="江边街道",
        level="street",
        geometry=_square(30, 110, 0.5),
        lat=30.2,
        lon=110.2,
    )
    street.place_under(district)
    street.save()
    lights = Service(code="lights", name_zh="路灯", urgency="general")
    lights.place_under(None)
    lights.save()
    office = Unit.objects.create(code="office", name_zh="江边街道办", level="street", area=street)
    bureau = Unit.objects.create(code="bureau", name_zh="城管局", level="city")
    DutyItem.objects.create(
        service=lights, kind="basic", lead_unit=office, basis="清单 1", valid_from=date(2025, 1, 1)
    )
    made = City(district, street, lights, office, bureau)
    for role in Role:
        unit = office if role in {Role.HANDLER, Role.UNIT_HEAD} else None
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
