"""Compacting changes into the bases, a month at a time, and letting go of what may not be kept."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import ibis
from ibis import _
from ibis.expr.types import BooleanValue, Table

from jiesu.insight.storage import engine, store
from jiesu.insight.storage.store import WRITTEN, Dataset, Manifest

MANY = 32  # change files after which compacting pays
Keep = Callable[[Table], BooleanValue]


def is_due(dataset: Dataset) -> bool:
    """Tell whether enough changes lie about to compact them."""
    return len(store.read(dataset).changes) >= MANY


def compact(dataset: Dataset, *, now: datetime, keep: Keep | None = None) -> int:
    """Compact all changes into the bases of their months; give the number of months rewritten.

    With `keep`, rows for which it is not true are left out, in months without changes too.
    Readers see the table before or after; memory does not grow with the table.
    """
    with store.changing(dataset) as manifest, engine.connect(engine.EMBEDDED) as backend:
        bases, changes = store.files(dataset)
        changed = backend.read_parquet(changes)
        months = _months(changed) | (_losing(backend.read_parquet(bases), keep) if keep else set())
        base = dict(manifest.base)
        for month in sorted(months):
            rows = _month(backend, dataset, manifest, changed, month)
            kept = rows.filter(keep) if keep else rows
            base |= _rewrite(dataset, month, manifest.turn + 1, kept)
        store.publish(dataset, replace(manifest, turn=manifest.turn + 1, base=base, changes=()))
    store.sweep(dataset, now=now)
    return len(months)


def not_expired(now: datetime) -> Keep:
    """Give the condition under which a text may still be kept at `now`."""
    return lambda rows: rows.keep_until >= ibis.literal(now.date())


def _months(rows: Table) -> set[str]:
    named = rows.select(month=rows.received_on.strftime("%Y-%m")).distinct()
    return set(named.to_pyarrow()["month"].to_pylist())


def _losing(base: Table, keep: Keep) -> set[str]:
    return _months(base.filter(lambda rows: ~keep(rows)))


def _month(backend: Any, dataset: Dataset, manifest: Manifest, changed: Table, month: str) -> Table:
    """Give the latest rows of one month, in the order of receipt."""
    first = date.fromisoformat(f"{month}-01")
    after = (first + timedelta(days=31)).replace(day=1)
    # Compared as days, so that files of other months are passed over unread.
    rows = changed.filter(_.received_on >= first, _.received_on < after)
    if name := manifest.base.get(month):
        rows = engine.merged(backend.read_parquet([str(dataset.root / name)]), rows, dataset.key)
    else:
        rows = engine.newest(rows, dataset.key)
    return rows.order_by("received_on", dataset.key).select(*dataset.schema.names, WRITTEN)


def _rewrite(dataset: Dataset, month: str, turn: int, rows: Table) -> dict[str, str]:
    name = f"base-{month}-{turn:012}.parquet"
    with store.placing(dataset, name) as draft:
        rows.to_parquet(draft, compression="zstd")
    return {month: name}
