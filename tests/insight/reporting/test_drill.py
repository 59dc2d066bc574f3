"""Pages of the appeals behind a number, whatever days they came on."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pytest

from jiesu.directory.people import Actor
from jiesu.insight.reporting import drill
from jiesu.insight.reporting.drill import AppealFilter
from jiesu.insight.storage import store
from jiesu.insight.storage.schema import FACTS
from jiesu.rules.roles import Role

NOW = datetime(2026, 11, 24, 4, tzinfo=UTC)
LEADER = Actor("staff", frozenset({(Role.LEADER, None)}))


def put(folder: Path, counts: list[int]) -> list[int]:
    """Put so many appeals on days one after another; give their ids, the latest first."""
    at = [
        datetime(2026, 3, 1, 1) + timedelta(days=day, minutes=minute // 2)  # noqa: DTZ001  (as the store has them)
        for day, count in enumerate(counts)
        for minute in range(count)
    ]
    known = {
        "appeal_id": list(range(len(at))),
        "log_id": list(range(len(at))),
        "received_at": at,
        "received_on": [moment.date() for moment in at],
    }
    columns = {f.name: known.get(f.name, [None] * len(at)) for f in FACTS}
    store.append(store.facts(folder), pa.table(columns, schema=FACTS))
    return sorted(known["appeal_id"], key=lambda one: (-at[one].timestamp(), one))


@pytest.mark.parametrize("counts", [[0], [1], [50], [51], [49, 1, 0, 50], [3, 120, 7], [10] * 12])
def test_pages_give_every_appeal_once_and_the_latest_first(
    counts: list[int], own_store: Path
) -> None:
    ordered = put(own_store, counts)
    pages = len(ordered) // drill.PAGE + 2  # the last of them is beyond the end
    found = [
        drill.appeals(AppealFilter(), page=page, actor=LEADER, now=NOW)
        for page in range(1, pages + 1)
    ]
    assert [row["appeal_id"] for page in found for row in page.rows] == ordered
    assert {page.count for page in found} == {len(ordered)}
    assert found[-1].rows == []


def test_days_that_are_not_asked_for_are_not_counted(own_store: Path) -> None:
    put(own_store, [3, 4, 5])
    found = drill.appeals(
        AppealFilter(first=date(2026, 3, 2), last=date(2026, 3, 2)), page=1, actor=LEADER, now=NOW
    )
    assert found.count == len(found.rows) == 4
