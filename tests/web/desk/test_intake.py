"""Intake by telephone, and what is shown beside it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.http import HttpResponse

from jiesu.casework.models import Appeal, Merge, Suggestion, WorkOrder
from jiesu.rules.lifecycle import State
from jiesu.rules.roles import Role

if TYPE_CHECKING:
    from tests.web.desk.conftest import City

Receive = Callable[..., Appeal]
Press = Callable[..., HttpResponse]
Look = Beside = Callable[..., str]
CALL = {
    "text": "滨江路路灯不亮",
    "kind": "help",
    "secrecy": "normal",
    "idempotency_key": "0123456789abcdef",
}


def test_a_form_sent_twice_makes_one_appeal(city: "City") -> None:
    client = city.staff[Role.OPERATOR]
    given = CALL | {"service": "lights", "then": "accept"}
    first, again = client.post("/desk/intake/", given), client.post("/desk/intake/", given)
    assert first.headers["Location"] == again.headers["Location"]
    assert WorkOrder.objects.get().state == State.ACCEPTED


def test_one_key_joins_an_earlier_work_order(city: "City", receive: Receive) -> None:
    earlier = receive()
    client = city.staff[Role.OPERATOR]
    client.post("/desk/intake/", CALL | {"then": f"merge:{earlier.work_order_id}"})
    joined = Appeal.objects.get(channel="phone")
    assert joined.work_order_id == earlier.work_order_id


def test_what_the_next_step_needs_is_asked_for_before_anything_is_taken(city: "City") -> None:
    client = city.staff[Role.OPERATOR]
    for step, sentence in (("accept", "请选择受理事项"), ("answer", "请写下您的解答")):
        answer = client.post("/desk/intake/", CALL | {"then": step})
        assert answer.status_code == 422
        assert sentence in answer.text
        assert CALL["text"] in answer.text
    assert not Appeal.objects.exists()


def test_an_answer_is_given_on_the_telephone(city: "City") -> None:
    client = city.staff[Role.OPERATOR]
    client.post("/desk/intake/", CALL | {"then": "answer", "answer": "路灯每晚七点开启。"})
    assert WorkOrder.objects.get().state == State.ANSWERED


def test_a_merge_into_what_is_closed_leaves_the_appeal_in_the_queue(
    city: "City", receive: Receive
) -> None:
    earlier = receive().work_order
    WorkOrder.objects.filter(pk=earlier.pk).update(state=State.DECLINED)
    client = city.staff[Role.OPERATOR]
    page = client.post("/desk/intake/", CALL | {"then": f"merge:{earlier.pk}"}, follow=True)
    assert "仍在办理" in page.text or "未办结" in page.text
    assert Appeal.objects.get(channel="phone").work_order.state == State.REGISTERED


def test_beside_the_form_stands_what_is_known(city: "City", receive: Receive, press: Press) -> None:
    earlier = receive()
    press(Role.OPERATOR, earlier.work_order, "accept", service="lights", urgency="general")
    client = city.staff[Role.OPERATOR]
    typed = {"phone": "138 0013 8000", "text": "滨江路的路灯又坏了", "lat": "30.1", "lon": "110.1"}
    page = client.post("/desk/intake/beside/", typed).text
    assert page.count(earlier.title) >= 2  # the caller's own, and similar
    assert f"merge:{earlier.work_order_id}" in page
    assert "路灯 · lights" in page
    assert "江边街道办" in page  # by the duty list


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"text": "路"},
        {"lat": "nan", "lon": "inf", "text": "路灯坏了"},
        {"lat": "30.1", "text": "\x00\x00\x00路灯"},
        {"phone": "' OR 1=1", "service": "·", "text": '") OR ("'},
        {"text": "灯" * 100_000},
    ],
    ids=["nothing", "one sign", "no numbers", "half a place", "quotes", "very long"],
)
def test_whatever_is_half_typed_breaks_nothing(city: "City", typed: dict[str, str]) -> None:
    answer = city.staff[Role.OPERATOR].post("/desk/intake/beside/", typed)
    assert answer.status_code == 200


def test_a_place_outside_the_city_is_asked_about_and_nothing_is_lost(city: "City") -> None:
    client = city.staff[Role.OPERATOR]
    away = CALL | {"lat": "10", "lon": "10"}
    assert "不在本市" in client.post("/desk/intake/beside/", away).text
    answer = client.post("/desk/intake/", away)
    assert answer.status_code == 422
    assert CALL["text"] in answer.text


def test_a_code_is_shown_to_those_only_who_take_calls(city: "City", receive: Receive) -> None:
    appeal = receive()
    address = f"/desk/appeals/{appeal.pk}/taken/"
    assert appeal.spaced_code in city.staff[Role.OPERATOR].get(address).text
    assert city.staff[Role.DISPATCHER].get(address).status_code == 403


def test_what_was_proposed_is_on_record_beside_what_was_decided(
    city: "City", receive: Receive, press: Press, look: Look, beside: Beside
) -> None:
    first = receive()
    press(Role.OPERATOR, first.work_order, "accept", service="lights", urgency="general")
    client = city.staff[Role.OPERATOR]
    told = CALL | {"service": "lights", "then": "accept", "shown": beside(CALL)}
    client.post("/desk/intake/", told)
    order = Appeal.objects.get(channel="phone").work_order
    shown = look(Role.DISPATCHER, order)
    elsewhere = {"unit": "", "other": "bureau", "reason": "就近"}
    press(Role.DISPATCHER, order, "dispatch", suggestions=shown, **elsewhere)
    verdicts = Suggestion.objects.exclude(verdict="lapsed")
    verdicts = verdicts.filter(work_order=order).values_list("subject", "value", "verdict")
    assert set(verdicts) == {
        ("service", "lights", "accepted"),
        ("duplicate", str(first.work_order_id), "corrected"),
        ("unit", "office", "corrected"),
        ("urgency", "general", "accepted"),
    }
    page = client.get(f"/desk/orders/{order.pk}/").text
    assert "系统建议与采纳" in page
    assert "usual-words-1" in page
    assert "urgency-words-1" in page


def test_the_urgency_that_words_gave_is_kept_where_somebody_decides_otherwise(
    receive: Receive, press: Press, look: Look
) -> None:
    order = receive(text="变压器着火了，有人触电").work_order
    given = {"service": "lights", "urgency": "general", "suggestions": look(Role.OPERATOR, order)}
    press(Role.OPERATOR, order, "accept", **given)
    kept = Suggestion.objects.get(work_order=order, subject="urgency")
    assert (kept.value, kept.verdict, kept.decided_value) == ("emergency", "corrected", "general")
    assert "着火" in kept.reasons["words"]


def test_a_merge_keeps_the_likeness_that_was_told(
    city: "City", receive: Receive, beside: Beside
) -> None:
    earlier = receive()
    told = CALL | {"then": f"merge:{earlier.work_order_id}", "shown": beside(CALL)}
    city.staff[Role.OPERATOR].post("/desk/intake/", told)
    score = Merge.objects.get().score
    assert score is not None
    assert 0 < score <= 1
    assert Suggestion.objects.get(subject="duplicate").verdict == "accepted"
