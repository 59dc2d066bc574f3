"""What was decided wrongly is put right: taken back, corrected, called about, joined late."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.core import mail

from jiesu.casework.errors import InvalidError, RefusedError
from jiesu.casework.ledger import outbox
from jiesu.casework.models import Appeal, Deadline, WorkOrder
from jiesu.casework.reading import queries
from jiesu.casework.stages import dispatch, handling, intake, merging, reply
from jiesu.directory.models import Stage
from jiesu.directory.people import Actor
from jiesu.rules.lifecycle import State
from jiesu.rules.roles import Role

if TYPE_CHECKING:
    from tests.casework.conftest import City

Receive = Callable[..., Appeal]
Fresh = Callable[[WorkOrder], WorkOrder]
WORDS = "已到现场核实并处理完毕，特此说明。"


@pytest.fixture
def order(receive: Receive, city: "City", now: datetime) -> WorkOrder:
    return _dispatched(receive(), city, now)


def _dispatched(appeal: Appeal, city: "City", now: datetime) -> WorkOrder:
    made = appeal.work_order
    operator, dispatcher = city.staff(Role.OPERATOR), city.staff(Role.DISPATCHER)
    intake.accept(made, service=city.lights, urgency="general", actor=operator, now=now)
    dispatch.assign(made, unit=city.office, actor=dispatcher, now=now)
    return made


def _clock(order: WorkOrder, stage: Stage) -> Deadline:
    return Deadline.objects.filter(work_order=order, stage=stage).latest("pk")


@pytest.mark.parametrize("steps", [0, 1, 2])
def test_row_41_the_hotline_takes_back_what_no_unit_works_on(
    order: WorkOrder, city: "City", now: datetime, steps: int, fresh: Fresh
) -> None:
    role = (Role.DISPATCHER, Role.REVIEWER)[steps % 2]
    handler, later = city.staff(Role.HANDLER), now + timedelta(hours=30)
    for step in (handling.sign, lambda o, **by: handling.start(o, contacted=False, **by))[:steps]:
        step(order, actor=handler, now=now)
    order.support_units.add(city.bureau)
    promised = _clock(order, Stage.REPLY).due_at
    dispatch.take_back(order, reason="承办单位已撤销。", actor=city.staff(role), now=later)
    order = fresh(order)
    assert (order.state, order.lead_unit, order.support_units.count()) == (
        State.ACCEPTED,
        None,
        0,
    )
    assert order in queries.queue("dispatch", actor=city.staff(Role.DISPATCHER))
    assert order not in queries.inbox(actor=handler)
    dispatch.assign(
        order, unit=city.bureau, reason=WORDS, actor=city.staff(Role.DISPATCHER), now=later
    )
    assert _clock(order, Stage.REPLY).due_at == promised == order.first_due_at
    sign = _clock(order, Stage.SIGN)
    assert (sign.started_at, sign.met_at) == (later, None)


def test_row_41_nobody_else_takes_it_back_and_nobody_without_a_word(
    order: WorkOrder, city: "City", now: datetime
) -> None:
    for role in (Role.HANDLER, Role.UNIT_HEAD, Role.OPERATOR, Role.ANALYST):
        with pytest.raises(RefusedError):
            dispatch.take_back(order, reason=WORDS, actor=city.staff(role), now=now)
    with pytest.raises(InvalidError):
        dispatch.take_back(order, reason=" ", actor=city.staff(Role.REVIEWER), now=now)
    assert WorkOrder.objects.get(pk=order.pk).lead_unit == city.office


def test_row_43_what_was_taken_in_wrongly_is_corrected_and_clocks_follow(
    order: WorkOrder, city: "City", now: datetime, fresh: Fresh
) -> None:
    before = _clock(order, Stage.REPLY)
    dispatch.correct(
        order,
        service=city.lights,
        urgency="urgent",
        reason="现场有触电危险。",
        actor=city.staff(Role.OPERATOR),
        now=now + timedelta(hours=1),
    )
    after = _clock(order, Stage.REPLY)
    assert after.due_at == now + timedelta(hours=24) < before.due_at
    assert after.original_due_at == before.due_at
    order = fresh(order)
    assert (order.state, order.urgency) == (State.DISPATCHED, "urgent")
    assert order.due_at == min(one.due_at for one in Deadline.running().filter(work_order=order))


def test_row_44_a_reply_keeps_no_promise_of_a_call(
    order: WorkOrder, city: "City", now: datetime
) -> None:
    handler = city.staff(Role.HANDLER)
    handling.sign(order, actor=handler, now=now)
    handling.start(order, contacted=False, actor=handler, now=now)
    reply.send(order, text=WORDS, outcome="resolved", actor=handler, now=now)
    assert _clock(order, Stage.FIRST_CONTACT).met_at is None
    assert order.due_at == _clock(order, Stage.FOLLOW_UP).due_at  # the clerk is not pressed by it
    handling.contact(order, result="no_answer", actor=handler, now=now)
    assert _clock(order, Stage.FIRST_CONTACT).met_at is None
    called = now + timedelta(minutes=5)
    handling.contact(order, result="reached", note="已电话说明。", actor=handler, now=called)
    assert _clock(order, Stage.FIRST_CONTACT).met_at == called


def test_row_42_who_joins_after_the_reply_gets_it(
    order: WorkOrder, city: "City", now: datetime, receive: Receive
) -> None:
    handler = city.staff(Role.HANDLER)
    handling.sign(order, actor=handler, now=now)
    handling.start(order, contacted=True, actor=handler, now=now)
    reply.send(order, text=WORDS, outcome="resolved", actor=handler, now=now)
    late = receive(email="late@example.org")
    _deliver(now)
    mail.outbox.clear()
    merging.merge(late.work_order, into=order, actor=city.staff(Role.OPERATOR), now=now)
    _deliver(now)
    (letter,) = [one for one in mail.outbox if one.to == ["late@example.org"]]
    assert WORDS in letter.body
    told = queries.timeline(order, actor=Actor.resident(late.pk))
    assert "appeal.joined_late" in [line.entry.event for line in told]


def _deliver(now: datetime) -> None:
    while outbox.deliver_due(now=now):
        pass
