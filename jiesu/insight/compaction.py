"""Folding changes into the bases, a month at a time, and letting go of what may not be kept."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import ibis
from ibis import _
from ibis.expr.types import BooleanValue, Table

from jiesu.insight import engine, store
from jiesu.insight.store import WRITTEN, Manifest, Shelf

MANY = 32  # change files after which folding pays
Keep = Callable[[Table], BooleanValue]


def is_due(shelf: Shelf) -> bool:
    """Tell whether enough changes lie about to fold them."""
    return len(store.read(shelf).changes) >= MANY


def fold(shelf: Shelf, *, now: datetime, keep: Keep | None = None) -> int:
    """Fold all changes into the bases of their months; give the number of months rewritten.

    With `keep`, rows for which it is not true are left out, in months without changes too.
    Readers see the table before or after; memory does not grow with the table.
    """
    with store.changing(shelf) as manifest, engine.connect(engine.EMBEDDED) as backend:
        bases, changes = store.files(shelf)
        changed = backend.read_parquet(changes)
        months = _months(changed) | (_losing(backend.read_parquet(bases), keep) if keep else set())
        folded = dict(manifest.base)
        for month in sorted(months):
            rows = _month(backend, shelf, manifest, changed, month)
            folded |= _rewrite(shelf, month, manifest.turn + 1, rows.filter(keep) if keep else rows)
        store.publish(shelf, replace(manifest, turn=manifest.turn + 1, base=folded, changes=()))
    store.sweep(shelf, now=now)
    return len(months)


def not_expired(now: datetime) -> Keep:
    """Give the condition under which a text may still be kept at `now`."""
    return lambda rows: rows.keep_until >= ibis.literal(now.date())


def _months(rows: Table) -> set[str]:
    named = rows.select(month=rows.received_on.strftime("%Y-%m")).distinct()
    return set(named.to_pyarrow()["month"].to_pylist())


def _losing(base: Table, keep: Keep) -> set[str]:
    return _months(base.filter(lambda rows: ~keep(rows)))


def _month(backend: Any, shelf: Shelf, manifest: Manifest, changed: Table, month: str) -> Table:
    """Give the latest rows of one month, in the order of receipt."""
    first = date.fromisoformat(f"{month}-01")
    after = (first + timedelta(days=31)).replace(day=1)
    # Compared as days, so that files of other months are passed over unread.
    rows = changed.filter(_.received_on >= first, _.received_on < after)
    if name := manifest.base.get(month):
        rows = engine.merged(backend.read_parquet([str(shelf.root / name)]), rows, shelf.key)
    else:
        rows = engine.newest(rows, shelf.key)
    return rows.order_by("received_on", shelf.key).select(*shelf.schema.names, WRITTEN)


def _rewrite(shelf: Shelf, month: str, turn: int, rows: Table) -> dict[str, str]:
    name = f"base-{month}-{turn:012}.parquet"
    with store.placing(shelf, name) as draft:
        rows.to_parquet(draft, compression="zstd")
    return {month: name}
