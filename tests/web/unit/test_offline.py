"""A step taken without a network is sent once when it is back, however often it is sent."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

import pytest
from django.http import HttpResponse
from playwright.sync_api import Page, expect

from jiesu.casework.ledger.entries import lines_of
from jiesu.casework.models import Appeal, Reply, WorkOrder
from jiesu.rules.lifecycle import State
from jiesu.rules.roles import Role

if TYPE_CHECKING:
    from tests.web.desk.conftest import City

Receive = Callable[..., Appeal]
Press = Callable[..., HttpResponse]
Sit = Callable[..., AbstractContextManager[Page]]
DONE = {"outcome": "resolved", "text": "已更换灯具两套，当晚照明恢复。"}


@pytest.fixture
def order(receive: Receive, press: Press) -> WorkOrder:
    made = receive().work_order
    press(Role.OPERATOR, made, "accept", service="lights", urgency="general")
    press(Role.DISPATCHER, made, "dispatch", unit="office")
    press(Role.HANDLER, made, "sign")
    made.refresh_from_db()
    return made


def test_the_same_step_sent_again_is_done_already(order: WorkOrder, press: Press) -> None:
    for _time in range(2):
        assert press(Role.HANDLER, order, "start", version=order.version).status_code == 302
    seen = order.version + 1
    for _time in range(2):
        assert press(Role.HANDLER, order, "reply", version=seen, **DONE).status_code == 302
    assert Reply.objects.count() == 1
    other = DONE | {"text": "另一份答复，内容完全不同。"}
    assert press(Role.HANDLER, order, "reply", version=seen, **other).status_code == 409
    steps = lines_of(order).values_list("event", flat=True)
    assert list(steps).count("work_order.replied") == 1


def test_a_colleagues_step_is_not_ones_own(order: WorkOrder, press: Press) -> None:
    press(Role.HANDLER, order, "start", version=order.version)
    assert press(Role.UNIT_HEAD, order, "start", version=order.version).status_code == 409


def test_the_worker_and_the_manifest_can_be_fetched(city: "City") -> None:
    client = city.staff[Role.HANDLER]
    worker = client.get("/unit/worker.js")
    assert worker.headers["Content-Type"] == "text/javascript"
    assert client.get("/unit/manifest.webmanifest").json()["start_url"] == "/unit/"


@pytest.mark.django_db(transaction=True)
def test_a_reply_written_without_a_network_arrives_once(
    sit: Sit, receive: Receive, press: Press
) -> None:
    order = receive().work_order
    press(Role.OPERATOR, order, "accept", service="lights", urgency="general")
    press(Role.DISPATCHER, order, "dispatch", unit="office")
    press(Role.HANDLER, order, "sign")
    press(Role.HANDLER, order, "start")
    with sit(Role.HANDLER, width=360) as page:
        page.goto("/unit/")
        page.evaluate("navigator.serviceWorker.ready")
        page.reload()  # from here on the worker stands between page and network
        page.goto(f"/unit/orders/{order.pk}/")
        page.context.set_offline(True)
        page.reload()
        page.locator("summary", has_text="答复").click()
        page.get_by_text("已解决", exact=True).click()
        page.get_by_label("答复", exact=True).fill(DONE["text"])
        page.get_by_role("button", name="答复").click()
        expect(page.get_by_text("已保存在本设备")).to_be_visible()
        assert not Reply.objects.exists()
        [session] = [c for c in page.context.cookies() if c["name"] == "sessionid"]
        page.context.clear_cookies(name="sessionid")
        with page.expect_response("**/accounts/login/**"):  # nobody is signed in: it waits on
            page.context.set_offline(False)
        page.context.add_cookies([session])
        page.get_by_text("已保存在本设备").wait_for(state="hidden")
    assert Reply.objects.get().text == DONE["text"]
    order.refresh_from_db()
    assert order.state == State.REPLIED
