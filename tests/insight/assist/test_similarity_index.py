"""The index of earlier appeals: in step with the store, mended by itself, on either database."""

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from jiesu.casework.assist.suggester import LikeAppeal, Matter
from jiesu.casework.kinds import Kind
from jiesu.casework.ledger.events import Occurrence
from jiesu.casework.models import Appeal, LogEntry
from jiesu.casework.reading import finding
from jiesu.casework.stages import intake
from jiesu.insight.assist import similarity_index, suggestions
from jiesu.insight.ingestion import feed
from jiesu.insight.ingestion.rebuild import rebuild
from jiesu.mining.similar.manifest import read_manifest
from jiesu.mining.similar.reader import IndexReader
from jiesu.rules.roles import Role

if TYPE_CHECKING:
    from tests.casework.conftest import City

Receive = Callable[..., Appeal]
DARK, WASTE = "凯旋小区七号楼从昨晚停电到现在", "小区门口垃圾成堆没有人管"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_store")]


@pytest.fixture(autouse=True)
def _restarted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Begin as a process that knows nothing."""
    monkeypatch.setattr(suggestions, "_known", suggestions._Known())
    monkeypatch.setattr(suggestions, "ready", lambda: True)


def alike(matter: Matter, now: datetime) -> list[LikeAppeal]:
    found = suggestions.alike(matter, now=now)
    assert found is not None
    return found


@pytest.fixture
def kept(now: datetime) -> Callable[[], int]:
    """Do what the worker does: copy all that happened so far, then bring the index up to it."""
    told = 0

    def keep() -> int:
        nonlocal told
        lines = list(LogEntry.objects.filter(pk__gt=told).order_by("pk"))
        feed.copy([_occurrence(line) for line in lines])
        told = lines[-1].pk if lines else told
        return similarity_index.keep_up(now=now)

    return keep


def _occurrence(line: LogEntry) -> Occurrence:
    return Occurrence(
        line.pk, line.event, line.at, line.chain, line.thing_id, line.appeal_id, line.payload
    )


def _held(text: str = "") -> list[int]:
    index = IndexReader(similarity_index.folder()).index()
    return [] if index is None else [match.id for match in index.query(["", text])]


def test_what_came_to_the_store_is_found(receive: Receive, kept: Callable[[], int]) -> None:
    first = receive(text=DARK)
    assert kept() == 1
    assert _held("凯旋小区停电") == [first.pk]
    second = receive(text=WASTE)
    assert kept() == 1
    assert _held("门口垃圾成堆")[0] == second.pk
    assert kept() == 0


def test_a_store_without_appeals_has_an_index_without(now: datetime) -> None:
    assert similarity_index.keep_up(now=now) == 0
    assert similarity_index.let_go(now=now) == 0
    assert _held(DARK) == []


def test_a_process_answers_from_the_mapped_index(
    receive: Receive, kept: Callable[[], int], now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    appeal = receive(text=DARK)
    kept()
    monkeypatch.setattr(finding, "open_texts", lambda **_asked: [])
    [best] = alike(Matter("", "凯旋小区七号楼停电了", 30.1, 110.1), now)
    assert best.appeal_id == appeal.pk
    assert "停电" in "".join(best.because)


def test_what_the_worker_has_not_read_yet_is_found_too(
    receive: Receive, kept: Callable[[], int], now: datetime
) -> None:
    first = receive(text=DARK)
    kept()
    matter = Matter("", "凯旋小区七号楼停电了", 30.1, 110.1)
    assert [one.appeal_id for one in alike(matter, now)] == [first.pk]
    second = receive(text=DARK)
    assert {one.appeal_id for one in alike(matter, now)} == {first.pk, second.pk}
    kept()
    assert [one.appeal_id for one in alike(matter, now)].count(second.pk) == 1


def test_a_closed_one_is_held_and_not_proposed(
    receive: Receive, city: "City", now: datetime, kept: Callable[[], int]
) -> None:
    appeal = receive(text=DARK)
    kept()
    operator = city.staff(Role.OPERATOR)
    intake.answer(appeal.work_order, text="正在抢修，今晚恢复。", actor=operator, now=now)
    kept()
    assert _held(DARK) == [appeal.pk]
    assert alike(Matter("", DARK), now) == []


def test_a_report_of_wrongdoing_is_compared_with_nothing(
    receive: Receive, kept: Callable[[], int], now: datetime
) -> None:
    receive(text=DARK, kind=Kind.WHISTLEBLOW_REPORT)
    assert alike(Matter("", DARK), now) == []
    kept()
    assert _held(DARK) == []


def test_a_text_that_may_be_kept_no_longer_leaves_the_index(
    receive: Receive, kept: Callable[[], int], later: Callable[[float], datetime], settings: Any
) -> None:
    receive(text=DARK)
    kept()
    assert similarity_index.let_go(now=later(24 * (settings.TEXT_DAYS - 1))) == 0
    assert similarity_index.let_go(now=later(24 * (settings.TEXT_DAYS + 2))) == 1
    assert _held(DARK) == []


@pytest.mark.parametrize("how", ["cut", "deleted"])
def test_a_torn_index_is_as_none_until_the_worker_has_mended_it(
    receive: Receive, kept: Callable[[], int], now: datetime, how: str
) -> None:
    appeal = receive(text=DARK)
    kept()
    known = read_manifest(similarity_index.folder())
    assert known is not None
    path = similarity_index.folder() / known.segments[0]
    if how == "cut":
        os.truncate(path, path.stat().st_size // 2)
    else:
        path.unlink()
    [found] = alike(Matter("", DARK), now)  # from the database
    assert found.appeal_id == appeal.pk
    assert similarity_index.let_go(now=now) == 0
    assert kept() == 1
    assert _held(DARK) == [appeal.pk]


def test_a_store_made_anew_makes_the_index_anew(
    receive: Receive, kept: Callable[[], int], now: datetime, own_store: Path
) -> None:
    receive(text=DARK)
    kept()
    receive(text=WASTE)
    list(rebuild(own_store, now=now))
    assert _held(WASTE) == []
    assert similarity_index.keep_up(now=now) == 2
    assert _held(WASTE) != []


def test_an_index_that_has_outgrown_its_words_learns_them_anew(
    receive: Receive, kept: Callable[[], int]
) -> None:
    receive(text=DARK)
    kept()
    for number in range(5):
        receive(text=f"{WASTE}{number}")
    kept()
    known = read_manifest(similarity_index.folder())
    assert known is not None
    assert known.learned == 6
    assert len(known.segments) == 1


def test_changes_that_were_folded_meanwhile_are_read(
    receive: Receive, kept: Callable[[], int], now: datetime, own_store: Path
) -> None:
    from jiesu.insight.storage import compaction, store

    receive(text=DARK)
    kept()
    second = receive(text=WASTE)
    lines = LogEntry.objects.filter(appeal_id=second.pk)
    feed.copy([_occurrence(line) for line in lines])
    for dataset in (store.facts(own_store), store.texts(own_store)):
        compaction.compact(dataset, now=now)
    assert similarity_index.keep_up(now=now) == 1
    assert second.pk in _held(WASTE)
