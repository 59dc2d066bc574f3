"""Whatever has happened to a work order, its pages open, for everybody who may see it."""

from collections.abc import Callable, Iterator
from http import HTTPStatus

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from jiesu.casework.models import Appeal, LogEntry, WorkOrder
from jiesu.casework.stages import intake
from jiesu.casework.stages.receiving.submission import Submission
from jiesu.config import wiring
from jiesu.directory.models import Person
from jiesu.directory.people import Actor
from jiesu.rules.roles import STAFF_ROLES, UNIT_ROLES, Role
from jiesu.rules.tables import TABLES
from tests import city as small
from tests.every_event import Walk

OK, REFUSED = HTTPStatus.OK, {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND}
# Who reads every work order, and who none but those of their unit.
READERS = {Role.OPERATOR, Role.DISPATCHER, Role.REVIEWER, Role.FOLLOW_UP, Role.AUDITOR}
PAGES = ("/desk/orders/{}/", "/unit/orders/{}/", "/api/v1/work-orders/{}")


def actor(role: Role, city: small.City) -> Actor:
    unit = city.office.pk if role in UNIT_ROLES else None
    person, _made = Person.objects.get_or_create(username=f"walks-as-{role}")
    return Actor("staff", frozenset({(role, unit)}), person_id=person.pk)


@pytest.fixture
def city(db: None) -> small.City:
    wiring.plug_in()
    city = small.build()
    keys = iter(range(1000))

    def receive() -> Appeal:
        submission = Submission(
            text="滨江路的路灯坏了三天，晚上很黑",
            channel="portal",
            idempotency_key=f"every-event-{next(keys):04d}",
            lat=30.1,
            lon=110.1,
            name="王芳",
            phone="13800138000",
        )
        return intake.receive(submission, actor=Actor.resident(), now=timezone.now())

    with transaction.atomic():
        Walk(city, lambda role: actor(role, city), receive, timezone.now()).everywhere()
    return city


def pages(client: Client, language: str) -> Iterator[tuple[str, HTTPStatus]]:
    for number in WorkOrder.objects.values_list("pk", flat=True):
        for page in PAGES:
            address = page.format(number)
            answer = client.get(address, headers={"accept-language": language})
            yield address, HTTPStatus(answer.status_code)


def test_everything_has_happened(city: small.City) -> None:
    happened = set(LogEntry.objects.values_list("event", flat=True))
    known = {event for life in TABLES.values() for event in life.events}
    assert happened == known - {"project.moved"}  # which an upgrade alone writes


def test_every_work_order_opens_for_everybody_who_may_see_it(
    city: small.City, signed_in: Callable[..., Client]
) -> None:
    for role in STAFF_ROLES:
        client = signed_in(f"李四-{role}", role, unit=city.office if role in UNIT_ROLES else None)
        found = list(pages(client, "zh-CN"))
        wrong = [(role, *one) for one in found if one[1] not in {OK, *REFUSED}]
        assert wrong == []
        opened = {address for address, status in found if status is OK}
        if role in READERS:
            assert len(opened) >= 2 * WorkOrder.objects.count(), role
        elif role in UNIT_ROLES:
            assert opened, role
        else:
            assert not [one for one in opened if one.startswith(("/desk", "/unit"))], role


def test_every_appellant_reads_their_story(city: small.City) -> None:
    client = Client()
    for code in Appeal.objects.values_list("code", flat=True):
        for address in (f"/appeals/{code}/", f"/api/v1/appeals/{code}"):
            for language in ("zh-CN", "en"):
                answer = client.get(address, headers={"accept-language": language})
                assert answer.status_code == OK, address


def test_a_code_of_another_version_is_shown_as_it_is(
    city: small.City, signed_in: Callable[..., Client]
) -> None:
    order = WorkOrder.objects.earliest("pk")
    first = LogEntry.objects.filter(chain="work_order", thing_id=order.pk).latest("seq")
    LogEntry.objects.create(
        thing_id=order.pk,
        seq=first.seq + 1,
        event="work_order.of_tomorrow",
        at=first.at,
        recorded_at=first.at,
        actor_kind="staff",
        actor_role="role_of_tomorrow",
        hash="0" * 64,
    )
    WorkOrder.objects.filter(pk=order.pk).update(state="of_tomorrow", outcome="of_tomorrow")
    client = signed_in("李四", Role.OPERATOR)
    answer = client.get(f"/desk/orders/{order.pk}/", headers={"accept-language": "zh-CN"})
    assert answer.status_code == OK
    assert "work_order.of_tomorrow" in answer.text
    appeal = order.appeals.first() or Appeal.objects.get(first_work_order=order)
    for address in (f"/appeals/{appeal.code}/", f"/api/v1/appeals/{appeal.code}"):
        assert Client().get(address).status_code == OK
