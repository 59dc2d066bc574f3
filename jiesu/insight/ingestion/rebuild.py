"""The whole store anew from the database, while the old one goes on being read and fed."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from jiesu.casework.reading import copying
from jiesu.directory.people import Actor
from jiesu.insight.ingestion import proposed
from jiesu.insight.ingestion.extract import extract
from jiesu.insight.storage import compaction, store
from jiesu.insight.storage.store import Dataset, Manifest, OtherVersionError
from jiesu.mining.similar.manifest import forget

CHUNK = 5000  # appeals held in memory at a time


def rebuild(folder: Path, *, now: datetime) -> Iterator[int]:
    """Write all datasets anew and put them in place; yields how many appeals each step copied.

    Until the end readers see the old rows. What the feed appends meanwhile is kept.
    """
    datasets = store.datasets(folder)
    drafts = [replace(dataset, root=folder / "rebuild" / dataset.root.name) for dataset in datasets]
    starts = [_turn(dataset) for dataset in datasets]
    shutil.rmtree(folder / "rebuild", ignore_errors=True)
    for appeals in copying.chunks(CHUNK, actor=Actor.system()):  # so that files hold few months
        proposals = proposed.of_orders({appeal.first_work_order_id for appeal in appeals})
        for draft, rows in zip(drafts, (*extract(appeals), proposals), strict=True):
            store.append(draft, rows)
        yield len(appeals)
    store.append(drafts[-1], proposed.of_groups())
    for dataset, draft, start in zip(datasets, drafts, starts, strict=True):
        compaction.compact(draft, now=now)
        _put_in_place(dataset, draft, since=start)
    shutil.rmtree(folder / "rebuild", ignore_errors=True)
    forget(folder / "similar")  # its writer reads what was written since, and now all was


def _turn(dataset: Dataset) -> int:
    try:
        return store.read(dataset).turn
    except OtherVersionError:
        shutil.rmtree(dataset.root)  # nobody can read it any more
        return 0


def _put_in_place(dataset: Dataset, draft: Dataset, *, since: int) -> None:
    """Replace the bases; keep the changes that came after turn `since`."""
    fresh = store.read(draft)
    with store.changing(dataset) as manifest:
        turn = manifest.turn + 1
        base = {month: f"base-{month}-{turn:012}.parquet" for month in fresh.base}
        for month, name in fresh.base.items():
            (draft.root / name).rename(dataset.root / base[month])
        store.publish(dataset, Manifest(turn, manifest.columns, base, _after(manifest, since)))


def _after(manifest: Manifest, turn: int) -> tuple[str, ...]:
    return tuple(name for name in manifest.changes if name > f"change-{turn:012}.parquet")
