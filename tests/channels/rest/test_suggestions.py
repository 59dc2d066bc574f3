"""Suggestions through REST: given with ids, kept as shown, settled by the step that names them."""

from collections.abc import Callable
from typing import Any

import pytest

from jiesu.casework.assist import suggester
from jiesu.casework.assist.suggester import LikeAppeal, LikelyService, Matter
from jiesu.casework.models import Appeal, Suggestion
from jiesu.rules.roles import Role
from tests.channels.rest.test_rest import Caller, caller, order_of

__all__ = ["caller"]
ACCEPT = {"seen": 1, "service_code": "lights", "urgency": "general"}


class Sure:
    """Knows the service."""

    def services(self, _matter: Matter) -> list[LikelyService]:
        return [LikelyService("lights", 0.9, "known-1", ("lamp",))]

    def alike(self, _matter: Matter, **_now: object) -> list[LikeAppeal]:
        return []


@pytest.fixture(autouse=True)
def _sure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suggester, "_plugged", Sure)


def test_they_come_with_ids_and_the_step_settles_them(
    caller: Callable[..., Caller], receive: Callable[..., Appeal], monkeypatch: pytest.MonkeyPatch
) -> None:
    order, operator = order_of(receive()), caller(Role.OPERATOR)
    status, found = operator.get(f"{order}/suggestions")
    assert status == 200
    told = {one["subject"]: one for one in found}
    assert set(told) == {"service", "urgency"}
    service = told["service"]
    assert (service["place"], service["value"], service["confidence"]) == (1, "lights", 0.9)
    assert (service["model_version"], service["reasons"]["words"]) == ("known-1", ["lamp"])
    assert operator.get(f"{order}/suggestions")[1] == found
    assert Suggestion.objects.count() == 2

    monkeypatch.setattr(suggester, "_plugged", None)  # nothing is asked again
    ids = [one["id"] for one in found]
    assert operator.post(f"{order}/accept", **ACCEPT, suggestions=ids)[0] == 200
    assert set(Suggestion.objects.values_list("subject", "verdict")) == {
        ("service", "accepted"),
        ("urgency", "accepted"),
    }
    status, found = caller(Role.DISPATCHER).get(f"{order}/suggestions")
    assert [(one["subject"], one["value"], one["reasons"]["rule"]) for one in found] == [
        ("unit", "office", "leads")
    ]


def test_a_step_may_go_without(
    caller: Callable[..., Caller], receive: Callable[..., Appeal]
) -> None:
    order, operator = order_of(receive()), caller(Role.OPERATOR)
    operator.get(f"{order}/suggestions")
    assert operator.post(f"{order}/accept", **ACCEPT)[0] == 200
    assert set(Suggestion.objects.values_list("verdict", flat=True)) == {"lapsed"}


def test_ids_of_another_work_order_settle_nothing(
    caller: Callable[..., Caller], receive: Callable[..., Appeal]
) -> None:
    order, other, operator = order_of(receive()), order_of(receive()), caller(Role.OPERATOR)
    ids = [one["id"] for one in operator.get(f"{other}/suggestions")[1]]
    status, fault = operator.post(f"{order}/accept", **ACCEPT, suggestions=ids)
    assert (status, set(fault["fields"])) == (422, {"suggestions"})
    assert operator.get(order)[1]["state"] == "registered"
    assert set(Suggestion.objects.values_list("verdict", flat=True)) == {"open"}


def test_only_what_one_may_see_is_suggested_about(
    caller: Callable[..., Caller], receive: Callable[..., Appeal]
) -> None:
    order = order_of(receive())
    assert caller(Role.HANDLER).get(f"{order}/suggestions")[0] == 404
    assert not Suggestion.objects.exists()


def test_the_description_names_them() -> None:
    described: Any = Caller().get("/openapi.json")[1]
    assert "/api/v1/work-orders/{number}/suggestions" in described["paths"]
    for step in ("Accept", "Merge", "Dispatch"):
        assert "suggestions" in described["components"]["schemas"][step]["properties"], step
