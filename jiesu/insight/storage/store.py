"""A table kept in Parquet files: bases by month of receipt, and small files of changed rows.

A manifest names the files that count. It is replaced by one rename, so a reader sees the table
before a change or after it, never in between, and a writer killed at any point leaves at worst a
file that nobody counts. Files that dropped out of the manifest live on for an hour, for readers
that still hold the old one. Writers take turns by a lock that dies with its process.
"""

import contextlib
import fcntl
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from jiesu.insight.storage.schema import FACTS, PROPOSALS, TEXTS

WRITTEN = "written"  # in every file: the turn it was written in, to choose between equal log lines
GRACE = timedelta(hours=1)
_EMPTY = "empty.parquet"


class OtherVersionError(Exception):
    """The files were written with other columns than this version of the program has."""


@dataclass(frozen=True)
class Dataset:
    """Where a table lies and what columns it has; `key` names the one that tells rows apart.

    `private` files are for their owner alone.
    """

    root: Path
    schema: pa.Schema
    private: bool = False
    key: str = "appeal_id"

    @property
    def stored(self) -> pa.Schema:
        """The columns as they lie in the files."""
        return self.schema.append(pa.field(WRITTEN, pa.int64()))


@dataclass(frozen=True)
class Manifest:
    """The files that count: one base a month, then changes in the order of their turns."""

    turn: int
    columns: tuple[str, ...]
    base: dict[str, str]
    changes: tuple[str, ...]


def facts(store: Path) -> Dataset:
    """Give the dataset of facts under the folder `store`."""
    return Dataset(store / "facts", FACTS)


def texts(store: Path) -> Dataset:
    """Give the dataset of scrubbed texts, which only the service's own user can read."""
    return Dataset(store / "texts", TEXTS, private=True)


def proposals(store: Path) -> Dataset:
    """Give the dataset of what machines proposed and people decided."""
    return Dataset(store / "proposals", PROPOSALS, key="proposal")


def datasets(store: Path) -> tuple[Dataset, Dataset, Dataset]:
    """Give all datasets: facts, texts and proposals."""
    return facts(store), texts(store), proposals(store)


def append(dataset: Dataset, rows: pa.Table) -> None:
    """Put changed rows on the dataset as one file; of a key, at most one row.

    Appending the same versions again changes nothing a reader can see.
    """
    if not rows.num_rows:
        return
    with changing(dataset) as manifest:
        turn = manifest.turn + 1
        name = f"change-{turn:012}.parquet"
        write(dataset, name, rows, turn=turn)
        publish(dataset, replace(manifest, turn=turn, changes=(*manifest.changes, name)))


def read(dataset: Dataset) -> Manifest:
    """Read which files count now. Raises `OtherVersionError` if their columns are not ours."""
    try:
        found = json.loads((dataset.root / "manifest.json").read_text("utf-8"))
    except FileNotFoundError:
        return Manifest(0, tuple(dataset.schema.names), {}, ())
    manifest = Manifest(
        found["turn"], tuple(found["columns"]), found["base"], tuple(found["changes"])
    )
    if manifest.columns != tuple(dataset.schema.names):
        raise OtherVersionError(
            f"{dataset.root} has other columns than this version: run `jiesu insight rebuild`."
        )
    return manifest


def files(dataset: Dataset) -> tuple[list[str], list[str]]:
    """Give the paths of the bases and of the changes; each list has at least one file."""
    manifest = read(dataset)
    empty = dataset.root / _EMPTY
    if not empty.exists():
        prepare(dataset)
        write(dataset, _EMPTY, dataset.schema.empty_table(), turn=0)
    base = [str(dataset.root / name) for _, name in sorted(manifest.base.items())]
    changes = [str(dataset.root / name) for name in manifest.changes]
    return base or [str(empty)], changes or [str(empty)]


def since(dataset: Dataset, turn: int, columns: list[str]) -> pa.Table:
    """Give of every appeal that was written after a turn its newest row.

    What went into a base meanwhile is found there. `columns` must name the id and log line.
    """
    manifest = read(dataset)
    names = [name for name in (*manifest.base.values(), *manifest.changes) if _turn_of(name) > turn]
    late = ds.field(WRITTEN) > turn
    paths = [str(dataset.root / name) for name in names]
    rows = ds.dataset(paths, dataset.stored, format="parquet")
    found = rows.to_table([*columns, WRITTEN], filter=late)
    found = found.sort_by([(name, "ascending") for name in ("appeal_id", "log_id", WRITTEN)])
    ids = found["appeal_id"].to_numpy()
    last = np.append(ids[1:] != ids[:-1], [True] * bool(len(ids)))
    return found.filter(pa.array(last, pa.bool_())).drop([WRITTEN])


def _turn_of(name: str) -> int:
    return int(name.removesuffix(".parquet").rpartition("-")[2])


@contextlib.contextmanager
def changing(dataset: Dataset) -> Iterator[Manifest]:
    """Hold the dataset for one writer and give the manifest it may replace."""
    prepare(dataset)
    with (dataset.root / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield read(dataset)


def prepare(dataset: Dataset) -> None:
    """Make the folder, closed to others if the dataset is private."""
    dataset.root.mkdir(parents=True, exist_ok=True)
    if dataset.private:
        dataset.root.chmod(0o700)


def write(dataset: Dataset, name: str, rows: pa.Table, *, turn: int) -> None:
    """Write `rows` as a whole file of the dataset."""
    stamped = rows.select(dataset.schema.names).cast(dataset.schema)
    stamped = stamped.append_column(WRITTEN, pa.array([turn] * rows.num_rows, pa.int64()))
    with placing(dataset, name) as draft:
        pq.write_table(stamped, draft, compression="zstd")


@contextlib.contextmanager
def placing(dataset: Dataset, name: str) -> Iterator[Path]:
    """Give a path to write the file `name` at; it appears whole and on disk, or not at all."""
    draft = dataset.root / f".{name}.{os.getpid()}"
    try:
        yield draft
        if dataset.private:
            draft.chmod(0o600)
        _to_disk(draft)
        draft.rename(dataset.root / name)
    finally:
        draft.unlink(missing_ok=True)


def publish(dataset: Dataset, manifest: Manifest) -> None:
    """Make `manifest` the one that counts; call it while `changing`."""
    draft = dataset.root / f".manifest.{os.getpid()}"
    fields = {
        "turn": manifest.turn,
        "columns": manifest.columns,
        "base": manifest.base,
        "changes": manifest.changes,
    }
    draft.write_text(json.dumps(fields))
    _to_disk(draft)
    draft.rename(dataset.root / "manifest.json")
    _to_disk(dataset.root)


def sweep(dataset: Dataset, *, now: datetime) -> int:
    """Remove files that no manifest names and nobody can still be reading; give their number."""
    with changing(dataset) as manifest:
        named = {*manifest.base.values(), *manifest.changes, _EMPTY}
        old = [
            path
            for path in dataset.root.glob("*.parquet*")
            if path.name not in named and path.stat().st_mtime < (now - GRACE).timestamp()
        ]
        for path in old:
            path.unlink(missing_ok=True)
    return len(old)


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
