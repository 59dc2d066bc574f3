"""Like appeals on open work orders, as somebody types."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from jiesu.casework import intake
from jiesu.casework.models import Appeal
from jiesu.insight import suggestions
from jiesu.insight.suggestions import Draft
from jiesu.rules.roles import Role

if TYPE_CHECKING:
    from tests.casework.conftest import City

Receive = Callable[..., Appeal]


@pytest.fixture(autouse=True)
def _nothing_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suggestions, "_known", suggestions._Known())


def test_what_comes_between_two_questions_is_known_at_the_second(
    receive: Receive, now: datetime
) -> None:
    receive(text="小区门口垃圾成堆没有人管")
    draft = Draft("", "凯旋小区七号楼停电了", now, 30.1, 110.1)
    before = suggestions.alike(draft)
    appeal = receive(text="凯旋小区七号楼从昨晚停电到现在")
    best = suggestions.alike(draft)[0]
    assert best.appeal_id == appeal.pk
    assert best.likelihood > max((one.likelihood for one in before), default=0)
    assert "停电" in "".join(best.because)


def test_a_closed_one_is_let_go_with_the_next_reading(
    receive: Receive, city: "City", now: datetime, later: Callable[[float], datetime]
) -> None:
    appeal = receive(text="凯旋小区七号楼从昨晚停电到现在")
    assert suggestions.alike(Draft("", "凯旋小区七号楼停电", now))
    operator = city.staff(Role.OPERATOR)
    intake.answer(appeal.work_order, text="正在抢修，今晚恢复。", actor=operator, now=now)
    assert suggestions.alike(Draft("", "凯旋小区七号楼停电", later(7))) == []


def test_words_are_learned_once_where_no_base_is_kept(
    receive: Receive,
    now: datetime,
    later: Callable[[float], datetime],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    receive(text="凯旋小区七号楼从昨晚停电到现在")
    assert suggestions.alike(Draft("", "凯旋小区七号楼停电", now))
    monkeypatch.delattr("jiesu.mining.similar.index.learn")
    assert suggestions.alike(Draft("", "凯旋小区七号楼停电", later(7)))


def test_readiness_comes_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    suggestions.ready()
    assert suggestions._warm.wait(timeout=300)
    assert suggestions.ready()
