"""What the desk suggests is asked for when a page is shown, and not when its form is sent."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.http import HttpResponse
from django.utils import timezone

from jiesu.casework.assist import suggester, suggestions
from jiesu.casework.assist.suggester import LikeAppeal, LikelyService, Matter
from jiesu.casework.models import Appeal, Suggestion, WorkOrder
from jiesu.casework.reading import finding
from jiesu.insight.assist import similarity_index
from jiesu.insight.ingestion import extract
from jiesu.insight.storage import store
from jiesu.rules.lifecycle import State
from jiesu.rules.roles import Role

if TYPE_CHECKING:
    from tests.web.desk.conftest import City

Receive = Callable[..., Appeal]
Press = Callable[..., HttpResponse]
Look = Beside = Callable[..., str]
CALL = {
    "text": "滨江路路灯不亮",
    "kind": "help",
    "secrecy": "normal",
    "idempotency_key": "0123456789abcdef",
}
ACCEPT = {"service": "lights", "urgency": "general"}


@dataclass
class Counting:
    """Knows a service and says how often it was asked."""

    like: list[Appeal] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def services(self, _matter: Matter) -> list[LikelyService]:
        self.asked.append("services")
        return [LikelyService("lights", 0.9, "known-1", ("路灯",))]

    def alike(self, _matter: Matter, **_now: datetime) -> list[LikeAppeal]:
        self.asked.append("alike")
        return [LikeAppeal(one.pk, 0.8, "known-1", ("路灯",)) for one in self.like]

    def forget(self) -> None:
        self.asked.clear()


@pytest.fixture
def plugged(monkeypatch: pytest.MonkeyPatch) -> Counting:
    counting = Counting()
    monkeypatch.setattr(suggester, "_plugged", lambda: counting)
    return counting


def carried(page: str) -> set[str]:
    found = re.search(r'name="suggestions" value="([\d,]+)"', page)
    return set(found[1].split(",")) if found else set()


def verdicts(order: WorkOrder) -> set[tuple[str, str, str]]:
    return set(order.suggestions.values_list("subject", "value", "verdict"))


def test_a_page_asks_once_and_its_form_asks_nothing(
    receive: Receive, press: Press, look: Look, plugged: Counting
) -> None:
    first, order = receive(), receive().work_order
    plugged.like = [first]
    shown = look(Role.OPERATOR, order)
    assert sorted(plugged.asked) == ["alike", "services"]
    plugged.forget()
    refused = press(Role.OPERATOR, order, "accept", urgency="general", suggestions=shown)
    assert refused.status_code == 422
    assert carried(refused.text) == set(shown.split(","))  # what is sent next carries the same
    assert first.work_order.number in refused.text
    press(Role.OPERATOR, order, "accept", suggestions=shown, **ACCEPT)
    assert plugged.asked == []
    assert verdicts(order) == {
        ("service", "lights", "accepted"),
        ("urgency", "general", "accepted"),
        ("duplicate", str(first.work_order_id), "corrected"),
    }


def test_a_merge_and_a_dispatch_ask_nothing_either(
    receive: Receive, press: Press, look: Look, plugged: Counting
) -> None:
    into, merged, sent = receive(), receive().work_order, receive().work_order
    plugged.like = [into]
    shown = look(Role.OPERATOR, merged)
    plugged.forget()
    press(Role.OPERATOR, merged, "merge", into=into.work_order.number, suggestions=shown)
    assert ("duplicate", str(into.work_order_id), "accepted") in verdicts(merged)
    press(Role.OPERATOR, sent, "accept", **ACCEPT)
    assert plugged.asked == []
    shown = look(Role.DISPATCHER, sent)
    plugged.forget()
    press(Role.DISPATCHER, sent, "dispatch", unit="office", suggestions=shown)
    assert plugged.asked == []
    assert ("unit", "office", "accepted") in verdicts(sent)
    sent.refresh_from_db()
    assert sent.state == State.DISPATCHED


def test_who_may_decide_nothing_is_suggested_nothing(
    receive: Receive, look: Look, plugged: Counting
) -> None:
    order = receive().work_order
    assert look(Role.FOLLOW_UP, order) == ""
    assert plugged.asked == []
    assert not Suggestion.objects.exists()


def test_what_stood_beside_the_form_is_kept_with_the_appeal(
    city: "City", receive: Receive, beside: Beside, plugged: Counting
) -> None:
    first = receive()
    plugged.like = [first]
    told = CALL | {"service": "lights", "then": "accept", "shown": beside(CALL)}
    assert not Suggestion.objects.exists()  # as long as there is no work order
    plugged.forget()
    assert city.staff[Role.OPERATOR].post("/desk/intake/", told).status_code == 302
    assert plugged.asked == []
    assert verdicts(Appeal.objects.get(channel="phone").work_order) == {
        ("service", "lights", "accepted"),
        ("urgency", "general", "accepted"),
        ("duplicate", str(first.work_order_id), "corrected"),
    }


def test_a_form_that_is_not_complete_shows_again_what_stood_beside_it(
    city: "City", receive: Receive, beside: Beside, plugged: Counting
) -> None:
    plugged.like = [receive()]
    shown = beside(CALL)
    plugged.forget()
    again = city.staff[Role.OPERATOR].post(
        "/desk/intake/", CALL | {"then": "accept", "shown": shown}
    )
    assert again.status_code == 422
    assert plugged.like[0].title in again.text
    assert 'name="shown"' in again.text
    assert plugged.asked == []


@pytest.mark.parametrize("way", ["forged", "of another form", "of another operator"])
def test_what_was_not_shown_beside_this_form_is_not_kept(
    city: "City", signed_in: Any, beside: Beside, plugged: Counting, way: str
) -> None:
    shown = beside(CALL)
    told = CALL | {"service": "lights", "then": "accept", "shown": shown}
    client = city.staff[Role.OPERATOR]
    if way == "forged":
        told["shown"] = "x" + shown
    elif way == "of another form":
        told["idempotency_key"] = "fedcba9876543210"
    else:
        client = signed_in("other", Role.OPERATOR)
    assert client.post("/desk/intake/", told).status_code == 302
    assert Appeal.objects.get().work_order.state == State.ACCEPTED
    assert not Suggestion.objects.exists()


@pytest.mark.parametrize("sent", ["", "1,2,x", "９", "9" * 40, ",", "-1"])
def test_nonsense_for_ids_costs_nobody_the_step(receive: Receive, press: Press, sent: str) -> None:
    order = receive().work_order
    answer = press(Role.OPERATOR, order, "accept", suggestions=sent, **ACCEPT)
    assert answer.status_code in {302, 422}
    assert (answer.status_code == 302) == (sent not in {"1,2,x", "９"})


def test_ids_of_another_work_order_are_refused_in_a_sentence(
    receive: Receive, press: Press, look: Look
) -> None:
    order, other = receive().work_order, receive().work_order
    shown = look(Role.OPERATOR, other)
    refused = press(Role.OPERATOR, order, "accept", suggestions=shown, **ACCEPT)
    assert refused.status_code == 422
    assert "这些建议不是就此工单提出的" in refused.text
    order.refresh_from_db()
    assert order.state == State.REGISTERED
    assert {verdict for _subject, _value, verdict in verdicts(other)} == {"open"}


def test_a_suggester_that_breaks_costs_nobody_the_page(
    receive: Receive, look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, order = receive(), receive().work_order

    def broken() -> None:
        raise RuntimeError("the model is torn")

    monkeypatch.setattr(suggester, "_plugged", broken)
    assert look(Role.OPERATOR, order)
    kept = Suggestion.objects.get(subject="duplicate")
    assert (kept.value, kept.model_version) == (str(first.work_order_id), "words-and-place-1")


def test_beside_the_form_stands_what_the_kept_index_finds(
    city: "City", receive: Receive, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.STORE = tmp_path
    appeal = receive(text="凯旋小区七号楼从昨晚停电到现在")
    rows = Appeal.objects.select_related("work_order")
    facts, texts = extract.extract(list(rows))
    store.append(store.texts(tmp_path), texts)
    store.append(store.facts(tmp_path), facts)
    similarity_index.keep_up(now=timezone.now())
    monkeypatch.setattr(finding, "open_texts", lambda **_asked: [])  # all comes from the index
    typed = {"text": "凯旋小区七号楼停电了"}
    page = city.staff[Role.OPERATOR].post("/desk/intake/beside/", typed)
    assert f"merge:{appeal.work_order_id}" in page.text
    assert city.staff[Role.HANDLER].post("/desk/intake/beside/", typed).status_code == 403


def test_the_busy_store_costs_the_desk_the_record_only(
    city: "City", receive: Receive, monkeypatch: pytest.MonkeyPatch, plugged: Counting
) -> None:
    from django.db import OperationalError

    def busy(*_given: object) -> None:
        raise OperationalError("database is locked")

    order = receive().work_order
    monkeypatch.setattr(suggestions, "_keep", busy)
    page = city.staff[Role.OPERATOR].get(f"/desk/orders/{order.pk}/")
    assert page.status_code == 200
    assert "路灯 · lights" in page.text
    assert 'name="suggestions"' not in page.text
