"""Facts and texts in step with casework, told twice, late or anew."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from jiesu.casework.ledger import outbox
from jiesu.casework.ledger.events import Occurrence
from jiesu.casework.ledger.outbox import Subscriber
from jiesu.casework.models import Appeal, LogEntry
from jiesu.casework.stages import dispatch, follow_up, handling, intake, merging, reply
from jiesu.casework.stages.backfilling import backfill
from jiesu.casework.stages.backfilling.backfill import HistoryRow
from jiesu.casework.stages.follow_up import Opinion
from jiesu.directory.people import Actor
from jiesu.insight.ingestion import feed
from jiesu.insight.ingestion.rebuild import rebuild
from jiesu.insight.storage import engine, store
from jiesu.rules.roles import Role

if TYPE_CHECKING:
    from tests.casework.conftest import City

Receive = Callable[..., Appeal]
FIXED = "已于当晚更换灯具，现场照明恢复正常。"

pytestmark = pytest.mark.django_db


def kept(folder: Path, name: str = "facts") -> dict[int, dict[str, Any]]:
    with engine.connect(engine.EMBEDDED) as backend:
        rows = engine.latest(backend, getattr(store, name)(folder)).to_pyarrow().to_pylist()
    return {row["appeal_id"]: row for row in rows}


def occurrences() -> list[Occurrence]:
    return [
        Occurrence(e.pk, e.event, e.at, e.chain, e.thing_id, e.appeal_id, e.payload)
        for e in LogEntry.objects.order_by("pk")
    ]


def walk_to_the_end(appeal: Appeal, city: "City", later: Callable[[float], datetime]) -> None:
    order = appeal.work_order
    operator, handler = city.staff(Role.OPERATOR), city.staff(Role.HANDLER)
    intake.accept(order, service=city.lights, urgency="general", actor=operator, now=later(1))
    dispatch.assign(order, unit=city.office, actor=city.staff(Role.DISPATCHER), now=later(2))
    handling.sign(order, actor=handler, now=later(3))
    handling.start(order, contacted=True, actor=handler, now=later(4))
    reply.send(order, text=FIXED, outcome="resolved", actor=handler, now=later(5))
    appeal.refresh_from_db()
    opinion = Opinion("yes", 5, 4, contacted=True)
    follow_up.rate(appeal, opinion, actor=Actor.resident(appeal.pk), now=later(6))


def test_an_appeal_is_copied_with_its_whole_way(
    receive: Receive, city: "City", later: Callable[[float], datetime], own_store: Path
) -> None:
    appeal = receive(phone="13912345678", text="滨江路的路灯坏了，请打13912345678")
    walk_to_the_end(appeal, city, later)
    feed.copy(occurrences())
    fact = kept(own_store)[appeal.pk]
    naive = {hour: later(hour).astimezone(UTC).replace(tzinfo=None) for hour in range(7)}
    expected = {
        "service_1": "lights",
        "service_2": None,
        "district": "d1",
        "street": "s1",
        "unit": "office",
        "state": "completed",
        "outcome": "resolved",
        "answer": "solved",
        "contact_proven": True,
        "result_rating": 5,
        "received_at": naive[0],
        "received_on": naive[0].date(),
        "received_hour": 20,
        "accepted_at": naive[1],
        "dispatched_at": naive[2],
        "signed_at": naive[3],
        "contacted_at": naive[4],
        "replied_at": naive[5],
        "completed_at": naive[6],
        "leads": True,
        "merged_into": None,
        "redispatched": False,
    }
    assert {name: fact[name] for name in expected} == expected
    assert fact["first_due_at"] == fact["due_at"] > naive[5]
    assert fact["contact_due_at"] is not None
    assert fact["h3"].startswith("89")
    assert kept(own_store, "texts")[appeal.pk]["text"] == "滨江路的路灯坏了，请打[phone]"


def test_no_file_holds_who_somebody_is(receive: Receive, own_store: Path) -> None:
    appeal = receive(phone="13912345678", name="欧阳小明", address="幸福里9号")
    feed.copy(occurrences())
    row = kept(own_store)[appeal.pk] | kept(own_store, "texts")[appeal.pk]
    assert appeal.appellant_key
    assert row["appellant"] not in {None, "", appeal.appellant_key[:32]}
    for secret in ("13912345678", "欧阳小明", "幸福里9号", appeal.appellant_key, appeal.code):
        assert secret not in str(row)


def test_row_10_the_words_of_the_search_tell_no_more_than_the_text(
    receive: Receive, own_store: Path
) -> None:
    said = {"text": "我叫王小明，路灯坏了", "place_words": "电话 138.0013.8000"}
    appeal = receive(**said)
    assert "王小" in appeal.words
    feed.copy(occurrences())
    words = kept(own_store, "texts")[appeal.pk]["words"]
    assert "路灯" in words
    for told in ("王小", "小明", "138", "8000"):
        assert told not in words


def test_words_of_a_report_of_wrongdoing_stay_in_casework(
    receive: Receive, own_store: Path
) -> None:
    appeal = receive(kind="whistleblow_report")
    feed.copy(occurrences())
    assert appeal.pk in kept(own_store)
    assert kept(own_store, "texts") == {}


def test_told_twice_and_late_the_copy_is_the_same(
    receive: Receive, city: "City", later: Callable[[float], datetime], own_store: Path
) -> None:
    appeal = receive()
    early = occurrences()
    walk_to_the_end(appeal, city, later)
    for batch in (occurrences(), early, occurrences()[-1:]):
        feed.copy(batch)
    assert kept(own_store)[appeal.pk]["state"] == "completed"


def test_a_merged_appeal_is_copied_with_the_work_order_that_serves_it(
    receive: Receive, city: "City", now: datetime, own_store: Path
) -> None:
    first, second = receive(), receive("滨江路路灯不亮")
    operator = city.staff(Role.OPERATOR)
    merging.merge(second.work_order, into=first.work_order, actor=operator, now=now)
    feed.copy(occurrences())
    fact = kept(own_store)[second.pk]
    assert (fact["work_order_id"], fact["leads"]) == (first.work_order_id, False)
    assert fact["merged_into"] == first.work_order_id


def test_the_outbox_feeds_the_store(
    receive: Receive, now: datetime, own_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "_plugged", {})
    outbox.plug(Subscriber("insight", feed.copy, batch=feed.BATCH))
    appeals = [receive() for _ in range(3)]
    assert outbox.deliver_due(now=now) == 3
    assert set(kept(own_store)) == {appeal.pk for appeal in appeals}
    assert len(store.read(store.facts(own_store)).changes) == 1


def past(number: int) -> HistoryRow:
    said = datetime(2019, 1 + number % 3, 5, 8, tzinfo=UTC)
    return HistoryRow(
        source="old",
        source_id=str(number),
        text=f"路灯坏了 {number}",
        said_at=said,
        replied_at=said.replace(day=9),
        completed_at=said.replace(day=9),
        reply=FIXED,
        appellant="u1",
    )


def test_rebuilding_gives_what_feeding_gave(
    receive: Receive, now: datetime, own_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jiesu.insight.ingestion.rebuild.CHUNK", 2)
    backfill.receive_closed([past(n) for n in range(5)], now=now)
    receive()
    feed.copy(occurrences())
    fed = kept(own_store), kept(own_store, "texts")
    assert list(rebuild(own_store, now=now)) == [2, 2, 2]
    assert (kept(own_store), kept(own_store, "texts")) == fed
    assert sorted(store.read(store.facts(own_store)).base) == [
        "2019-01",
        "2019-02",
        "2019-03",
        "2026-03",
    ]


def test_what_is_fed_while_rebuilding_stays(
    receive: Receive, now: datetime, own_store: Path
) -> None:
    receive()
    steps = rebuild(own_store, now=now)
    next(steps)
    meanwhile = receive()
    feed.copy(occurrences())
    list(steps)
    assert meanwhile.pk in kept(own_store)


def test_a_store_with_other_columns_is_made_anew(
    receive: Receive, now: datetime, own_store: Path
) -> None:
    appeal = receive()
    feed.copy(occurrences())
    manifest = store.facts(own_store).root / "manifest.json"
    manifest.write_text(manifest.read_text("utf-8").replace('"unit"', '"bureau"'))
    with pytest.raises(store.OtherVersionError):
        kept(own_store)
    list(rebuild(own_store, now=now))
    assert set(kept(own_store)) == {appeal.pk}
