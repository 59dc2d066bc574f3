"""What was proposed and decided, copied beside the facts: told twice, anew, and without words."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from jiesu.casework.assist import suggestions
from jiesu.casework.assist.showing import ids
from jiesu.casework.assist.suggestions import Guess
from jiesu.casework.issues import decisions
from jiesu.casework.issues.decisions import Mined
from jiesu.casework.models import Appeal
from jiesu.casework.stages import intake, merging
from jiesu.insight.ingestion import feed
from jiesu.insight.ingestion.rebuild import rebuild
from jiesu.insight.storage import engine, store
from jiesu.rules.roles import Role
from tests.insight.ingestion.test_feed import occurrences

if TYPE_CHECKING:
    from tests.casework.conftest import City

Receive = Callable[..., Appeal]
Later = Callable[[float], datetime]

pytestmark = pytest.mark.django_db


def kept(folder: Path) -> dict[str, dict[str, Any]]:
    with engine.connect(engine.EMBEDDED) as backend:
        rows = engine.latest(backend, store.proposals(folder)).to_pyarrow().to_pylist()
    return {row["proposal"]: row for row in rows}


def of(folder: Path, subject: str) -> list[dict[str, Any]]:
    rows = [row for row in kept(folder).values() if row["subject"] == subject]
    return sorted(rows, key=lambda row: (row["decided_at"], row["place"]))


def accept_against_the_machine(appeal: Appeal, city: "City", at: datetime) -> None:
    """Take the second of two proposed services."""
    guesses = [
        Guess("road", 0.6, "classify-9", {"words": ["路"]}),
        Guess("lights", 0.35, "classify-9", {"words": ["灯"]}),
        Guess("rubbish", 0.3, "classify-9", {"words": ["垃圾", "张三"]}),
    ]
    order = appeal.work_order
    urgent = [Guess("urgent", 1.0, "urgency-words-1", {"words": ["停电"]})]
    shown = ids(suggestions.show(order, {"service": guesses, "urgency": urgent}, now=at))
    shown += list(order.suggestions.filter(subject="duplicate").values_list("pk", flat=True))
    edge: dict[str, Any] = {"actor": city.staff(Role.OPERATOR), "now": at}
    intake.accept(order, service=city.lights, urgency="general", shown=shown, **edge)


def test_what_was_decided_is_copied_in_the_order_of_confidence(
    receive: Receive, city: "City", later: Later, own_store: Path
) -> None:
    appeal = receive()
    accept_against_the_machine(appeal, city, later(1))
    feed.copy(occurrences())
    first, second, third = of(own_store, "service")
    assert [row["value"] for row in (first, second, third)] == ["road", "lights", "rubbish"]
    assert [row["accepted"] for row in (first, second, third)] == [False, True, False]
    assert first["among"]
    assert first["appeal_id"] == appeal.pk
    assert first["decided_value"] == "lights"
    assert first["model_version"] == "classify-9"
    assert "张三" not in str(kept(own_store))


def test_what_nobody_decided_is_not_copied(
    receive: Receive, now: datetime, own_store: Path
) -> None:
    order = receive().work_order
    for version in ("lapsed", "open"):
        suggestions.show(order, {"unit": [Guess("office", 0.9, version, {})]}, now=now)
    feed.copy(occurrences())
    assert of(own_store, "unit") == []


def test_an_appeal_taken_up_by_itself_was_no_duplicate(
    receive: Receive, city: "City", later: Later, own_store: Path
) -> None:
    earlier, alone, same = receive(), receive(), receive()
    for one in (alone, same):
        likely = [Guess(str(earlier.work_order_id), 0.7, "alike", {})]
        shown = ids(suggestions.show(one.work_order, {"duplicate": likely}, now=later(1)))
    accept_against_the_machine(alone, city, later(2))
    operator = city.staff(Role.OPERATOR)
    edge: dict[str, Any] = {"actor": operator, "now": later(3)}
    merging.merge(same.work_order, into=earlier.work_order, shown=shown, **edge)
    feed.copy(occurrences())
    assert [row["accepted"] for row in of(own_store, "duplicate")] == [False, True]


def test_two_decisions_at_two_times_are_two_questions(
    receive: Receive, city: "City", later: Later, own_store: Path
) -> None:
    order = receive().work_order
    operator = city.staff(Role.OPERATOR)
    for hour, decided in ((1, "office"), (2, "road-office")):
        edge: dict[str, Any] = {"actor": operator, "now": later(hour)}
        shown = suggestions.show(order, {"unit": [Guess("office", 0.9, "v", {})]}, now=later(hour))
        suggestions.settle(order, {"unit": decided}, shown=ids(shown), **edge)
    feed.copy(occurrences())
    assert [row["accepted"] for row in of(own_store, "unit")] == [True, False]
    assert [row["place"] for row in of(own_store, "unit")] == [1, 1]


@pytest.mark.parametrize("decision", ["confirm", "dismiss", "merge", "split"])
def test_a_decided_group_is_a_proposal_taken_or_not(
    receive: Receive, city: "City", later: Later, own_store: Path, decision: str
) -> None:
    one, other = receive(), receive()
    edge: dict[str, Any] = {"actor": city.staff(Role.ANALYST), "now": later(1)}
    mined = {"mined": Mined(0.8, "groups-1")}
    if decision == "confirm":
        decisions.confirm("路灯", [one.pk, other.pk], **mined, **edge)
    elif decision == "dismiss":
        decisions.dismiss([one.pk, other.pk], reason="", **mined, **edge)
    elif decision == "merge":
        decisions.merge([[one.pk], [other.pk]], reason="", **mined, **edge)
    else:
        decisions.split([one.pk, other.pk], [other.pk], reason="", **mined, **edge)
    feed.copy(occurrences())
    [row] = of(own_store, "group")
    assert row["accepted"] is (decision == "confirm")
    assert (row["appeal_id"], row["confidence"], row["decided_value"]) == (one.pk, 0.8, decision)


def test_rebuilding_and_folding_give_what_feeding_gave(
    receive: Receive, city: "City", later: Later, now: datetime, own_store: Path
) -> None:
    appeal = receive()
    accept_against_the_machine(appeal, city, later(1))
    analyst = city.staff(Role.ANALYST)
    mined = Mined(0.8, "groups-1")
    decisions.confirm("路灯", [appeal.pk], mined=mined, actor=analyst, now=later(2))
    for _time in range(2):
        feed.copy(occurrences())
    fed = kept(own_store)
    assert len(fed) == 5
    list(rebuild(own_store, now=now))
    assert kept(own_store) == fed
    assert store.read(store.proposals(own_store)).changes == ()
