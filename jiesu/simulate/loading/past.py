"""What is taken in as it stands: the closed past as file imports bring it, and work under way."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import transaction

from jiesu.casework.models import ImportRun
from jiesu.casework.stages.backfilling import backfill, import_progress, taking_over
from jiesu.casework.stages.backfilling.backfill import HistoryRow
from jiesu.rules.lifecycle import CLOSED, State
from jiesu.simulate.loading.door import Row
from jiesu.simulate.loading.flow import MAPPING, Flow

_BATCH = 1_000  # rows

Watch = Callable[[int], None]


def load(flow: Flow, *, now: datetime, watch: Watch) -> ImportRun:
    """Take the flow in, going on where an earlier run was stopped; tells `watch` each batch."""
    name = flow.wanted.name
    fingerprint = hashlib.sha256(name.encode()).hexdigest()
    run = import_progress.begin(fingerprint, name, MAPPING, now=now)
    rows = flow.rows()
    watch(sum(1 for _row in islice(rows, run.rows_done)))
    for batch in _batches(rows):
        _take(run, batch, flow.wanted.seed, now)
        watch(len(batch))
    import_progress.finish(run, now=now)
    return run


def _batches(rows: Iterator[Row | None]) -> Iterator[list[Row | None]]:
    while batch := list(islice(rows, _BATCH)):
        yield batch


@transaction.atomic
def _take(run: ImportRun, batch: Sequence[Row | None], seed: int, now: datetime) -> None:
    rows = [row for row in batch if row]
    imported = take_in(rows, seed=seed, now=now)
    import_progress.advance(
        run,
        rows=len(batch),
        imported=imported,
        known=len(rows) - imported,
        repeated=0,
        rejected=len(batch) - len(rows),
    )


def take_in(rows: Sequence[Row], *, seed: int, now: datetime) -> int:
    """Take rows in as they stand; give how many were not here before."""
    told = [_row(row, f"simulate {seed}") for row in rows]
    closed = [row for row in told if State(row.state) in CLOSED]
    under_way = [row for row in told if State(row.state) not in CLOSED]
    with transaction.atomic():
        parts = (
            backfill.receive_closed(closed, now=now),
            taking_over.receive_open(under_way, now=now),
        )
    return sum(len(part.imported) for part in parts)


_NAMES = {
    "said_at": "time",
    "area_code": "area",
    "service_code": "service",
    "unit_code": "unit",
    "result_rating": "rating",
    "source_id": "id",
}


def _row(row: Row, source: str) -> HistoryRow:
    told: dict[str, Any] = {
        one.name: row.get(_NAMES.get(one.name, one.name)) for one in fields(HistoryRow)
    }
    codes = {name: told[name] or "" for name in ("unit_code", "service_code", "area_code")}
    names = {name: str(told[name]) for name in ("source_id", "appellant")}
    return HistoryRow(**{**told, **codes, **names, "source": source})
