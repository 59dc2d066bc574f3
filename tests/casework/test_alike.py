"""Like work orders: as what is plugged judges, or by shared words and distance where nothing is."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from jiesu.casework.assist import guesses, suggester
from jiesu.casework.assist.suggester import LikeAppeal, LikelyService, Matter
from jiesu.casework.models import Appeal, WorkOrder
from jiesu.rules.roles import Role

if TYPE_CHECKING:
    from tests.casework.conftest import City

Receive = Callable[..., Appeal]


class Unready:
    """Knows nothing yet."""

    def services(self, _matter: Matter) -> list[LikelyService] | None:
        return None

    def alike(self, _matter: Matter, **_now: datetime) -> list[LikeAppeal] | None:
        return None


class Broken(Unready):
    """Fails whatever it is asked."""

    def services(self, _matter: Matter) -> list[LikelyService]:
        raise MemoryError

    def alike(self, _matter: Matter, **_now: datetime) -> list[LikeAppeal]:
        raise ZeroDivisionError


def unfetched() -> Broken:
    raise ImportError("no module named so")


@pytest.fixture(params=[None, Unready, Broken, unfetched])
def without(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Plug nothing, what is not ready, what breaks, and what cannot be fetched."""
    monkeypatch.setattr(suggester, "_plugged", request.param)


@pytest.mark.usefixtures("without")
def test_shared_words_and_distance_judge(city: "City", receive: Receive, now: datetime) -> None:
    near = receive(text="滨江路的路灯坏了三天")
    far = receive(text="滨江路的路灯坏了", lat=30.4, lon=110.4)
    receive(text="菜市场的鱼不新鲜", lat=30.4, lon=110.4)
    matter = Matter("", "滨江路路灯坏了", 30.1, 110.1)
    operator = city.staff(Role.OPERATOR)
    found = guesses.duplicates(matter, actor=operator, now=now)
    assert [one.value for one in found] == [str(near.work_order_id), str(far.work_order_id)]
    assert found[0].reasons["metres"] == 0
    assert found[0].reasons["appeal"] == near.pk
    assert "路灯坏了" in found[0].reasons["words"]
    assert found[0].confidence > found[1].confidence >= 0.3
    assert guesses.services(matter, actor=operator) == []  # nothing was accepted yet


@pytest.mark.usefixtures("without")
def test_a_work_order_is_not_like_itself(city: "City", receive: Receive, now: datetime) -> None:
    appeal = receive()
    operator = city.staff(Role.OPERATOR)
    of_itself = {"but": appeal.work_order, "actor": operator, "now": now}
    assert guesses.duplicates(Matter.of(appeal), **of_itself) == []  # type: ignore[arg-type]  # as named


def test_what_is_plugged_judges_and_the_gate_says_who_may_see(
    city: "City", receive: Receive, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, again, hidden = receive(), receive(), receive()
    WorkOrder.objects.filter(pk=hidden.work_order_id).update(accused_unit=city.office)

    class Sure(Unready):
        def alike(self, _matter: Matter, **_now: datetime) -> list[LikeAppeal]:
            sure = ((first, 0.5), (again, 0.7), (hidden, 0.9))
            return [LikeAppeal(one.pk, likely, "sure-1", ("灯",)) for one, likely in sure]

    monkeypatch.setattr(suggester, "_plugged", Sure)
    matter = Matter("", "什么也没有说")
    found = guesses.duplicates(matter, actor=city.staff(Role.HANDLER), now=now)
    assert found == []
    found = guesses.duplicates(matter, actor=city.staff(Role.OPERATOR), now=now)
    assert [(one.confidence, one.model_version) for one in found][-2:] == [
        (0.7, "sure-1"),
        (0.5, "sure-1"),
    ]
