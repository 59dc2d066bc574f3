"""Desk and unit in a real browser: by keys alone, on a phone, light and dark, asked by axe."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from django.http import HttpResponse
from playwright.sync_api import Page, expect

from jiesu.casework.models import Appeal, WorkOrder
from jiesu.rules.lifecycle import State
from jiesu.rules.roles import Role
from tests.web.conftest import READERS, reader_name

if TYPE_CHECKING:
    from tests.web.desk.conftest import City

pytestmark = pytest.mark.django_db(transaction=True)

Receive = Callable[..., Appeal]
Press = Callable[..., HttpResponse]
Check = Callable[[Page], None]
Sit = Callable[..., Any]
DONE = {"outcome": "resolved", "text": "已更换灯具两套，当晚照明恢复。"}


def state_of(order: WorkOrder) -> str:
    return WorkOrder.objects.get(pk=order.pk).state


def walk(press: Press, order: WorkOrder) -> None:
    press(Role.OPERATOR, order, "accept", service="lights", urgency="general")
    press(Role.DISPATCHER, order, "dispatch", unit="office")
    press(Role.HANDLER, order, "sign")
    press(Role.HANDLER, order, "start")


@pytest.mark.parametrize("reader", READERS, ids=reader_name)
def test_every_page_of_the_desk_can_be_read_by_everybody(
    sit: Sit, receive: Receive, press: Press, readable: Check, reader: dict[str, Any]
) -> None:
    waiting, replied = receive(), receive(text="滨江路的井盖松了，晚上很黑看不见")
    walk(press, replied.work_order)
    press(Role.HANDLER, replied.work_order, "reply", **DONE)
    visits = {
        Role.OPERATOR: [
            "/desk/queues/acceptance/",
            "/desk/intake/",
            f"/desk/orders/{waiting.work_order_id}/?queue=acceptance",
            f"/desk/appeals/{waiting.pk}/taken/",
            "/desk/search/?q=滨江路",
        ],
        Role.FOLLOW_UP: [f"/desk/orders/{replied.work_order_id}/"],
    }
    for role, addresses in visits.items():
        with sit(role, **reader) as page:
            for address in addresses:
                page.goto(address)
                for step in page.locator("details[data-step]").all():
                    step.evaluate("step => { step.open = true }")
                readable(page)


@pytest.mark.parametrize("reader", READERS, ids=reader_name)
def test_every_page_of_the_unit_can_be_read_by_everybody(
    sit: Sit, receive: Receive, press: Press, readable: Check, reader: dict[str, Any]
) -> None:
    order = receive().work_order
    walk(press, order)
    with sit(Role.UNIT_HEAD, **reader) as page:
        for address in ("/unit/inbox/all/", f"/unit/orders/{order.pk}/"):
            page.goto(address)
            for step in page.locator("details[data-step]").all():
                step.evaluate("step => { step.open = true }")
            readable(page)


def test_a_call_is_taken_and_dispatched_by_keys_alone(
    sit: Sit, city: "City", receive: Receive, press: Press
) -> None:
    earlier = receive()
    press(Role.OPERATOR, earlier.work_order, "accept", service="lights", urgency="general")
    press(Role.DISPATCHER, earlier.work_order, "dispatch", unit="office")
    with sit(Role.OPERATOR) as page:
        page.goto("/desk/")
        page.keyboard.press("i")
        page.wait_for_url("**/desk/intake/")
        page.locator("#intake_phone").focus()
        page.keyboard.type("13800138000")
        page.locator("#intake_text").focus()
        page.keyboard.type("滨江路的路灯又坏了")
        beside = page.locator("#beside")
        expect(beside.get_by_text("来电人历史诉求")).to_be_visible()
        expect(beside.get_by_role("link", name=earlier.title).first).to_be_visible()
        page.keyboard.press("Alt+s")
        expect(page.locator("#intake_service")).to_have_value("路灯 · lights")
        page.keyboard.press("Alt+a")
        page.wait_for_url("**/taken/")
        made = Appeal.objects.get(channel="phone")
        expect(page.get_by_text(made.spaced_code)).to_be_visible()
    with sit(Role.DISPATCHER) as page:
        page.goto("/desk/")
        page.keyboard.press("j")
        page.keyboard.press("Enter")
        page.wait_for_url("**/desk/orders/**")
        page.keyboard.press("d")
        page.keyboard.press("Alt+Enter")
        page.wait_for_url("**/desk/queues/dispatch/")
    assert state_of(made.work_order) == State.DISPATCHED


def test_one_key_joins_the_first_similar_one(sit: Sit, receive: Receive) -> None:
    earlier = receive()
    with sit(Role.OPERATOR) as page:
        page.goto("/desk/intake/")
        page.locator("#intake_text").focus()
        page.keyboard.type("滨江路路灯坏了三天")
        page.locator("#beside button[name=then]").wait_for()
        page.keyboard.press("Alt+1")
        page.wait_for_url("**/taken/")
    assert Appeal.objects.get(channel="phone").work_order_id == earlier.work_order_id


def test_the_open_form_is_the_one_that_is_sent(sit: Sit, receive: Receive) -> None:
    order = receive().work_order
    with sit(Role.OPERATOR) as page:
        page.goto(f"/desk/orders/{order.pk}/")
        page.keyboard.press("w")
        page.keyboard.type("路灯每晚七点开启。")
        page.keyboard.press("Alt+Enter")
        page.get_by_text("坐席已直接解答").wait_for()
    assert state_of(order) == State.ANSWERED


def test_the_keys_of_a_page_are_listed_on_it(sit: Sit, receive: Receive) -> None:
    order = receive().work_order
    with sit(Role.OPERATOR) as page:
        page.goto(f"/desk/orders/{order.pk}/?queue=acceptance")
        page.keyboard.press("?")
        keys = page.locator("dialog#keys")
        expect(keys.get_by_text("不予受理")).to_be_visible()
        expect(keys.get_by_text("返回队列")).to_be_visible()


def test_an_identity_is_shown_in_place_after_a_reason(sit: Sit, receive: Receive) -> None:
    order = receive().work_order
    with sit(Role.OPERATOR) as page:
        page.goto(f"/desk/orders/{order.pk}/")
        page.get_by_text("查看身份").click()
        page.get_by_label("查看理由").fill("核实地点")
        page.keyboard.press("Enter")
        expect(page.get_by_role("link", name="13800138000")).to_be_visible()
        expect(page).to_have_url(
            f"**/desk/orders/{order.pk}/".replace("**", page.url.split("/desk")[0])
        )


def test_a_field_worker_handles_it_on_a_phone(sit: Sit, receive: Receive, press: Press) -> None:
    order = receive().work_order
    press(Role.OPERATOR, order, "accept", service="lights", urgency="general")
    press(Role.DISPATCHER, order, "dispatch", unit="office")
    with sit(Role.HANDLER, width=360) as page:
        page.goto("/unit/")
        page.get_by_role("link", name="路灯").first.click()
        for step in ("签收", "开始办理"):
            page.locator("summary", has_text=step).click()
            page.get_by_role("button", name=step).click()
        page.locator("summary", has_text="答复").click()
        page.get_by_text("已解决", exact=True).click()
        page.get_by_label("答复", exact=True).fill(DONE["text"])
        page.get_by_role("button", name="答复").click()
        expect(page.get_by_text(DONE["text"])).to_be_visible()
    assert state_of(order) == State.REPLIED
