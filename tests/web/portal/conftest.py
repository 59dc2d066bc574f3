"""A small city with one work order in it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from jiesu.casework.models import Appeal
from jiesu.casework.stages import declining, dispatch, handling, intake, reply
from jiesu.casework.stages.receiving.submission import Submission
from jiesu.directory.models import Service, Unit
from jiesu.directory.people import Actor
from jiesu.rules.lifecycle import Outcome
from jiesu.rules.roles import Role
from tests import city as small


@pytest.fixture
def city(db: None) -> None:
    small.build()


def staff(person: Any, *roles: tuple[Role, int | None]) -> Actor:
    return Actor("staff", frozenset(roles), person_id=person.pk)


@pytest.fixture
def appeal(city: None, person: Callable[..., Any]) -> Callable[..., Appeal]:
    """Make an appeal and walk it to a stage: `appeal("replied")`."""
    somebody = person("somebody")
    unit = Unit.objects.get(code="office")
    desk = staff(somebody, (Role.OPERATOR, None), (Role.DISPATCHER, None))
    second = staff(person("second"), (Role.REVIEWER, None))
    handler = staff(somebody, (Role.HANDLER, unit.pk))

    def make(stage: str = "registered", **said: Any) -> Appeal:
        now = timezone.now() - timedelta(hours=6)
        words = {"text": "路灯不亮", "channel": "portal", "idempotency_key": "key-of-a-test"}
        made = intake.receive(Submission(**{**words, **said}), actor=Actor.resident(), now=now)
        order = made.work_order
        if stage in {"proposed", "declined"}:
            why = "属私人装修。"
            declining.propose(order, ground="no_duty", explanation=why, actor=desk, now=now)
        if stage == "declined":
            declining.confirm(order, actor=second, now=now)
        if stage == "answered":
            intake.answer(order, text="每晚七点开灯。", actor=desk, now=now)
        if stage in {"dispatched", "replied"}:
            light = Service.objects.get(code="lights")
            intake.accept(order, service=light, urgency="general", actor=desk, now=now)
            dispatch.assign(order, unit=unit, actor=desk, now=now)
        if stage == "replied":
            handling.sign(order, actor=handler, now=now)
            handling.start(order, contacted=True, actor=handler, now=now)
            words = {
                "text": "电箱跳闸，已换空气开关，路灯全部修好。",
                "basis": "城市照明管理规定",
                "outcome": Outcome.EXPLAINED,
            }
            reply.send(order, **words, actor=handler, now=now)
        return made

    return make
