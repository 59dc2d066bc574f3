"""Queues: order, narrowing, and the way from one work order to the next."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.http import HttpResponse

from jiesu.casework.models import Appeal
from jiesu.rules.roles import Role

if TYPE_CHECKING:
    from tests.web.desk.conftest import City

Receive = Callable[..., Appeal]
Press = Callable[..., HttpResponse]
ACCEPT = {"service": "lights", "urgency": "general", "queue": "acceptance"}


@pytest.mark.parametrize(
    ("role", "queue"),
    [
        (Role.OPERATOR, "acceptance"),
        (Role.DISPATCHER, "dispatch"),
        (Role.REVIEWER, "objections"),
        (Role.FOLLOW_UP, "follow_up"),
    ],
)
def test_everybody_begins_in_the_own_queue(city: "City", role: Role, queue: str) -> None:
    assert city.staff[role].get("/desk/").headers["Location"] == f"/desk/queues/{queue}/"


def test_a_queue_is_narrowed_by_words_and_says_when_nothing_fits(
    city: "City", receive: Receive
) -> None:
    lamp, rubbish = receive(), receive(text="菜市场后门垃圾成堆")
    client = city.staff[Role.OPERATOR]
    page = client.get("/desk/queues/acceptance/?q=垃圾").text
    assert rubbish.work_order.number in page
    assert lamp.work_order.number not in page
    assert "请放宽条件" in client.get("/desk/queues/acceptance/?late=1").text
    assert "队列已清空" in client.get("/desk/queues/dispatch/").text
    assert client.get("/desk/queues/kitchen/").status_code == 404


@pytest.mark.parametrize("page", ["0", "99999999999999999999", "-1", "x"])
def test_a_page_that_is_none_gives_the_nearest(city: "City", receive: Receive, page: str) -> None:
    number = receive().work_order.number
    answer = city.staff[Role.OPERATOR].get(f"/desk/queues/acceptance/?page={page}")
    assert number in answer.text


def test_after_a_step_the_next_of_the_queue_follows(receive: Receive, press: Press) -> None:
    first, second, third = (receive().work_order for _ in range(3))
    after = press(Role.OPERATOR, first, "accept", **ACCEPT, next=second.pk)
    assert after.headers["Location"] == f"/desk/orders/{second.pk}/?queue=acceptance"
    press(Role.OPERATOR, second, "accept", **ACCEPT)
    last = press(Role.OPERATOR, third, "accept", **ACCEPT, next=second.pk)
    assert last.headers["Location"] == "/desk/queues/acceptance/"


def test_search_leads_straight_to_a_number_and_a_code(city: "City", receive: Receive) -> None:
    appeal = receive()
    client = city.staff[Role.DISPATCHER]
    for asked in (appeal.work_order.number, appeal.spaced_code):
        found = client.get("/desk/search/", {"q": asked})
        assert found.headers["Location"] == f"/desk/orders/{appeal.work_order_id}/"
    assert appeal.work_order.number in client.get("/desk/search/", {"q": "路灯"}).text
    assert "没有找到" in client.get("/desk/search/", {"q": "鲸鱼"}).text


def test_a_number_that_was_never_given_is_not_found(city: "City") -> None:
    answer = city.staff[Role.OPERATOR].get("/desk/orders/424242/")
    assert answer.status_code == 404
    assert "请核对编号" in answer.text
