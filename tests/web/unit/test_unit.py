"""What a unit sees and does, and what it does not see."""

import io
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from PIL import Image

from jiesu.casework.models import Appeal, Deadline, Reply, WorkOrder
from jiesu.directory.models import PolicyNumber
from jiesu.rules.lifecycle import State
from jiesu.rules.roles import Role

if TYPE_CHECKING:
    from tests.web.desk.conftest import City

Receive = Callable[..., Appeal]
Press = Callable[..., HttpResponse]
DONE = {"outcome": "resolved", "text": "已更换灯具两套，当晚照明恢复。"}


@pytest.fixture
def order(receive: Receive, press: Press) -> WorkOrder:
    made = receive().work_order
    press(Role.OPERATOR, made, "accept", service="lights", urgency="general")
    press(Role.DISPATCHER, made, "dispatch", unit="office")
    made.refresh_from_db()
    return made


def picture() -> SimpleUploadedFile:
    buffer = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(buffer, "JPEG")
    return SimpleUploadedFile("after.jpg", buffer.getvalue(), "image/jpeg")


def test_the_inbox_shows_each_part(city: "City", order: WorkOrder, press: Press) -> None:
    client = city.staff[Role.HANDLER]
    assert client.get("/unit/").headers["Location"] == "/unit/inbox/all/"
    assert order.number in client.get("/unit/inbox/sign/").text
    press(Role.HANDLER, order, "sign")
    assert order.number not in client.get("/unit/inbox/sign/").text
    assert order.number in client.get("/unit/inbox/start/").text
    assert order.number in client.get("/unit/inbox/all/?q=路灯").text
    assert order.number not in client.get("/unit/inbox/all/?late=1").text
    assert client.get("/unit/inbox/attic/").status_code == 404


def test_another_units_work_order_is_not_found(
    city: "City", order: WorkOrder, signed_in: Callable[..., Client]
) -> None:
    other = signed_in("bureau-handler", Role.HANDLER, unit=city.bureau)
    address = f"/unit/orders/{order.pk}/"
    assert other.get(address).status_code == 404
    sent = other.post(f"{address}sign/", {"version": order.version})
    assert sent.status_code == 404
    assert "请核对编号" in sent.text


def test_a_supporting_unit_reads_and_does_nothing(
    city: "City", order: WorkOrder, signed_in: Callable[..., Client]
) -> None:
    order.support_units.add(city.bureau)
    helper = signed_in("helper", Role.HANDLER, unit=city.bureau)
    assert order.number in helper.get("/unit/inbox/supported/").text
    page = helper.get(f"/unit/orders/{order.pk}/")
    assert page.status_code == 200
    assert "/sign/" not in page.text
    sent = helper.post(f"/unit/orders/{order.pk}/sign/", {"version": order.version})
    assert sent.status_code == 403


def test_the_unit_sees_the_task_and_not_the_person(city: "City", order: WorkOrder) -> None:
    appeal = order.appeals.get()
    page = city.staff[Role.HANDLER].get(f"/unit/orders/{order.pk}/").text
    assert appeal.text in page
    for secret in ("王芳", "13800138000", appeal.code, appeal.spaced_code):
        assert secret not in page
    Appeal.objects.filter(pk=appeal.pk).update(secrecy="confidential")
    address = f"/appeals/{appeal.pk}/identity/"
    assert city.staff[Role.HANDLER].post(address, {"reason": "上门"}).status_code == 403


def test_a_reply_carries_its_proof(city: "City", order: WorkOrder, press: Press) -> None:
    press(Role.HANDLER, order, "sign")
    press(Role.HANDLER, order, "start", contacted="on")
    assert Deadline.objects.get(work_order=order, stage="first_contact").met_at is not None
    press(Role.HANDLER, order, "reply", **DONE, photos=[picture()])
    photo = Reply.objects.get().photos.get()
    client = city.staff[Role.HANDLER]
    assert f"/photos/{photo.pk}/" in client.get(f"/unit/orders/{order.pk}/").text
    shown = client.get(f"/photos/{photo.pk}/")
    assert shown.headers["Content-Type"] == "image/jpeg"
    shown.close()


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"outcome": "resolved", "text": "好了"}, "太短"),
        ({"outcome": "explained", "text": "依照规定不能在此设置路灯。"}, "法律"),
        ({"outcome": "", "text": "已经更换灯具两套。"}, "必填"),
        ({**DONE, "photos": [SimpleUploadedFile("a.jpg", b"MZ\x90\x00 program")]}, "a.jpg"),
    ],
    ids=["too short", "no basis", "no outcome", "a program as photo"],
)
def test_a_reply_that_cannot_be_taken_says_why_and_keeps_the_words(
    order: WorkOrder, press: Press, given: dict[str, object], sentence: str
) -> None:
    press(Role.HANDLER, order, "sign")
    press(Role.HANDLER, order, "start")
    answer = press(Role.HANDLER, order, "reply", **given)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert str(given["text"]) in answer.text
    order.refresh_from_db()
    assert order.state == State.HANDLING


def test_more_time_is_given_by_the_head_and_the_first_date_stays(
    city: "City", order: WorkOrder, press: Press
) -> None:
    press(Role.HANDLER, order, "sign")
    press(Role.HANDLER, order, "start")
    asked = {"limit": "3", "ground": "weather_or_season", "explanation": "连日暴雨，无法登高作业"}
    assert press(Role.HANDLER, order, "extend", **asked).status_code == 403
    assert press(Role.UNIT_HEAD, order, "extend", **asked).status_code == 302
    deadline = Deadline.objects.get(work_order=order, stage="reply")
    assert deadline.due_at > deadline.original_due_at
    assert "连日暴雨" in city.staff[Role.UNIT_HEAD].get(f"/unit/orders/{order.pk}/").text


def test_the_second_of_two_colleagues_is_told(order: WorkOrder, press: Press) -> None:
    seen = order.version
    press(Role.HANDLER, order, "sign")
    late = press(Role.UNIT_HEAD, order, "sign", version=seen)
    assert late.status_code == 409


def test_the_desks_staff_have_no_inbox(city: "City") -> None:
    assert city.staff[Role.OPERATOR].get("/unit/inbox/all/").status_code == 403


def test_the_citys_own_policy_says_how_much_time_and_how_often(
    city: "City", order: WorkOrder, press: Press
) -> None:
    PolicyNumber.objects.create(number="extension_times", amount=1, valid_from="2025-01-01")
    PolicyNumber.objects.create(
        number="extension_each", amount=5, unit="days", valid_from="2025-01-01"
    )
    press(Role.HANDLER, order, "sign")
    press(Role.HANDLER, order, "start")
    assert "5 天" in city.staff[Role.UNIT_HEAD].get(f"/unit/orders/{order.pk}/").text
    asked = {"limit": "5", "ground": "weather_or_season", "explanation": "连日暴雨，无法登高作业"}
    assert press(Role.UNIT_HEAD, order, "extend", **asked).status_code == 302
    order.refresh_from_db()
    again = press(Role.UNIT_HEAD, order, "extend", **asked)
    assert (again.status_code, "最多延期1次，每次不超过5 天" in again.text) == (403, True)
