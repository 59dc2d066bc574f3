"""Simulated appeals straight from their file into the store: a past too long to be imported.

The rows are those of `jiesu import --mapping simulated` and `jiesu insight rebuild`, with these
exceptions. An appeal's id in the file is also that of its work order and of its last log line; the
database holds none of the three. `words` is null, which no analysis and no page reads. Titles and
texts are not scrubbed: the simulation writes no identity but where people say that they live. A
`due_at` is the file's, as in an import; nothing that only the law or the log could tell is made up.

The file must be in order of time, as `jiesu simulate appeals` writes it. One piece of it is held
in memory at a time. It runs inside a program whose city is founded.
"""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from django.conf import settings
from django.utils import timezone

from ground.tables import say_progress
from jiesu.casework.identity import vault
from jiesu.casework.kinds import Kind
from jiesu.casework.texts import clean, one_line, title_of
from jiesu.directory.models import Area, Service
from jiesu.insight.ingestion.extract import ANSWERS, cell, pseudonym
from jiesu.insight.ingestion.places import Directory
from jiesu.insight.storage import store
from jiesu.insight.storage.schema import FACTS, TEXTS
from jiesu.rules.lifecycle import CLOSED

_PIECE = 122_880  # rows, as many as DuckDB writes together
_SOURCE = "simulated"
_TURN = 1
Levels = dict[str, str | None]
Look = Callable[[str], Levels]


def fill(appeals: Path, folder: Path, *, now: datetime) -> Iterator[tuple[str, int]]:
    """Write the empty store in `folder`; yields each month and its rows once it is on disk."""
    datasets = (store.facts(folder), store.texts(folder))
    bases: dict[str, str] = {}
    make = _Maker(now)
    for month, pieces in groupby(_pieces(appeals), lambda piece: str(piece[0])):
        bases[month] = f"base-{month}-{_TURN:012}.parquet"
        yield month, _write(datasets, bases[month], (make(piece) for _month, piece in pieces))
    for dataset in datasets:
        with store.changing(dataset) as manifest:
            store.publish(dataset, store.Manifest(_TURN, manifest.columns, bases, ()))


def _pieces(appeals: Path) -> Iterator[tuple[str, pa.Table]]:
    """Cut the file where a local month ends, and within it; every piece with its month."""
    # Without reading ahead: the file is larger than memory.
    file = pq.ParquetFile(appeals, pre_buffer=False)
    wanted = [name for name in file.schema_arrow.names if name != "reply"]
    for batch in file.iter_batches(_PIECE, columns=wanted):
        rows = pa.Table.from_batches([batch])
        local = pc.local_timestamp(rows["time"].cast(pa.timestamp("us", settings.TIME_ZONE)))
        rows = rows.append_column("local", local)
        months = pc.strftime(local, "%Y-%m").combine_chunks()
        first = 0
        for month, count in zip(*pc.value_counts(months).flatten(), strict=True):
            yield month.as_py(), rows.slice(first, count.as_py())
            first += count.as_py()


def _write(datasets: Any, name: str, made: Iterable[tuple[pa.Table, pa.Table]]) -> int:
    """Write one file of each dataset; give the rows of the first."""
    written = 0
    with ExitStack() as stack:
        writers = []
        for dataset in datasets:
            store.prepare(dataset)
            draft = stack.enter_context(store.placing(dataset, name))
            writer = pq.ParquetWriter(draft, dataset.stored, compression="zstd")
            writers.append(stack.enter_context(writer))
        for tables in made:
            written += tables[0].num_rows
            for writer, table in zip(writers, tables, strict=True):
                writer.write_table(table.append_column(store.WRITTEN, _all(table, _TURN)))
    return written


class _Maker:
    """Makes facts and texts of rows of the file, with the codes of the directory."""

    def __init__(self, now: datetime) -> None:
        self._keep_until = now.date() + timedelta(days=settings.TEXT_DAYS)
        self._directory = Directory()
        self._areas = dict(Area.objects.values_list("code", "pk"))
        known = Service.objects.values_list("code", "pk", "urgency")
        self._services = {code: (pk, urgency) for code, pk, urgency in known}

    def __call__(self, rows: pa.Table) -> tuple[pa.Table, pa.Table]:
        told = rows.filter(pc.not_equal(rows["kind"], Kind.WHISTLEBLOW_REPORT.value))
        return self._facts(rows), self._texts(told)

    def _facts(self, rows: pa.Table) -> pa.Table:
        closed = pc.is_in(rows["state"], pa.array([state.value for state in CLOSED]))
        no, at = _all(rows, value=False), _instant(rows["time"])
        known = {
            "appeal_id": rows["id"],
            "log_id": rows["id"],
            "work_order_id": rows["id"],
            "leads": _all(rows, value=True),
            "said_at": at,
            "received_at": at,
            "received_on": rows["local"].cast(pa.date32(), safe=False),
            "received_hour": pc.hour(rows["local"]),
            "source": _all(rows, _SOURCE),
            "secrecy": _all(rows, "normal"),
            "h3": _cells(rows),
            "outcome": pc.if_else(closed, rows["outcome"], "none"),
            "result_rating": rows["rating"],
            "contacted_at": _instant(rows["started_at"]),
            "completed_at": pc.if_else(closed, _instant(rows["completed_at"]), None),
            "first_due_at": _instant(rows["due_at"]),
            "due_at": _instant(rows["due_at"]),
            "reworks": _all(rows, 0),
            **dict.fromkeys(("contact_proven", "objected", "objection_upheld"), no),
            **dict.fromkeys(("objection_overruled", "redispatched"), no),
            "exclusion_ground": _all(rows, ""),
            "appellant": _appellants(rows),
            **{name: rows[name] for name in ("channel", "kind", "lat", "lon", "state", "view")},
            **{f"{name}_at": _instant(rows[f"{name}_at"]) for name in _STAGES},
            **_looked_up(rows["service"], self._service),
            **_looked_up(rows["area"], lambda code: self._directory.areas(self._areas.get(code))),
            **_looked_up(rows["unit"], lambda code: {"unit": code or None}),
            **_looked_up(rows["view"], lambda view: {"answer": ANSWERS[view].value}),
        }
        return _filled(known, FACTS, len(rows))

    def _service(self, code: str) -> Levels:
        pk, urgency = self._services.get(code, (None, "general"))
        return self._directory.services(pk) | {"urgency": urgency}

    def _texts(self, rows: pa.Table) -> pa.Table:
        texts = [clean(text) for text in rows["text"].to_pylist()]
        titles = [one_line(title)[:200] for title in rows["title"].to_pylist()]
        known = {
            "appeal_id": rows["id"],
            "log_id": rows["id"],
            "received_on": rows["local"].cast(pa.date32(), safe=False),
            "keep_until": _all(rows, self._keep_until),
            "title": [one or title_of(text) for one, text in zip(titles, texts, strict=True)],
            "text": texts,
        }
        return _filled(known, TEXTS, len(rows))


_STAGES = ("accepted", "dispatched", "signed", "replied")


def _instant(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Give instants as the store has them: UTC without a zone, in whole seconds."""
    return column.cast(pa.timestamp("s", "UTC"), safe=False).cast(pa.timestamp("us"))


def _all(rows: pa.Table, value: object) -> pa.Array:
    return pa.repeat(value, len(rows))


def _filled(known: dict[str, Any], schema: pa.Schema, rows: int) -> pa.Table:
    """Fill columns that are not known with nothing."""
    columns = {field.name: known.get(field.name, pa.nulls(rows, field.type)) for field in schema}
    return pa.table(columns).cast(schema)


def _looked_up(column: pa.ChunkedArray, look: Look) -> dict[str, pa.Array]:
    """Look each value up once, however many rows have it."""
    encoded = column.combine_chunks().dictionary_encode()
    found = [look(value) for value in encoded.dictionary.to_pylist()]
    return {
        name: pa.array([one[name] for one in found], pa.string()).take(encoded.indices)
        for name in found[0]
    }


def _cells(rows: pa.Table) -> list[str | None]:
    return [
        cell(*place) for place in zip(rows["lat"].to_pylist(), rows["lon"].to_pylist(), strict=True)
    ]


def _appellants(rows: pa.Table) -> list[str | None]:
    named = (f"{_SOURCE}:{person}" for person in rows["appellant"].to_pylist())
    return [pseudonym(vault.index("appellant", name)) for name in named]


def main() -> None:
    """Fill the store of the program whose settings are in the environment."""
    for month, rows in fill(Path(sys.argv[1]), Path(settings.STORE), now=timezone.now()):
        say_progress(f"{month}: {rows:,} appeals")
