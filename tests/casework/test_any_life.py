"""Whatever people do in whatever order, the promises hold."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiesu.casework.errors import CaseworkError
from jiesu.casework.ledger import audit
from jiesu.casework.ledger.entries import lines_of
from jiesu.casework.models import Appeal, Deadline, WorkOrder
from jiesu.casework.stages import (
    declining,
    dispatch,
    follow_up,
    handling,
    intake,
    merging,
    oversight,
    reply,
)
from jiesu.casework.stages.follow_up import Opinion
from jiesu.directory.people import Actor
from jiesu.rules.lifecycle import OPEN, TABLE, Action, State
from jiesu.rules.roles import Role
from jiesu.rules.timing.deadlines import TimeLimit, Unit

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.casework.conftest import City

WORDS = "已到现场核实并处理完毕。"


def moves(city: "City", now: datetime) -> dict[str, "Callable[[WorkOrder, Appeal], Any]"]:
    """Name everything somebody can do to a work order and an appeal of it."""
    operator, head = city.staff(Role.OPERATOR), city.staff(Role.UNIT_HEAD)
    dispatcher, reviewer = city.staff(Role.DISPATCHER), city.staff(Role.REVIEWER)
    caller = city.staff(Role.FOLLOW_UP)
    three_days = TimeLimit(3, Unit.WORKING_DAYS)

    def own(appeal: Appeal) -> Actor:
        return Actor.resident(appeal.pk)

    def into(order: WorkOrder) -> WorkOrder:
        return WorkOrder.objects.exclude(pk=order.pk).order_by("pk")[0]

    by = {"actor": operator, "now": now}
    return {
        "accept": lambda o, _a: intake.accept(o, service=city.lights, urgency="urgent", **by),
        "turn away": lambda o, _a: declining.propose(o, ground="no_duty", explanation=WORDS, **by),
        "decline": lambda o, _a: declining.confirm(o, actor=reviewer, now=now),
        "keep": lambda o, _a: declining.refuse(o, reasons=WORDS, actor=reviewer, now=now),
        "redirect": lambda o, _a: intake.redirect(o, ground="petition", explanation=WORDS, **by),
        "answer": lambda o, _a: intake.answer(o, text=WORDS, **by),
        "merge": lambda o, _a: merging.merge(o, into=into(o), **by),
        "unmerge": lambda _o, a: merging.unmerge(a, **by),
        "assign": lambda o, _a: dispatch.assign(o, unit=city.office, actor=dispatcher, now=now),
        "other": lambda o, _a: dispatch.assign(
            o, unit=city.bureau, reason=WORDS, actor=dispatcher, now=now
        ),
        "object": lambda o, _a: dispatch.object_to(
            o, ground="not_our_area", explanation=WORDS, actor=head, now=now
        ),
        "uphold": lambda o, _a: dispatch.uphold(o, reasons=WORDS, actor=reviewer, now=now),
        "overrule": lambda o, _a: dispatch.overrule(o, reasons=WORDS, actor=reviewer, now=now),
        "take back": lambda o, _a: dispatch.take_back(o, reason=WORDS, actor=reviewer, now=now),
        "correct": lambda o, _a: dispatch.correct(
            o, service=city.lights, urgency="general", reason=WORDS, **by
        ),
        "clear": lambda o, _a: dispatch.clear(o, reasons=WORDS, actor=reviewer, now=now),
        "contact": lambda o, _a: handling.contact(o, result="reached", actor=head, now=now),
        "sign": lambda o, _a: handling.sign(o, actor=head, now=now),
        "start": lambda o, _a: handling.start(o, contacted=True, actor=head, now=now),
        "extend": lambda o, _a: handling.extend(
            o, limit=three_days, ground="several_units", explanation=WORDS, actor=head, now=now
        ),
        "reply": lambda o, _a: reply.send(o, text=WORDS, outcome="resolved", actor=head, now=now),
        "give back": lambda o, _a: follow_up.give_back(o, reasons=WORDS, actor=caller, now=now),
        "no answer": lambda _o, a: follow_up.record_call(
            a, result="no_answer", actor=caller, now=now
        ),
        "refused": lambda _o, a: follow_up.record_call(a, result="refused", actor=caller, now=now),
        "unreached": lambda o, _a: follow_up.close_unreached(o, actor=caller, now=now),
        "fixed": lambda _o, a: follow_up.rate(a, Opinion("yes", 5), actor=own(a), now=now),
        "partly": lambda _o, a: follow_up.rate(a, Opinion("partly", 3), actor=own(a), now=now),
        "not fixed": lambda _o, a: follow_up.rate(a, Opinion("no", 1), actor=own(a), now=now),
        "contest": lambda _o, a: follow_up.contest(a, reason=WORDS, actor=own(a), now=now),
        "withdraw": lambda _o, a: follow_up.withdraw(a, pressed=False, actor=own(a), now=now),
        "clock": lambda _o, _a: oversight.mark_due(now=now),
    }


# What a move does in the terms of the law; the others are open at any time.
LAWFUL = {
    "accept": Action.ACCEPT,
    "turn away": Action.PROPOSE_DECLINE,
    "decline": Action.DECLINE,
    "keep": Action.KEEP,
    "redirect": Action.REDIRECT,
    "answer": Action.ANSWER,
    "merge": Action.MERGE,
    "unmerge": Action.UNMERGE,
    "assign": Action.DISPATCH,
    "other": Action.DISPATCH,
    "object": Action.OBJECT,
    "uphold": Action.UPHOLD,
    "overrule": Action.OVERRULE,
    "take back": Action.TAKE_BACK,
    "correct": Action.CORRECT,
    "contact": Action.CONTACT,
    "clear": Action.CLEAR,
    "sign": Action.SIGN,
    "start": Action.START,
    "extend": Action.EXTEND,
    "reply": Action.REPLY,
    "give back": Action.RETURN,
    "unreached": Action.CLOSE_UNREACHED,
    "fixed": Action.NOTE_VIEW,
    "partly": Action.NOTE_VIEW,
    "refused": Action.NOTE_VIEW,
    "contest": Action.REOPEN,
    "withdraw": Action.WITHDRAW,
}
ANY_TIME = ("not fixed", "no answer", "unmerge", "withdraw", "clock")
# Most of these lead nowhere, so that the way to a rated reply must be tried more often.
FORWARD = ("accept", "assign", "sign", "start", "reply", "fixed")


def plausible(state: State) -> list[str]:
    """Name the moves worth trying in a state, so that a random life gets somewhere."""
    lawful = {action for before, action in TABLE if before == state}
    names = [name for name, action in LAWFUL.items() if action in lawful]
    return [*names, *ANY_TIME, *(name for name in names if name in FORWARD for _time in range(20))]


@settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
@pytest.mark.django_db
def test_promises_hold(
    data: st.DataObject, city: "City", receive: "Callable[..., Appeal]", now: datetime
) -> None:
    with transaction.atomic():
        live([receive().pk for _appeal in range(3)], data, city, now)
        transaction.set_rollback(True)  # each life begins in an empty city


def live(appeals: list[int], data: st.DataObject, city: "City", now: datetime) -> None:
    """Do up to thirty things to three appeals and hold them to the promises after each."""
    promised: dict[int, datetime] = {}
    for number in range(data.draw(st.integers(1, 30))):
        appeal = Appeal.objects.get(pk=appeals[data.draw(st.integers(0, 2))])
        name = data.draw(st.sampled_from(plausible(State(appeal.work_order.state))))
        try:
            with transaction.atomic():
                moves(city, now + timedelta(hours=number))[name](appeal.work_order, appeal)
        except CaseworkError:
            continue
        for order in WorkOrder.objects.filter(first_appeal__in=appeals):
            check(order, promised)
    check_together(appeals)


def check(order: WorkOrder, promised: dict[int, datetime]) -> None:
    """Hold one work order to its promises."""
    open_deadlines = Deadline.running().filter(work_order=order)
    if State(order.state) in OPEN:
        assert order.due_at is not None, f"nothing is owed in {order.state}"
        assert order.due_at == min(one.due_at for one in open_deadlines)
    else:
        assert not open_deadlines.exists(), f"a clock runs on in {order.state}"
        assert order.due_at is None
    if order.first_due_at:
        assert promised.setdefault(order.pk, order.first_due_at) == order.first_due_at
    assert lines_of(order).count() == order.version


def check_together(appeals: list[int]) -> None:
    """Hold all of them together: nobody is lost, and the log tells it all."""
    orders = WorkOrder.objects.filter(first_appeal__in=appeals)
    for order in orders:
        there = order.appeals.filter(withdrawn_at__isnull=True).count()
        assert order.state == State.WITHDRAWN or order.appeal_count == there
        assert order.state != State.MERGED or there == 0
    assert Appeal.objects.filter(pk__in=appeals).count() == 3
    assert not [fault for fault in audit.verify() if isinstance(fault, audit.Fault)]
