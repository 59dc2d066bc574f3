"""The whole store anew from the database, while the old one goes on being read and fed."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from django.db.models import Max

from jiesu.casework.models import Appeal
from jiesu.insight import compaction, proposed, store
from jiesu.insight.extract import extract
from jiesu.insight.store import Manifest, OtherVersionError, Shelf
from jiesu.mining.similar import keeping

CHUNK = 5000  # appeals held in memory at a time


def rebuild(folder: Path, *, now: datetime) -> Iterator[int]:
    """Write all shelves anew and put them in place; yields how many appeals each step copied.

    Until the end readers see the old rows. What the feed appends meanwhile is kept.
    """
    shelves = store.shelves(folder)
    drafts = [replace(shelf, root=folder / "rebuild" / shelf.root.name) for shelf in shelves]
    starts = [_turn(shelf) for shelf in shelves]
    shutil.rmtree(folder / "rebuild", ignore_errors=True)
    for appeals in _chunks():
        proposals = proposed.of_orders({appeal.first_work_order_id for appeal in appeals})
        for draft, rows in zip(drafts, (*extract(appeals), proposals), strict=True):
            store.append(draft, rows)
        yield len(appeals)
    store.append(drafts[-1], proposed.of_groups())
    for shelf, draft, start in zip(shelves, drafts, starts, strict=True):
        compaction.fold(draft, now=now)
        _put_in_place(shelf, draft, since=start)
    shutil.rmtree(folder / "rebuild", ignore_errors=True)
    keeping.forget(folder / "similar")  # its keeper reads what was written since, and now all was


def _chunks() -> Iterator[list[Appeal]]:
    """Walk over all appeals in the order of receipt, so that files hold few months each."""
    after, last = 0, Appeal.objects.aggregate(last=Max("pk"))["last"] or 0
    while after < last:
        rows = Appeal.objects.filter(pk__gt=after, pk__lte=last).order_by("pk")
        appeals = list(rows.select_related("work_order")[:CHUNK])
        yield appeals
        after = appeals[-1].pk


def _turn(shelf: Shelf) -> int:
    try:
        return store.read(shelf).turn
    except OtherVersionError:
        shutil.rmtree(shelf.root)  # nobody can read it any more
        return 0


def _put_in_place(shelf: Shelf, draft: Shelf, *, since: int) -> None:
    """Replace the bases; keep the changes that came after turn `since`."""
    fresh = store.read(draft)
    with store.changing(shelf) as manifest:
        turn = manifest.turn + 1
        base = {month: f"base-{month}-{turn:012}.parquet" for month in fresh.base}
        for month, name in fresh.base.items():
            (draft.root / name).rename(shelf.root / base[month])
        store.publish(shelf, Manifest(turn, manifest.columns, base, _after(manifest, since)))


def _after(manifest: Manifest, turn: int) -> tuple[str, ...]:
    return tuple(name for name in manifest.changes if name > f"change-{turn:012}.parquet")
