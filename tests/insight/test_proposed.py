"""What was proposed and decided, copied beside the facts: told twice, anew, and without words."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from jiesu.casework import intake, issues, merging, proposals
from jiesu.casework.issues import Mined
from jiesu.casework.models import Appeal
from jiesu.casework.proposals import Guess
from jiesu.insight import engine, feed, store
from jiesu.insight.rebuild import rebuild
from jiesu.rules.roles import Role
from tests.insight.test_feed import occurrences

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
        Guess("rubbish", 0.3, "垃圾 张三"),
        Guess("road", 0.6, "路"),
        Guess("lights", 0.35, "灯"),
    ]
    proposals.keep(appeal.work_order, "service", guesses, model_version="classify-9", now=at)
    operator = city.staff(Role.OPERATOR)
    order = appeal.work_order
    intake.accept(order, service=city.lights, urgency="general", actor=operator, now=at)


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
    proposals.keep(order, "unit", [Guess("office", 0.9, "")], model_version="v", now=now)
    feed.copy(occurrences())
    assert of(own_store, "unit") == []


def test_an_appeal_taken_up_by_itself_was_no_duplicate(
    receive: Receive, city: "City", later: Later, own_store: Path
) -> None:
    earlier, alone, same = receive(), receive(), receive()
    for one in (alone, same):
        likely = [Guess(str(earlier.work_order_id), 0.7, "")]
        proposals.keep(one.work_order, "duplicate", likely, model_version="alike", now=later(1))
    accept_against_the_machine(alone, city, later(2))
    operator = city.staff(Role.OPERATOR)
    merging.merge(same.work_order, into=earlier.work_order, actor=operator, now=later(3))
    feed.copy(occurrences())
    assert [row["accepted"] for row in of(own_store, "duplicate")] == [False, True]


def test_two_decisions_at_two_times_are_two_questions(
    receive: Receive, city: "City", later: Later, own_store: Path
) -> None:
    order = receive().work_order
    operator = city.staff(Role.OPERATOR)
    for hour, decided in ((1, "office"), (2, "road-office")):
        guesses = [Guess("office", 0.9, "")]
        proposals.keep(order, "unit", guesses, model_version="v", now=later(hour))
        proposals.judge(order, "unit", decided, actor=operator, now=later(hour))
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
        issues.confirm("路灯", [one.pk, other.pk], **mined, **edge)
    elif decision == "dismiss":
        issues.dismiss([one.pk, other.pk], reason="", **mined, **edge)
    elif decision == "merge":
        issues.merge([[one.pk], [other.pk]], reason="", **mined, **edge)
    else:
        issues.split([one.pk, other.pk], [other.pk], reason="", **mined, **edge)
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
    issues.confirm("路灯", [appeal.pk], mined=mined, actor=analyst, now=later(2))
    for _time in range(2):
        feed.copy(occurrences())
    fed = kept(own_store)
    assert len(fed) == 5
    list(rebuild(own_store, now=now))
    assert kept(own_store) == fed
    assert store.read(store.proposals(own_store)).changes == ()
