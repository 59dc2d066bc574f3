"""Analyses run at their hours, one at a time, and say what came of them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from jiesu.casework.issues import decisions
from jiesu.casework.models import Appeal
from jiesu.insight import registry, runner
from jiesu.insight.ingestion import feed
from jiesu.insight.models import AnalysisRun
from jiesu.insight.registry import Analysis
from jiesu.insight.storage import results
from jiesu.rules.roles import Role
from tests.insight.ingestion.test_feed import occurrences

if TYPE_CHECKING:
    from tests.casework.conftest import City

Receive = Callable[..., Appeal]
VOLUMES = Analysis("jiesu.insight.analyses.volumes", timedelta(hours=1))
MEMBERS = Analysis("jiesu.insight.analyses.members", timedelta(days=9), after_decisions=True)
GROUPS = Analysis("jiesu.insight.analyses.groups", timedelta(days=9))

pytestmark = pytest.mark.django_db


@pytest.fixture
def plug(monkeypatch: pytest.MonkeyPatch, own_store: Path) -> Callable[..., None]:
    def plug(*analyses: Analysis) -> None:
        monkeypatch.setattr(registry, "_plugged", {one.name: one for one in analyses})

    return plug


def test_what_is_due_runs_and_its_result_is_kept(
    plug: Callable[..., None], receive: Receive, own_store: Path, now: datetime
) -> None:
    plug(VOLUMES)
    receive()
    feed.copy(occurrences())
    assert runner.run_due(now=now) == 1
    assert runner.run_due(now=now + timedelta(minutes=59)) == 0
    line = AnalysisRun.objects.get()
    assert (line.state, line.name, line.version) == ("done", "volumes", "1")
    assert line.first_day == line.last_day == now.date()
    assert line.rows == len(results.rows(own_store, "volumes")) > 0
    assert line.seconds is not None
    assert runner.run_due(now=now + timedelta(hours=1)) == 1


def test_another_version_runs_at_once(plug: Callable[..., None], now: datetime) -> None:
    plug(VOLUMES)
    assert runner.run_due(now=now) == 1
    plug(replace(VOLUMES, version="2"))
    assert runner.run_due(now=now + timedelta(minutes=1)) == 1
    assert runner.run_due(now=now + timedelta(minutes=2)) == 0


def test_a_failure_is_written_down_and_the_last_result_stays(
    plug: Callable[..., None], own_store: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    plug(VOLUMES)
    assert runner.run(VOLUMES, now=now)
    kept = results.about(own_store, "volumes")

    def fail(_tables: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("importlib.import_module", lambda _name: SimpleNamespace(run=fail))
    assert not runner.run(VOLUMES, now=now + timedelta(hours=2))
    line = AnalysisRun.objects.latest("pk")
    assert line.state == "failed"
    assert "ZeroDivisionError" in line.error
    assert results.about(own_store, "volumes") == kept


def test_one_that_runs_already_is_left_alone_until_it_must_be_dead(
    plug: Callable[..., None], now: datetime
) -> None:
    plug(VOLUMES)
    AnalysisRun.objects.create(name="volumes", version="1", started_at=now)
    assert not runner.run(VOLUMES, now=now + timedelta(minutes=1))
    assert runner.run(VOLUMES, now=now + runner.LONGEST + timedelta(minutes=1))
    assert list(AnalysisRun.objects.order_by("pk").values_list("state", flat=True)) == [
        "cancelled",
        "done",
    ]


def test_a_cancelled_run_keeps_no_result(
    plug: Callable[..., None], own_store: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    plug(VOLUMES)
    module = SimpleNamespace(run=lambda _tables: runner.cancel("volumes"))
    monkeypatch.setattr("importlib.import_module", lambda _name: module)
    assert not runner.run(VOLUMES, now=now)
    assert AnalysisRun.objects.get().state == "cancelled"
    assert results.about(own_store, "volumes") is None
    assert not runner.cancel("volumes")


def test_a_decision_makes_the_groups_anew(
    plug: Callable[..., None],
    receive: Receive,
    city: "City",
    own_store: Path,
    now: datetime,
) -> None:
    plug(GROUPS, MEMBERS)
    one, other = receive("滨江路路灯坏了三天"), receive("幼儿园门口的垃圾没人收拾")
    feed.copy(occurrences())
    assert runner.run_due(now=now) == 2
    assert results.rows(own_store, "members") == []
    later = now + timedelta(minutes=1)
    actor = city.staff(Role.ANALYST)
    decisions.merge([[one.pk], [other.pk]], reason="同一家物业", actor=actor, now=later)
    assert runner.run_due(now=later + timedelta(minutes=1)) == 1
    kept = results.rows(own_store, "members")
    assert {(row["appeal_id"], row["group"]) for row in kept} == {
        (one.pk, one.pk),
        (other.pk, one.pk),
    }
    assert {row["because"] for row in kept} == {"decided"}


def test_a_run_that_is_interrupted_stands_in_nobodys_way(
    plug: Callable[..., None], monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    plug(VOLUMES)
    with monkeypatch.context() as broken:
        broken.setattr(runner, "_compute", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            runner.run(VOLUMES, now=now)
    assert AnalysisRun.objects.get().state == "cancelled"
    assert runner.run(VOLUMES, now=now)


def test_a_worker_that_ends_gives_up_what_it_computes(
    plug: Callable[..., None], monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    plug(VOLUMES)
    others = AnalysisRun.objects.create(name="members", version="1", started_at=now)
    whole = runner._days
    monkeypatch.setattr(runner, "_days", lambda facts: (runner.give_up(), whole(facts))[1])
    assert not runner.run(VOLUMES, now=now)
    others.refresh_from_db()
    assert others.state == "running"
    assert AnalysisRun.objects.get(name="volumes").state == "cancelled"
