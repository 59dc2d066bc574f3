"""What is suggested is kept as it is shown, and settled by the step that carries its ids."""

import threading
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
from django.db import OperationalError, connection

from jiesu.casework.assist import showing, suggestions
from jiesu.casework.assist.showing import ids
from jiesu.casework.assist.suggestions import Guess
from jiesu.casework.errors import InvalidError, OvertakenError
from jiesu.casework.ledger.entries import lines_of
from jiesu.casework.models import Appeal, Merge, Suggestion, WorkOrder
from jiesu.casework.stages import dispatch, intake, merging
from jiesu.rules.roles import Role

if TYPE_CHECKING:
    from tests.casework.conftest import City

pytestmark = pytest.mark.django_db
Receive = Callable[..., Appeal]
LIGHTS, ROAD, WASTE = (
    Guess(code, sure, "v1", {"words": [code]})
    for code, sure in (("lights", 0.6), ("road", 0.3), ("waste", 0.1))
)


def verdicts(order: WorkOrder, subject: str = "service") -> dict[str, str]:
    rows = order.suggestions.filter(subject=subject).order_by("pk")
    return dict(rows.values_list("value", "verdict"))


def test_the_same_page_again_writes_nothing_and_keeps_the_ids(
    receive: Receive, now: datetime, django_assert_num_queries: Any
) -> None:
    order = receive().work_order
    first = suggestions.show(order, {"service": [LIGHTS, ROAD]}, now=now)
    with django_assert_num_queries(1):
        again = suggestions.show(order, {"service": [LIGHTS, ROAD]}, now=now)
    assert ids(first) == ids(again)
    assert order.suggestions.count() == 2


def test_what_says_something_else_replaces_and_comes_back_with_its_id(
    receive: Receive, now: datetime
) -> None:
    order = receive().work_order
    first = suggestions.show(order, {"service": [LIGHTS, ROAD]}, now=now)
    other = suggestions.show(order, {"service": [LIGHTS, WASTE]}, now=now)
    assert other[0].pk == first[0].pk
    assert verdicts(order) == {"lights": "open", "road": "lapsed", "waste": "open"}
    back = suggestions.show(order, {"service": [LIGHTS, ROAD]}, now=now)
    assert ids(back) == ids(first)
    assert verdicts(order) == {"lights": "open", "road": "open", "waste": "lapsed"}


@pytest.mark.parametrize(
    ("decided", "expected"),
    [
        ("lights", {"lights": "accepted", "road": "not_taken", "waste": "not_taken"}),
        ("road", {"lights": "corrected", "road": "accepted", "waste": "not_taken"}),
        ("noise", {"lights": "corrected", "road": "not_taken", "waste": "not_taken"}),
    ],
    ids=["the first", "the second", "none of them"],
)
def test_only_the_first_is_corrected(
    receive: Receive, city: "City", now: datetime, decided: str, expected: dict[str, str]
) -> None:
    order = receive().work_order
    shown = ids(suggestions.show(order, {"service": [LIGHTS, ROAD, WASTE]}, now=now))
    edge: dict[str, Any] = {"actor": city.staff(Role.OPERATOR), "now": now}
    suggestions.settle(order, {"service": decided}, shown=shown, **edge)
    assert verdicts(order) == expected
    assert set(order.suggestions.values_list("decided_value", flat=True)) == {decided}
    suggestions.settle(order, {"service": "waste"}, shown=shown, **edge)
    assert verdicts(order) == expected  # once decided it stays


def test_what_was_not_before_the_one_who_decides_only_lapses(
    receive: Receive, city: "City", now: datetime
) -> None:
    order = receive().work_order
    mine = ids(suggestions.show(order, {"service": [ROAD]}, now=now))
    suggestions.show(order, {"service": [LIGHTS]}, now=now)  # on the page of somebody else
    edge: dict[str, Any] = {"actor": city.staff(Role.OPERATOR), "now": now}
    intake.accept(order, service=city.lights, urgency="general", shown=mine, **edge)
    assert verdicts(order) == {"road": "corrected", "lights": "lapsed"}


def test_a_suggestion_for_another_order_is_refused_and_nothing_is_done(
    receive: Receive, city: "City", now: datetime
) -> None:
    order, other = receive().work_order, receive().work_order
    [strange] = suggestions.show(other, {"service": [LIGHTS]}, now=now)
    edge: dict[str, Any] = {"actor": city.staff(Role.OPERATOR), "now": now}
    with pytest.raises(InvalidError):
        intake.accept(order, service=city.lights, urgency="general", shown=[strange.pk], **edge)
    assert WorkOrder.objects.get(pk=order.pk).state == "registered"
    assert lines_of(order).count() == 1
    assert verdicts(other) == {"lights": "open"}


def test_each_step_is_told_what_bears_on_it_and_settles_it(
    receive: Receive, city: "City", now: datetime
) -> None:
    earlier, order = receive(), receive().work_order
    operator: dict[str, Any] = {"actor": city.staff(Role.OPERATOR), "now": now}
    shown = showing.suggest(order, **operator)
    assert {one.subject for one in shown} == {"urgency", "duplicate"}  # nothing is learned yet
    intake.accept(order, service=city.lights, urgency="general", shown=ids(shown), **operator)
    assert verdicts(order, "duplicate") == {str(earlier.work_order_id): "corrected"}
    assert verdicts(order, "urgency") == {"general": "accepted"}
    dispatcher: dict[str, Any] = {"actor": city.staff(Role.DISPATCHER), "now": now}
    shown = showing.suggest(order, **dispatcher)
    assert {one.subject for one in shown} == {"unit", "duplicate"}
    dispatch.assign(order, unit=city.office, shown=ids(shown), **dispatcher)
    assert verdicts(order, "unit") == {"office": "accepted"}
    assert not order.suggestions.filter(verdict="open").exists()


def test_what_is_answered_at_once_leaves_nothing_open(
    receive: Receive, city: "City", now: datetime
) -> None:
    order = receive().work_order
    suggestions.show(order, {"service": [LIGHTS, ROAD]}, now=now)
    intake.answer(order, text="每晚七点开启。", actor=city.staff(Role.OPERATOR), now=now)
    assert verdicts(order) == {"lights": "lapsed", "road": "lapsed"}


def test_a_merge_keeps_how_likely_it_was_said_to_be(
    receive: Receive, city: "City", now: datetime
) -> None:
    into, order = receive().work_order, receive().work_order
    likely = Guess(str(into.pk), 0.83, "v1", {})
    shown = ids(suggestions.show(order, {"duplicate": [likely]}, now=now))
    merging.merge(order, into=into, shown=shown, actor=city.staff(Role.OPERATOR), now=now)
    assert Merge.objects.get().score == 0.83
    assert verdicts(order, "duplicate") == {str(into.pk): "accepted"}


def test_a_busy_store_costs_the_record_and_not_the_page(
    receive: Receive, city: "City", now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = receive().work_order

    def busy(*_given: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(suggestions, "_keep", busy)
    shown = showing.suggest(order, actor=city.staff(Role.OPERATOR), now=now)
    assert [one.value for one in shown if one.subject == "urgency"] == ["general"]
    assert ids(shown) == []


@pytest.mark.django_db(transaction=True)
def test_two_at_once_are_shown_the_same_and_one_decides(
    receive: Receive, city: "City", now: datetime
) -> None:
    pk = receive().work_order_id
    gate, results = threading.Barrier(4), [None] * 4
    edge: dict[str, Any] = {"actor": city.staff(Role.OPERATOR), "now": now}

    def work(number: int) -> Any:
        order = WorkOrder.objects.get(pk=pk)
        gate.wait()
        shown = ids(suggestions.show(order, {"service": [LIGHTS, ROAD]}, now=now))
        gate.wait()
        try:
            intake.accept(order, service=city.lights, urgency="general", shown=shown, **edge)
        except OvertakenError:
            return shown, "overtaken"
        return shown, "done"

    def run(number: int) -> None:
        try:
            results[number] = work(number)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {tuple(shown) for shown, _end in results} == {  # type: ignore[misc]  # all have come back
        tuple(Suggestion.objects.order_by("place").values_list("pk", flat=True))
    }
    assert sorted(end for _shown, end in results) == ["done", *["overtaken"] * 3]  # type: ignore[misc]  # as above
    assert verdicts(WorkOrder.objects.get(pk=pk)) == {"lights": "accepted", "road": "not_taken"}
