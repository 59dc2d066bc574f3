"""Following, rating, reopening and taking back by the tracking code."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils.timezone import now

from jiesu.casework.models import Appeal
from jiesu.casework.stages.intake import receive
from jiesu.casework.stages.merging import merge
from jiesu.casework.stages.receiving.submission import Submission
from jiesu.directory.models import Person, StageLimit
from jiesu.directory.people import Actor
from jiesu.rules.roles import Role

Make = Callable[..., Appeal]


def page(client: Client, appeal: Appeal) -> str:
    return client.get(f"/appeals/{appeal.code}/").text


def post(client: Client, appeal: Appeal, step: str, **said: Any) -> Any:
    return client.post(f"/appeals/{appeal.code}/{step}/", said, follow=True)


def test_a_code_typed_with_blanks_and_small_letters_is_found(client: Client, appeal: Make) -> None:
    made = appeal()
    answer = client.post("/follow/", {"code": made.spaced_code.lower().replace("-", " ")})
    assert answer.headers["Location"] == f"/appeals/{made.code}/"


def test_an_unknown_code_gives_a_plain_sentence(client: Client, db: None) -> None:
    answer = client.post("/follow/", {"code": "0000-0000-0000-0000"})
    assert answer.status_code == 404
    assert "没有找到" in answer.text
    assert client.get("/appeals/0000000000000000/").status_code == 404


@time_machine.travel(datetime(2026, 11, 24, 4, 3, tzinfo=UTC), tick=False)
def test_guessing_codes_is_stopped(client: Client, appeal: Make) -> None:
    made = appeal()
    for number in range(20):
        client.post("/follow/", {"code": f"{number:016}"})
    answer = client.get(f"/appeals/{made.code}/")
    assert answer.status_code == 429
    assert "请稍候" in answer.text
    assert answer.headers["Retry-After"] == "420"


def test_the_story_is_told_in_order_with_the_reply(client: Client, appeal: Make) -> None:
    told = page(client, appeal("replied"))
    parts = ["已收到您的诉求", "热线已受理", "已派往承办单位：江边街道办", "已换空气开关"]
    places = [told.index(part) for part in parts]
    assert places == sorted(places)
    assert "somebody" not in told


def test_the_due_date_is_told_once_a_unit_is_in_charge(client: Client, appeal: Make) -> None:
    made = appeal("dispatched")
    assert not StageLimit.objects.exists()
    assert "答复期限" in page(client, made)


def test_solved_closes_it(client: Client, appeal: Make) -> None:
    made = appeal("replied")
    post(client, made, "rate", solved="yes", result_rating="5", service_rating="4")
    made.refresh_from_db()
    assert (made.view, made.result_rating, made.service_rating) == ("confirmed", 5, 4)
    assert made.work_order.state == "completed"


@pytest.mark.parametrize(("said", "kept"), [("yes", "True"), ("no", "False"), ("", "None")])
def test_whether_the_unit_made_contact_is_the_appellants_word(
    client: Client, appeal: Make, said: str, kept: str
) -> None:
    made = appeal("replied")
    assert "承办单位是否就此事联系过您" in page(client, made)
    post(client, made, "rate", solved="yes", contacted=said)
    made.refresh_from_db()
    assert str(made.contacted) == kept


def test_what_no_unit_handled_is_not_asked_about_contact(client: Client, appeal: Make) -> None:
    made = appeal("answered")
    assert "没有解决" in page(client, made)
    assert "承办单位是否就此事联系过您" not in page(client, made)


def test_not_solved_sends_it_back_to_work_and_later_reopens_it(
    client: Client, appeal: Make
) -> None:
    made = appeal("replied")
    answer = post(client, made, "rate", solved="no", reason="第二天又灭了")
    assert "重新办理" in answer.text
    made.refresh_from_db()
    assert made.work_order.state == "handling"
    assert made.work_order.rework == 1


def test_a_view_without_an_answer_is_asked_again_and_keeps_the_words(
    client: Client, appeal: Make
) -> None:
    answer = post(client, appeal("replied"), "rate", reason="谢谢师傅")
    assert answer.status_code == 422
    assert "谢谢师傅" in answer.text


def test_what_the_law_refuses_is_not_offered_and_not_done(client: Client, appeal: Make) -> None:
    made = appeal("dispatched")
    assert "/rate/" not in page(client, made)
    assert post(client, made, "rate", solved="yes").status_code == 403


def test_what_is_only_proposed_is_not_told_as_decided(client: Client, appeal: Make) -> None:
    made = appeal("proposed")
    assert "由另一名工作人员审核" in page(client, made)
    assert "属私人装修" not in page(client, made)


def test_whoever_was_turned_away_may_ask_again(client: Client, appeal: Make) -> None:
    made = appeal("declined")
    assert "属私人装修" in page(client, made)
    post(client, made, "contest", reason="是公共楼道")
    made.refresh_from_db()
    assert made.work_order.state == "registered"


def test_what_is_another_matter_leaves_the_joint_work_order(client: Client, appeal: Make) -> None:
    first = appeal()
    other = {"text": "路灯太亮照进卧室", "idempotency_key": "key-of-another"}
    second = receive(Submission(channel="portal", **other), actor=Actor.resident(), now=now())
    desk = Actor("staff", frozenset({(Role.OPERATOR, None)}), person_id=Person.objects.first().pk)
    merge(second.work_order, into=first.work_order, actor=desk, now=now())
    assert "我的是另一件事" in page(client, second)
    assert "我的是另一件事" not in page(client, first)
    assert "已恢复单独办理" in post(client, second, "unmerge").text
    second.refresh_from_db()
    assert second.work_order_id == second.first_work_order_id
    assert second.work_order.state == "registered"
    assert "恢复单独办理" not in page(client, first)
    assert post(client, first, "unmerge").status_code == 403
    assert client.get(f"/appeals/{second.code}/unmerge/").status_code == 405


def test_taking_back_asks_whether_one_was_pressed(client: Client, appeal: Make) -> None:
    made = appeal("dispatched")
    answer = post(client, made, "withdraw", pressed="yes")
    made.refresh_from_db()
    assert "热线将调查" in answer.text
    assert made.work_order.state == "dispatched"
    post(client, made, "withdraw", pressed="no")
    made.work_order.refresh_from_db()
    assert made.work_order.state == "withdrawn"


def test_another_code_opens_nobody_elses_photo(client: Client, appeal: Make) -> None:
    made = appeal()
    assert client.get(f"/appeals/{made.code}/photos/4711/").status_code == 404
