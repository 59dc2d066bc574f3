"""Whom a matter accuses neither leads nor helps nor reads it, on any way in."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from jiesu.casework.errors import RefusedError
from jiesu.casework.models import Appeal, WorkOrder
from jiesu.casework.reading import dossier, gate, queries
from jiesu.casework.stages import dispatch, intake, merging
from jiesu.directory.models import Unit
from jiesu.rules.roles import Role

if TYPE_CHECKING:
    from tests.casework.conftest import City

Receive = Callable[..., Appeal]
WORDS = "该单位工作人员收受好处。"


def accepted(appeal: Appeal, city: "City", now: datetime, accused: Unit | None) -> WorkOrder:
    order = appeal.work_order
    by = {"actor": city.staff(Role.OPERATOR), "now": now}
    given = {"service": city.lights, "urgency": "general", "accused_unit": accused}
    intake.accept(order, **given, **by)
    return order


def test_row_2_merging_brings_no_accusation_to_the_accused(
    receive: Receive, city: "City", now: datetime
) -> None:
    theirs = accepted(receive(), city, now, None)
    dispatch.assign(theirs, unit=city.office, actor=city.staff(Role.DISPATCHER), now=now)
    accusing = accepted(receive(kind="complaint", text=WORDS), city, now, city.office)
    by = {"actor": city.staff(Role.OPERATOR), "now": now}
    with pytest.raises(RefusedError):
        merging.merge(accusing, into=theirs, **by)
    assert Appeal.objects.get(text=WORDS).work_order == accusing


def test_row_3_whom_it_accuses_does_not_help(receive: Receive, city: "City", now: datetime) -> None:
    below = Unit.objects.create(code="below", parent=city.bureau, level="street", names={})
    order = accepted(receive(kind="complaint"), city, now, city.bureau)
    by = {"actor": city.staff(Role.DISPATCHER), "now": now, "reason": WORDS}
    for helping in (city.bureau, below):
        with pytest.raises(RefusedError):
            dispatch.assign(order, unit=city.office, support_units=[helping], **by)
    dispatch.assign(order, unit=city.office, **by)
    assert not order.support_units.exists()


def test_row_4_a_report_of_wrongdoing_names_whom_it_accuses_or_a_reviewer_says_nobody(
    receive: Receive, city: "City", now: datetime
) -> None:
    order = accepted(receive(kind="whistleblow_report", text=WORDS), city, now, None)
    dispatcher, reviewer = city.staff(Role.DISPATCHER), city.staff(Role.REVIEWER)
    by = {"actor": dispatcher, "now": now, "reason": WORDS}
    with pytest.raises(RefusedError):
        dispatch.assign(order, unit=city.office, **by)
    assert "clear" in queries.buttons(order, actor=reviewer)
    assert "clear" not in queries.buttons(order, actor=dispatcher)
    dispatch.clear(order, reasons="举报对象为个体商户。", actor=reviewer, now=now)
    dispatch.assign(order, unit=city.office, **by)


def test_row_4_who_turns_out_to_be_accused_does_not_go_on(
    receive: Receive, city: "City", now: datetime
) -> None:
    order = accepted(receive(kind="complaint"), city, now, None)
    dispatcher = city.staff(Role.DISPATCHER)
    dispatch.assign(order, unit=city.office, actor=dispatcher, now=now)
    given = {"service": city.lights, "urgency": "general", "accused_unit": city.office}
    by = {"actor": dispatcher, "now": now}
    with pytest.raises(RefusedError):
        dispatch.correct(order, **given, reason=WORDS, **by)
    order = WorkOrder.objects.get(pk=order.pk)
    dispatch.take_back(order, reason=WORDS, **by)
    dispatch.correct(order, **given, reason=WORDS, **by)
    assert not gate.orders(actor=city.staff(Role.HANDLER)).filter(pk=order.pk).exists()


@pytest.mark.parametrize("secrecy", ["confidential", "anonymous"])
def test_row_6_units_read_protected_words_without_the_person(
    receive: Receive, city: "City", now: datetime, secrecy: str
) -> None:
    said = "我叫王小明，电话13800138000，路灯坏了"
    order = accepted(receive(text=said, secrecy=secrecy), city, now, None)
    dispatch.assign(order, unit=city.office, actor=city.staff(Role.DISPATCHER), now=now)
    handler = city.staff(Role.HANDLER)
    (listed,) = gate.lines(queries.inbox(actor=handler), actor=handler)
    (shown,) = dossier.of(order, actor=handler).appeals
    for words in (listed.first_appeal.title, shown.title, shown.text):
        assert "13800138000" not in words
    assert gate.guards_words(order, actor=handler)
    assert not gate.guards_words(order, actor=city.staff(Role.OPERATOR))
