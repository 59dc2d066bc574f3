"""Where analyses run: the one module that knows Ibis's connections.

An address names the engine: `duckdb://` (embedded, the default), `polars://`, or any Ibis backend
that reads Parquet. Analyses see tables and never the engine.
"""

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import ibis
from ibis.expr.types import Table

from jiesu.casework.issues.measures_taken import Undertaking
from jiesu.insight.storage import results, store
from jiesu.insight.storage.store import WRITTEN, Dataset

EMBEDDED = "duckdb://"
# What the embedded engine holds before it goes on in files; an address may name another limit.
_MEMORY = "4GB"


@dataclass(frozen=True)
class Decisions:
    """What people decided about groups, by ids of appeals as in `decided`, and what is done."""

    together: Sequence[list[int]] = ()
    apart: Sequence[tuple[list[int], list[int]]] = ()
    dismissed: Sequence[list[int]] = ()
    projects: Sequence[Undertaking] = ()


@dataclass(frozen=True)
class Tables:
    """What an analysis may ask: the latest rows of each dataset, and the instant it is asked at.

    `as_of` is aware and in the jurisdiction's zone, so that its day is the local day; `result`
    gives what another analysis found last, or raises `MissingResultError`. `state` is a folder in
    which one may keep what it goes on from next time; `go_on` raises where the run was given up.
    """

    facts: Table
    texts: Table
    proposals: Table
    as_of: datetime
    decisions: Decisions
    result: Callable[[str], Table]
    state: Path
    go_on: Callable[[], None] = lambda: None


class MissingResultError(Exception):
    """An analysis builds on another that has not run yet."""


_UNDECIDED = Decisions()


@contextlib.contextmanager
def connect(address: str, *, spill: Path | None = None) -> Iterator[Any]:
    """Give an Ibis connection, closed at the end; the embedded engine may spill into a folder."""
    limits = {}
    if spill and address == EMBEDDED:
        spill.mkdir(mode=0o700, parents=True, exist_ok=True)  # it may hold words of appeals
        limits = {"memory_limit": _MEMORY, "temp_directory": str(spill)}
    backend = ibis.connect(address, **limits)
    try:
        yield backend
    finally:
        if hasattr(backend, "disconnect"):
            backend.disconnect()


@contextlib.contextmanager
def tables(
    folder: Path,
    address: str,
    *,
    now: datetime,
    decisions: Decisions = _UNDECIDED,
    go_on: Callable[[], None] = lambda: None,
) -> Iterator[Tables]:
    """Give the tables under the store `folder` as they stand when opened."""
    with connect(address, spill=folder / "spill") as backend:

        def result(name: str) -> Table:
            path = results.path(folder, name)
            if path is None:
                raise MissingResultError(f"{name} has to run before.")
            return backend.read_parquet([str(path)])

        facts, texts, proposals = (latest(backend, dataset) for dataset in store.datasets(folder))
        state = folder / "state"
        yield Tables(facts, texts, proposals, now, decisions, result, state, go_on)


def latest(backend: Any, dataset: Dataset) -> Table:
    """Give the latest version of everything on the dataset."""
    bases, changes = (backend.read_parquet(paths) for paths in store.files(dataset))
    return merged(bases, changes, dataset.key).drop(WRITTEN)


def merged(base: Table, changes: Table, key: str) -> Table:
    """Lay `changes`, which are few, over `base`, which has a key at most once."""
    touched = base.semi_join(changes, key)
    return base.anti_join(changes, key).union(newest(touched.union(changes), key))


def newest(rows: Table, key: str) -> Table:
    """Keep of every key the row of its last log line; of equal ones that written last."""
    last_line = rows.group_by(key).aggregate(log_id=rows.log_id.max())
    rows = rows.semi_join(last_line, [key, "log_id"])
    last_turn = rows.group_by(key).aggregate(written=rows[WRITTEN].max())
    return rows.semi_join(last_turn, [key, WRITTEN])
