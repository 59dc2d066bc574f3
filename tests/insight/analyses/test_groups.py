"""A night adds what is new to the groups there are, and goes on where a killed one stopped."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from jiesu.casework.models import GroupDecision
from jiesu.insight import runner
from jiesu.insight.analyses import groups
from jiesu.insight.models import AnalysisRun
from jiesu.insight.registry import Analysis
from jiesu.insight.storage import store
from jiesu.insight.storage.results import rows
from jiesu.mining.grouping import run as running
from jiesu.mining.grouping import state
from jiesu.rules.roles import Role
from tests.insight.conftest import RECEIVED
from tests.mining.grouping.conftest import TEXTS, one_thread

__all__ = ["one_thread"]

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
GROUPS = Analysis("jiesu.insight.analyses.groups", timedelta(hours=6))
Rows = Callable[..., Any]

pytestmark = pytest.mark.django_db


@pytest.fixture
def receive_texts(own_store: Path, facts_of: Rows, texts_of: Rows) -> Callable[..., None]:
    def receive(first: int, last: int, **texts: str) -> None:
        ids = range(first, last)
        at = [{"received_at": RECEIVED + timedelta(hours=one)} for one in ids]
        facts = [{"appeal_id": one, **when} for one, when in zip(ids, at, strict=True)]
        said = [{"appeal_id": one, "title": "", "text": TEXTS[one]} for one in ids]
        store.append(store.facts(own_store), facts_of(*facts))
        store.append(store.texts(own_store), texts_of(*said))

    return receive


@pytest.fixture
def joined(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Say how many appeals each join took in."""
    counts: list[int] = []
    join = running.Run.join

    def counted(self: running.Run, new: running.AppealBatch, **how: bool) -> Any:
        counts.append(len(new.ids))
        return join(self, new, **how)

    monkeypatch.setattr(running.Run, "join", counted)
    return counts


def found(folder: Path) -> dict[int, int]:
    return {row["appeal_id"]: row["group"] for row in rows(folder, "groups")}


def test_a_night_reads_only_what_is_new(
    receive_texts: Callable[..., None], joined: list[int], own_store: Path
) -> None:
    receive_texts(0, 7)
    assert runner.run(GROUPS, now=NOW)
    assert found(own_store) == {0: 0, 1: 0, 2: 0, 3: 3, 4: 3}
    receive_texts(7, 8)
    assert runner.run(GROUPS, now=NOW + timedelta(days=1))
    assert joined == [7, 1]
    line = AnalysisRun.objects.latest("pk")
    assert (line.state, line.version) == ("done", f"1/{state.version()}")


def test_what_was_killed_goes_on_where_it_stopped(
    receive_texts: Callable[..., None],
    joined: list[int],
    own_store: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(groups, "CHUNK", 3)
    receive_texts(0, 8)
    save = state.save

    def killed(*args: Any) -> None:
        save(*args)
        if len(joined) == 2:
            raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(state, "save", killed)
        with pytest.raises(KeyboardInterrupt):
            runner.run(GROUPS, now=NOW)
    assert found(own_store) == {}
    assert runner.run(GROUPS, now=NOW + runner.LONGEST + timedelta(hours=1))
    assert joined == [3, 3, 2]
    assert found(own_store) == {0: 0, 1: 0, 2: 0, 3: 3, 4: 3}


def test_one_that_is_given_up_stops_between_parts(
    receive_texts: Callable[..., None],
    joined: list[int],
    own_store: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(groups, "CHUNK", 3)
    receive_texts(0, 8)
    join = running.Run.join

    def given_up(self: running.Run, new: running.AppealBatch, **how: bool) -> Any:
        runner.cancel("groups")
        return join(self, new, **how)

    with monkeypatch.context() as patched:
        patched.setattr(running.Run, "join", given_up)
        assert not runner.run(GROUPS, now=NOW)
    assert joined == [3]
    assert AnalysisRun.objects.get().state == "cancelled"
    assert found(own_store) == {}


def _other_version(_store: Path, patched: pytest.MonkeyPatch) -> None:
    patched.setattr(state, "_FORM", 0)


def _half(own_store: Path, _patched: pytest.MonkeyPatch) -> None:
    file = next((own_store / "state" / "groups").glob("run-*/quality.npy"))
    file.write_bytes(file.read_bytes()[:1000])


@pytest.mark.parametrize("spoil", [_other_version, _half])
def test_all_is_read_anew_when_what_was_kept_cannot_go_on(
    spoil: Callable[[Path, pytest.MonkeyPatch], None],
    receive_texts: Callable[..., None],
    joined: list[int],
    own_store: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    receive_texts(0, 7)
    assert runner.run(GROUPS, now=NOW)
    spoil(own_store, monkeypatch)
    receive_texts(7, 8)
    assert runner.run(GROUPS, now=NOW + timedelta(days=1))
    assert joined == [7, 8]
    assert found(own_store) == {0: 0, 1: 0, 2: 0, 3: 3, 4: 3}


def test_words_are_learned_anew_when_four_times_as_much_was_said(
    receive_texts: Callable[..., None], joined: list[int], own_store: Path
) -> None:
    for day, (first, last) in enumerate(((0, 2), (2, 8), (0, 0))):
        if last:
            receive_texts(first, last)
        assert runner.run(GROUPS, now=NOW + timedelta(days=day))
    assert joined == [2, 6, 8]


def test_what_may_be_kept_no_longer_leaves_the_groups(
    receive_texts: Callable[..., None], own_store: Path
) -> None:
    receive_texts(0, 5)
    assert runner.run(GROUPS, now=NOW)
    texts = store.texts(own_store)
    with store.changing(texts) as manifest:  # as if the text of 0 had expired
        turn = manifest.turn + 1
        kept = store.pq.read_table(texts.root / manifest.changes[0]).slice(1)
        store.write(texts, "change-9.parquet", kept.drop("written"), turn=turn)
        store.publish(texts, store.replace(manifest, turn=turn, changes=("change-9.parquet",)))
    assert runner.run(GROUPS, now=NOW + timedelta(days=1))
    assert found(own_store) == {1: 1, 2: 1, 3: 3, 4: 3}


def test_the_next_night_holds_to_what_was_decided(
    receive_texts: Callable[..., None], city: Any, own_store: Path
) -> None:
    receive_texts(0, 5)
    assert runner.run(GROUPS, now=NOW)
    said = {"reason": "看过", "at": NOW, "by_id": city.staff(Role.ANALYST).staff_id}
    kinds, decisions = GroupDecision.Kind, GroupDecision.objects
    decisions.create(kind=kinds.SPLIT, members=[0, 1], apart=[2], **said)
    decisions.create(kind=kinds.MERGE, members=[0, 1, 3, 4], apart=[], **said)
    assert runner.run(GROUPS, now=NOW + timedelta(days=1))
    assert found(own_store) == {0: 0, 1: 0, 3: 0, 4: 0}
