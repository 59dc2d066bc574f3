"""What was closed before today, taken in as the file import takes closed history."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any, Self

from django.db import transaction

from jiesu.casework import history, imports
from jiesu.casework.history import HistoryRow
from jiesu.casework.models import ImportRun
from jiesu.rules.lifecycle import CLOSED, State
from jiesu.simulate.city.files import City
from jiesu.simulate.stream.appeals import Order, chunks

_MAPPING = "simulate"
_BATCH = 1_000  # rows

Watch = Callable[[int], None]


class OtherCityError(Exception):
    """The database holds another simulation; the sentence says which and what to do."""


@dataclass(frozen=True)
class Past:
    """One simulated past; once begun, it keeps its last day, so that it can be gone on with."""

    appeals: int
    seed: int
    until: date

    @property
    def name(self) -> str:
        """Name it, so that another run knows it again."""
        return f"seed {self.seed}, {self.appeals} appeals until {self.until}"

    @classmethod
    def begun_or_new(cls, appeals: int, seed: int, *, today: date) -> Self:
        """Give the past this database has; a new one up to today where it has none."""
        before = ImportRun.objects.filter(mapping=_MAPPING).order_by("pk").first()
        if before is None:
            return cls(appeals, seed, today)
        found = cls(appeals, seed, date.fromisoformat(before.file_name.rpartition(" ")[2]))
        if found.name != before.file_name:
            raise OtherCityError(
                f"This database holds another simulation ({before.file_name});"
                " give its numbers, or an empty folder by JIESU_DATA."
            )
        return found


def load(past: Past, city: City, *, now: datetime, watch: Watch) -> ImportRun:
    """Take the past in, going on where an earlier run was stopped; tells `watch` each batch."""
    fingerprint = hashlib.sha256(past.name.encode()).hexdigest()
    run = imports.begin(fingerprint, past.name, _MAPPING, now=now)
    rows = _rows(past, city)
    watch(sum(1 for _row in islice(rows, run.rows_done)))
    while batch := list(islice(rows, _BATCH)):
        _take(run, [row for row in batch if State(row.state) in CLOSED], len(batch), now)
        watch(len(batch))
    imports.finish(run, now=now)
    return run


@transaction.atomic
def _take(run: ImportRun, closed: list[HistoryRow], read: int, now: datetime) -> None:
    taken = history.receive_closed(closed, now=now)
    imports.advance(
        run,
        rows=read,
        imported=len(taken.imported),
        known=len(taken.known),
        repeated=0,
        rejected=read - len(closed),
    )


def _rows(past: Past, city: City) -> Iterator[HistoryRow]:
    order = Order(past.appeals, seed=past.seed, until=past.until)
    for chunk in chunks(order, whole=city):
        for row in chunk.seen.to_pylist():
            yield _row(row, f"simulate {past.seed}")


def _row(row: dict[str, Any], source: str) -> HistoryRow:
    renamed = {
        "source": source,
        "source_id": str(row.pop("id")),
        "said_at": row.pop("time"),
        "area_code": row.pop("area"),
        "service_code": row.pop("service"),
        "unit_code": row.pop("unit") or "",
        "appellant": str(row.pop("appellant")),
        "result_rating": row.pop("rating"),
    }
    return HistoryRow(**renamed, **row)
