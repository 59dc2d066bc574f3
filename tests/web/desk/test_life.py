"""One appeal through the pages of desk and unit, in both languages."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.http import HttpResponse

from jiesu.casework.models import Appeal, FollowUp, Merge, ViewLog, WorkOrder
from jiesu.casework.stages import follow_up
from jiesu.casework.stages.follow_up import Opinion
from jiesu.directory.models import RoleGrant
from jiesu.directory.people import Actor
from jiesu.rules.lifecycle import State
from jiesu.rules.roles import Role

if TYPE_CHECKING:
    from tests.web.desk.conftest import City

Receive = Callable[..., Appeal]
Press = Callable[..., HttpResponse]

CALL = {
    "phone": "13900139000",
    "name": "李明",
    "text": "文化街菜市场门口路灯坏了",
    "kind": "help",
    "secrecy": "normal",
    "lat": "30.1",
    "lon": "110.1",
    "service": "路灯 · lights",
    "idempotency_key": "0123456789abcdef",
}
DONE = {"outcome": "resolved", "text": "已更换灯具两套，当晚照明恢复。"}


def state_of(order: WorkOrder) -> str:
    return WorkOrder.objects.get(pk=order.pk).state


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_call_is_taken_dispatched_handled_and_confirmed(
    city: "City", press: Press, language: str
) -> None:
    for client in city.staff.values():
        client.cookies["django_language"] = language
    taken = city.staff[Role.OPERATOR].post("/desk/intake/", {**CALL, "then": "accept"}, follow=True)
    appeal = Appeal.objects.get()
    assert appeal.spaced_code in taken.text
    order = appeal.work_order
    assert order.state == State.ACCEPTED
    steps = [
        (Role.DISPATCHER, "dispatch", {"unit": "office"}, State.DISPATCHED),
        (Role.HANDLER, "sign", {}, State.SIGNED),
        (Role.HANDLER, "start", {"contacted": "on"}, State.HANDLING),
        (Role.HANDLER, "reply", DONE, State.REPLIED),
        (
            Role.FOLLOW_UP,
            "call",
            {
                "appeal": appeal.pk,
                "result": "reached",
                "contacted": "no",
                "solved": "yes",
                "result_rating": "5",
            },
            State.COMPLETED,
        ),
    ]
    for role, step, given, state in steps:
        answer = press(role, order, step, **given)
        assert answer.status_code == 302, (step, answer.text)
        assert state_of(order) == state
    page = city.staff[Role.FOLLOW_UP].get(f"/desk/orders/{order.pk}/").text
    assert ("History" in page, "办理经过" in page) == (language == "en", language != "en")
    assert DONE["text"] in page
    assert re.search(r"<dt>(承办单位是否联系|Contacted by the unit)</dt><dd>(否|no)</dd>", page)


def test_the_second_of_two_is_told_and_keeps_what_was_typed(receive: Receive, press: Press) -> None:
    order = receive().work_order
    seen = order.version
    press(Role.OPERATOR, order, "accept", service="lights", urgency="general")
    late = press(
        Role.OPERATOR,
        order,
        "propose_decline",
        version=seen,
        ground="no_duty",
        explanation="不属于本市职责范围",
    )
    assert late.status_code == 409
    assert "不属于本市职责范围" in late.text
    assert state_of(order) == State.ACCEPTED
    # Proposing to decline is still lawful, so the form is open, now over the order as it stands.
    version = WorkOrder.objects.get(pk=order.pk).version
    assert f'name="version" value="{version}"' in late.text


def test_what_can_no_longer_be_sent_is_shown_to_copy(receive: Receive, press: Press) -> None:
    order = receive().work_order
    seen = order.version
    press(Role.OPERATOR, order, "propose_decline", ground="no_duty", explanation="不归本市")
    late = press(
        Role.OPERATOR, order, "answer", version=seen, text="每晚七点半亮灯", basis="照明规定"
    )
    assert late.status_code == 409
    assert "每晚七点半亮灯" in late.text
    assert f'action="/desk/orders/{order.pk}/answer/"' not in late.text


def test_nothing_is_declined_by_one_person_alone(
    city: "City", receive: Receive, press: Press
) -> None:
    order = receive().work_order
    why = {"ground": "no_duty", "explanation": "属物业自管设施"}
    assert press(Role.OPERATOR, order, "decline").status_code == 403
    press(Role.OPERATOR, order, "propose_decline", **why)
    assert state_of(order) == State.DECLINE_PROPOSED
    assert press(Role.OPERATOR, order, "decline").status_code == 403
    assert order.number in city.staff[Role.REVIEWER].get("/desk/queues/declines/").text
    press(Role.REVIEWER, order, "keep", reasons="清单列有牵头单位")
    assert state_of(order) == State.REGISTERED
    assert "清单列有牵头单位" in city.staff[Role.OPERATOR].get(f"/desk/orders/{order.pk}/").text
    press(Role.OPERATOR, order, "accept", service="lights", urgency="general")
    press(Role.OPERATOR, order, "propose_decline", **why)
    assert why["explanation"] in city.staff[Role.REVIEWER].get(f"/desk/orders/{order.pk}/").text
    assert press(Role.REVIEWER, order, "decline").status_code == 302
    assert state_of(order) == State.DECLINED


def test_a_new_duty_does_not_let_somebody_judge_his_own_proposal(
    city: "City", receive: Receive, press: Press
) -> None:
    order = receive().work_order
    press(Role.OPERATOR, order, "propose_decline", ground="no_duty", explanation="不归本市")
    grant = RoleGrant.objects.get(person__username="operator")
    RoleGrant.objects.filter(pk=grant.pk).update(role=Role.REVIEWER)
    for step in ("decline", "keep"):
        refused = press(Role.OPERATOR, order, step, reasons="不归本市")
        assert refused.status_code == 403
        assert "须由提出人以外的人决定" in refused.text
    assert state_of(order) == State.DECLINE_PROPOSED


def test_a_merged_appellant_is_kept_and_can_be_taken_out_again(
    city: "City", receive: Receive, press: Press
) -> None:
    first, second = receive(), receive(text="滨江路晚上没有路灯")
    page = city.staff[Role.OPERATOR].get(f"/desk/orders/{second.work_order_id}/").text
    assert first.work_order.number in page  # proposed as similar
    own = second.work_order
    press(Role.OPERATOR, own, "merge", into=first.work_order.number, because="同一处路灯")
    second.refresh_from_db()
    assert second.work_order_id == first.work_order_id
    assert Merge.objects.get().because == "同一处路灯"
    page = city.staff[Role.OPERATOR].get(f"/desk/orders/{first.work_order_id}/").text
    assert first.text in page
    assert second.text in page
    press(Role.OPERATOR, own, "unmerge")
    second.refresh_from_db()
    assert second.work_order_id == own.pk


def test_merging_into_what_does_not_exist_is_answered_in_the_form(
    receive: Receive, press: Press
) -> None:
    order = receive().work_order
    answer = press(Role.OPERATOR, order, "merge", into="20200101-9999999")
    assert answer.status_code == 422
    assert "没有此编号" in answer.text
    assert state_of(order) == State.REGISTERED


def test_a_page_offers_nothing_that_the_law_refuses(
    city: "City", receive: Receive, press: Press
) -> None:
    order = receive().work_order
    assert "/accept/" in city.staff[Role.OPERATOR].get(f"/desk/orders/{order.pk}/").text
    assert "/accept/" not in city.staff[Role.DISPATCHER].get(f"/desk/orders/{order.pk}/").text
    refused = press(Role.DISPATCHER, order, "accept", service="lights", urgency="general")
    assert refused.status_code == 403
    assert state_of(order) == State.REGISTERED
    assert press(Role.OPERATOR, order, "burn").status_code == 404


def test_a_unit_off_the_list_needs_a_reason(receive: Receive, press: Press) -> None:
    order = receive().work_order
    press(Role.OPERATOR, order, "accept", service="lights", urgency="general")
    asked = press(Role.DISPATCHER, order, "dispatch", unit="office", other="城管局")
    assert asked.status_code == 422
    assert "城管局" in asked.text
    press(Role.DISPATCHER, order, "dispatch", other="bureau", reason="街道正在处理另一处")
    order.refresh_from_db()
    assert order.lead_unit is not None
    assert order.lead_unit.code == "bureau"


def test_an_objection_is_decided_by_the_reviewer(
    city: "City", receive: Receive, press: Press
) -> None:
    order = receive().work_order
    press(Role.OPERATOR, order, "accept", service="lights", urgency="general")
    press(Role.DISPATCHER, order, "dispatch", unit="office")
    words = "该路段由城管局养护"
    press(
        Role.UNIT_HEAD,
        order,
        "object",
        ground="not_our_duty",
        explanation=words,
        proposed_unit="城管局",
    )
    assert state_of(order) == State.OBJECTED
    page = city.staff[Role.REVIEWER].get(f"/desk/orders/{order.pk}/?queue=objections").text
    assert words in page
    press(Role.REVIEWER, order, "uphold", reasons="养护协议第二条")
    assert state_of(order) == State.ACCEPTED


def test_an_identity_is_shown_with_a_reason_only_and_the_view_is_on_record(
    city: "City", receive: Receive
) -> None:
    appeal = receive()
    client = city.staff[Role.OPERATOR]
    assert "13800138000" not in client.get(f"/desk/orders/{appeal.work_order_id}/").text
    address = f"/appeals/{appeal.pk}/identity/"
    assert client.post(address, {"reason": " "}).status_code == 422
    assert not ViewLog.objects.exists()
    shown = client.post(address, {"reason": "核实地点"}, headers={"HX-Request": "true"})
    assert "13800138000" in shown.text
    assert "no-store" in shown.headers["Cache-Control"]
    view = ViewLog.objects.get()
    assert (view.thing_id, view.reason) == (appeal.pk, "核实地点")
    assert city.staff[Role.DISPATCHER].post(address, {"reason": "好奇"}).status_code == 403


def test_three_calls_in_vain_close_without_counting_as_satisfied(
    receive: Receive, press: Press
) -> None:
    appeal = receive()
    order = appeal.work_order
    press(Role.OPERATOR, order, "accept", service="lights", urgency="general")
    press(Role.DISPATCHER, order, "dispatch", unit="office")
    press(Role.HANDLER, order, "sign")
    press(Role.HANDLER, order, "start")
    press(Role.HANDLER, order, "reply", **DONE)
    early = press(Role.FOLLOW_UP, order, "close_unreached")
    assert early.status_code == 403
    for _call in range(3):
        press(Role.FOLLOW_UP, order, "call", appeal=appeal.pk, result="no_answer")
    # Row 42: three calls in a minute are one.
    at_once = press(Role.FOLLOW_UP, order, "close_unreached")
    assert at_once.status_code == 403
    for hours, call in enumerate(FollowUp.objects.order_by("pk")):
        FollowUp.objects.filter(pk=call.pk).update(at=call.at - timedelta(hours=2 * (3 - hours)))
    press(Role.FOLLOW_UP, order, "close_unreached")
    appeal.refresh_from_db()
    assert (state_of(order), appeal.view, appeal.result_rating) == (
        State.COMPLETED,
        "no_answer",
        None,
    )


def test_whoever_calls_back_after_the_end_reopens_it(
    city: "City", receive: Receive, press: Press
) -> None:
    appeal = receive()
    order = appeal.work_order
    press(Role.OPERATOR, order, "accept", service="lights", urgency="general")
    press(Role.DISPATCHER, order, "dispatch", unit="office")
    press(Role.HANDLER, order, "sign")
    press(Role.HANDLER, order, "start")
    press(Role.HANDLER, order, "reply", **DONE)
    heard = {"appeal": appeal.pk, "result": "reached"}
    press(Role.FOLLOW_UP, order, "call", **heard, solved="yes")
    assert state_of(order) == State.COMPLETED
    page = city.staff[Role.FOLLOW_UP].get(f"/desk/orders/{order.pk}/").text
    assert f'action="/desk/orders/{order.pk}/call/"' in page
    press(Role.FOLLOW_UP, order, "call", **heard, solved="no", reason="又不亮了")
    assert state_of(order) == State.HANDLING


def test_a_call_about_somebody_elses_appeal_finds_nothing(receive: Receive, press: Press) -> None:
    order, stranger = receive().work_order, receive(text="别的事情，垃圾没人收")
    answer = press(Role.FOLLOW_UP, order, "call", appeal=stranger.pk, result="no_answer")
    assert answer.status_code == 404


def test_a_poor_reply_goes_back_and_a_rated_one_is_shown(
    city: "City", receive: Receive, press: Press
) -> None:
    appeal = receive()
    order = appeal.work_order
    press(Role.OPERATOR, order, "accept", service="lights", urgency="general")
    press(Role.DISPATCHER, order, "dispatch", unit="office")
    press(Role.HANDLER, order, "sign")
    press(Role.HANDLER, order, "start")
    press(Role.HANDLER, order, "reply", **DONE)
    press(Role.FOLLOW_UP, order, "return", reasons="没有说明更换了几盏")
    assert state_of(order) == State.HANDLING
    assert "没有说明更换了几盏" in city.staff[Role.HANDLER].get(f"/unit/orders/{order.pk}/").text
    press(Role.HANDLER, order, "reply", **DONE)
    appeal.refresh_from_db()
    order.refresh_from_db()
    told = Opinion("yes", 4, 5, "修得快")
    now = appeal.received_at
    follow_up.rate(appeal, told, actor=Actor.resident(appeal.pk), now=now)
    assert "4/5" in city.staff[Role.FOLLOW_UP].get(f"/desk/orders/{order.pk}/").text
