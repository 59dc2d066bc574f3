"""Like appeals on open work orders, as somebody types."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from jiesu.casework.assist.suggester import LikeAppeal, Matter
from jiesu.casework.models import Appeal
from jiesu.casework.stages import intake
from jiesu.insight.assist import suggestions
from jiesu.rules.roles import Role

if TYPE_CHECKING:
    from tests.casework.conftest import City

Receive = Callable[..., Appeal]
ready = suggestions.ready  # itself, behind what tests put in its place


@pytest.fixture(autouse=True)
def _nothing_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suggestions, "_known", suggestions._Known())
    monkeypatch.setattr(suggestions, "ready", lambda: True)


def alike(matter: Matter, now: datetime) -> list[LikeAppeal]:
    found = suggestions.alike(matter, now=now)
    assert found is not None
    return found


def test_what_comes_between_two_questions_is_known_at_the_second(
    receive: Receive, now: datetime
) -> None:
    receive(text="小区门口垃圾成堆没有人管")
    matter = Matter("", "凯旋小区七号楼停电了", 30.1, 110.1)
    before = alike(matter, now)
    appeal = receive(text="凯旋小区七号楼从昨晚停电到现在")
    best = alike(matter, now)[0]
    assert best.appeal_id == appeal.pk
    assert best.likelihood > max((one.likelihood for one in before), default=0)
    assert "停电" in "".join(best.because)


def test_a_closed_one_is_let_go_with_the_next_reading(
    receive: Receive, city: "City", now: datetime, later: Callable[[float], datetime]
) -> None:
    appeal = receive(text="凯旋小区七号楼从昨晚停电到现在")
    assert alike(Matter("", "凯旋小区七号楼停电"), now)
    operator = city.staff(Role.OPERATOR)
    intake.answer(appeal.work_order, text="正在抢修，今晚恢复。", actor=operator, now=now)
    assert alike(Matter("", "凯旋小区七号楼停电"), later(7)) == []


def test_words_are_learned_once_where_no_base_is_kept(
    receive: Receive,
    now: datetime,
    later: Callable[[float], datetime],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    receive(text="凯旋小区七号楼从昨晚停电到现在")
    assert alike(Matter("", "凯旋小区七号楼停电"), now)
    monkeypatch.delattr("jiesu.mining.similar.api.learn")
    assert alike(Matter("", "凯旋小区七号楼停电"), later(7))


def test_readiness_comes_by_itself() -> None:
    ready()
    assert suggestions._warm.wait(timeout=300)
    assert ready()


def test_until_then_it_says_that_it_knows_nothing(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(suggestions, "ready", lambda: False)
    assert suggestions.alike(Matter("", "凯旋小区七号楼停电"), now=now) is None
