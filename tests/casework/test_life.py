"""One appeal through all stages, and the ways two people can meet on one work order."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from jiesu.casework.errors import (
    InvalidError,
    KeyReusedError,
    NotFoundError,
    OvertakenError,
    RefusedError,
)
from jiesu.casework.ledger import audit
from jiesu.casework.ledger.entries import lines_of
from jiesu.casework.models import Appeal, Deadline, WorkOrder
from jiesu.casework.reading import access
from jiesu.casework.stages import declining, dispatch, follow_up, handling, intake, merging, reply
from jiesu.casework.stages.follow_up import Opinion
from jiesu.directory.people import Actor
from jiesu.rules.lifecycle import State, View
from jiesu.rules.roles import Role

if TYPE_CHECKING:
    from tests.casework.conftest import City

Receive = Callable[..., Appeal]
FIXED = "已于当晚更换灯具，现场照明恢复正常。"


def walk_to_reply(appeal: Appeal, city: "City", now: datetime) -> WorkOrder:
    order = appeal.work_order
    intake.accept(
        order, service=city.lights, urgency="general", actor=city.staff(Role.OPERATOR), now=now
    )
    dispatch.assign(order, unit=city.office, actor=city.staff(Role.DISPATCHER), now=now)
    handling.sign(order, actor=city.staff(Role.HANDLER), now=now)
    handling.start(order, contacted=True, actor=city.staff(Role.HANDLER), now=now)
    reply.send(order, text=FIXED, outcome="resolved", actor=city.staff(Role.HANDLER), now=now)
    return order


def test_an_appeal_is_answered_disputed_fixed_and_rated(
    receive: Receive, city: "City", now: datetime, fresh: Callable[[WorkOrder], WorkOrder]
) -> None:
    appeal = receive()
    order = walk_to_reply(appeal, city, now)
    resident = Actor.resident(appeal.pk)
    appeal.refresh_from_db()
    follow_up.rate(appeal, Opinion("no", 1), actor=resident, now=now)
    order = fresh(order)
    assert (order.state, order.rework, order.outcome) == (State.HANDLING, 1, "none")
    first_due = order.first_due_at
    reply.send(order, text=FIXED, outcome="resolved", actor=city.staff(Role.HANDLER), now=now)
    appeal.refresh_from_db()
    assert appeal.view == View.NOT_ASKED
    follow_up.rate(appeal, Opinion("yes", 5, 4), actor=resident, now=now)
    order, appeal = fresh(order), access.by_code(appeal.spaced_code.lower())
    assert (order.state, appeal.view, appeal.result_rating) == (State.COMPLETED, "confirmed", 5)
    assert order.first_due_at == first_due is not None
    assert order.due_at is None
    entries = lines_of(order)
    assert entries.count() == order.version == 9
    assert not [fault for fault in audit.verify() if isinstance(fault, audit.Fault)]


def test_the_second_of_two_is_told_and_nothing_is_overwritten(
    receive: Receive, city: "City", now: datetime, fresh: Callable[[WorkOrder], WorkOrder]
) -> None:
    mine = receive().work_order
    theirs = fresh(mine)
    operator = city.staff(Role.OPERATOR)
    intake.accept(mine, service=city.lights, urgency="general", actor=operator, now=now)
    with pytest.raises(OvertakenError):
        declining.propose(theirs, ground="no_duty", explanation="不归本市", actor=operator, now=now)
    assert fresh(mine).state == State.ACCEPTED
    assert Deadline.objects.filter(work_order=mine, met_at__isnull=True).count() == 1
    with pytest.raises(OvertakenError):
        access.work_order(mine.pk, actor=operator, seen=1)


def test_a_retry_makes_no_second_appeal(receive: Receive, city: "City") -> None:
    first = receive(idempotency_key="the-same-key")
    again = receive(idempotency_key="the-same-key")
    assert (first.pk, first.code) == (again.pk, again.code)
    with pytest.raises(KeyReusedError):
        receive(text="别的事情", idempotency_key="the-same-key")
    assert Appeal.objects.count() == 1


def test_a_merged_appellant_keeps_reply_and_rating(
    receive: Receive, city: "City", now: datetime, fresh: Callable[[WorkOrder], WorkOrder]
) -> None:
    first, second = receive(), receive(text="滨江路那边晚上黑，灯都不亮")
    operator = city.staff(Role.OPERATOR)
    merging.merge(second.work_order, into=first.work_order, because="路灯", actor=operator, now=now)
    order = walk_to_reply(fresh(first.work_order).first_appeal, city, now)
    first.refresh_from_db()
    second.refresh_from_db()
    assert second.work_order_id == order.pk
    assert order.appeal_count == 2
    follow_up.rate(first, Opinion("yes", 5), actor=Actor.resident(first.pk), now=now)
    assert fresh(order).state == State.REPLIED
    second.refresh_from_db()
    follow_up.rate(second, Opinion("yes", 3), actor=Actor.resident(second.pk), now=now)
    assert fresh(order).state == State.COMPLETED


def test_a_wrong_merge_is_undone(
    receive: Receive, city: "City", now: datetime, fresh: Callable[[WorkOrder], WorkOrder]
) -> None:
    first, second = receive(), receive(text="江边的井盖丢了")
    operator = city.staff(Role.OPERATOR)
    merging.merge(second.work_order, into=first.work_order, actor=operator, now=now)
    second.refresh_from_db()
    merging.unmerge(second, actor=Actor.resident(second.pk), now=now)
    assert second.work_order_id == second.first_work_order_id
    assert fresh(second.work_order).state == State.REGISTERED
    assert fresh(first.work_order).appeal_count == 1


def test_an_objection_goes_to_a_reviewer_and_back(
    receive: Receive, city: "City", now: datetime
) -> None:
    order = receive().work_order
    intake.accept(
        order, service=city.lights, urgency="general", actor=city.staff(Role.OPERATOR), now=now
    )
    dispatcher, head = city.staff(Role.DISPATCHER), city.staff(Role.UNIT_HEAD)
    dispatch.assign(order, unit=city.office, actor=dispatcher, now=now)
    dispatch.object_to(order, ground="not_our_duty", explanation="路灯归城管", actor=head, now=now)
    with pytest.raises(RefusedError):
        dispatch.uphold(order, reasons="我说了算", actor=dispatcher, now=now)
    reviewer = city.staff(Role.REVIEWER)
    dispatch.overrule(order, reasons="清单第 1 项", actor=reviewer, now=now)
    with pytest.raises(RefusedError):
        dispatch.object_to(order, ground="not_our_duty", explanation="不认", actor=head, now=now)
    handling.sign(order, actor=city.staff(Role.HANDLER), now=now)
    assert order.state == State.SIGNED


def test_a_unit_off_the_list_needs_a_reason_and_the_accused_is_refused(
    receive: Receive, city: "City", now: datetime
) -> None:
    order = receive().work_order
    operator, dispatcher = city.staff(Role.OPERATOR), city.staff(Role.DISPATCHER)
    intake.accept(
        order,
        service=city.lights,
        urgency="general",
        accused_unit=city.office,
        actor=operator,
        now=now,
    )
    with pytest.raises(RefusedError):
        dispatch.assign(order, unit=city.office, reason="就近", actor=dispatcher, now=now)
    with pytest.raises(InvalidError):
        dispatch.assign(order, unit=city.bureau, actor=dispatcher, now=now)
    dispatch.assign(order, unit=city.bureau, reason="街道被投诉", actor=dispatcher, now=now)
    with pytest.raises(NotFoundError):
        access.work_order(order.pk, actor=city.staff(Role.HANDLER))


def test_a_pressed_appellant_is_protected_instead(
    receive: Receive, city: "City", now: datetime
) -> None:
    appeal = receive(name="王芳", phone="13800138000")
    walk_to_reply(appeal, city, now)
    handler = city.staff(Role.HANDLER)
    appeal.refresh_from_db()
    assert access.identity(appeal, actor=handler, now=now, reason="约时间").phone == "13800138000"
    gone = follow_up.withdraw(appeal, pressed=True, actor=Actor.resident(appeal.pk), now=now)
    appeal.refresh_from_db()
    assert not gone
    assert appeal.withdrawn_at is None
    with pytest.raises(RefusedError):
        access.identity(appeal, actor=handler, now=now, reason="想知道是谁")


def test_silence_is_not_satisfaction(receive: Receive, city: "City", now: datetime) -> None:
    appeal = receive()
    order = walk_to_reply(appeal, city, now)
    caller = city.staff(Role.FOLLOW_UP)
    for call in range(6):  # two and two within an hour: every second one counts
        at = now + timedelta(hours=call // 2 * 2, minutes=call % 2 * 59)
        with pytest.raises(RefusedError):
            follow_up.close_unreached(order, actor=caller, now=at)
        appeal.refresh_from_db()
        follow_up.record_call(appeal, result="no_answer", actor=caller, now=at)
        order.refresh_from_db()
        if call == 4:
            break
    follow_up.close_unreached(order, actor=caller, now=now + timedelta(hours=5))
    appeal.refresh_from_db()
    assert (appeal.view, appeal.result_rating) == (View.NO_ANSWER, None)
