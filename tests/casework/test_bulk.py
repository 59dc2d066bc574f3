from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.db import transaction

from jiesu.casework.ledger import bulk
from jiesu.casework.models import LogEntry, WorkOrder

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 24, 8, 30, 0, 120, tzinfo=timezone(timedelta(hours=8)))
MANY = 2_000  # more than one statement of SQLite holds


def work_orders(count: int) -> list[WorkOrder]:
    return [
        WorkOrder(state="registered", created_at=NOW, state_since=NOW, lat=n / 7, designated=True)
        for n in range(count)
    ]


def entries(count: int) -> list[LogEntry]:
    return [
        LogEntry(
            thing_id=n,
            seq=1,
            event="appeal.imported",
            at=NOW,
            recorded_at=NOW,
            actor_kind="system",
            payload={"kind": "help", "score": 0.1, "none": None},
        )
        for n in range(count)
    ]


@pytest.mark.parametrize("count", [1, 20, 21, MANY])
def test_rows_come_back_as_the_orm_would_have_written_them(count: int) -> None:
    rows = work_orders(count)
    with transaction.atomic():
        bulk.insert(rows)
    by_id = WorkOrder.objects.in_bulk()
    assert len(by_id) == count
    for row in rows:
        stored = by_id[row.pk]
        assert (stored.lat, stored.designated, stored.due_at) == (row.lat, True, None)
        assert stored.created_at == NOW
        assert stored.created_at.tzinfo is UTC
    assert WorkOrder.objects.filter(created_at=NOW).count() == count  # the text that is compared


def test_json_and_moments_can_be_asked_for() -> None:
    with transaction.atomic():
        bulk.insert(entries(30))
    assert LogEntry.objects.filter(payload__kind="help", at__lte=NOW).count() == 30
    assert LogEntry.objects.first().payload == {"kind": "help", "score": 0.1, "none": None}


def test_the_orm_goes_on_counting_after_it() -> None:
    with transaction.atomic():
        bulk.insert(work_orders(30))
    later = work_orders(1)[0]
    later.save()
    with transaction.atomic():
        bulk.insert(more := work_orders(30))
    assert later.pk < min(row.pk for row in more)
    assert WorkOrder.objects.count() == 61


def test_nothing_is_nothing() -> None:
    bulk.insert([])
    assert not WorkOrder.objects.exists()
