"""What analyses found, kept as files so that a page reads an answer and computes none.

Each analysis has a folder with its files and `latest.json`, which names the one that counts and is
replaced by one rename: a page sees the result before or after, never half of one.
"""

import json
import os
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
from ibis.expr.types import Table

_GRACE = timedelta(hours=1)
_ROWS = 10_000  # that are read or passed over together, by the least and largest of their values


@dataclass(frozen=True)
class About:
    """Where a result came from: when, over which days of receipt, how many rows."""

    file: str
    as_of: datetime
    first_day: date | None
    last_day: date | None
    rows: int


def keep(
    store: Path, name: str, table: Table, *, now: datetime, days: tuple[date | None, date | None]
) -> About:
    """Run `table`, make its rows the latest result of `name`, in their order, and say what it is.

    Rows that are asked for together are read quickly if they lie together.
    """
    folder = store / "results" / name
    folder.mkdir(parents=True, exist_ok=True)
    file = f"{now:%Y%m%dT%H%M%S}-{os.getpid()}.parquet"
    found = table.to_pyarrow()  # not `to_parquet`, which writes an engine's own types
    pq.write_table(found, folder / file, compression="zstd", row_group_size=_ROWS)
    about = About(file, now, *days, rows=found.num_rows)
    draft = folder / f".latest.{os.getpid()}"
    draft.write_text(json.dumps(asdict(about), default=str))
    draft.rename(folder / "latest.json")
    _sweep(folder, keeping=file, now=now)
    return about


def about(store: Path, name: str) -> About | None:
    """Tell where the latest result of `name` came from; None if it never ran."""
    try:
        found = json.loads((store / "results" / name / "latest.json").read_text("utf-8"))
    except FileNotFoundError:
        return None
    return About(
        found["file"],
        datetime.fromisoformat(found["as_of"]),
        _day(found["first_day"]),
        _day(found["last_day"]),
        found["rows"],
    )


def read(
    store: Path, name: str, *, where: Any = None, columns: list[str] | None = None
) -> pa.Table | None:
    """Read the latest result of `name`, or None if it never ran.

    `where` is an expression over `pyarrow.dataset.field`, so that only what is asked is read.
    """
    found = path(store, name)
    return ds.dataset(found).to_table(filter=where, columns=columns) if found else None


def head(store: Path, name: str, most: int, *, where: Any = None) -> pa.Table | None:
    """Read the first rows of a result that `where` is true of, and hardly any more."""
    found = path(store, name)
    return ds.dataset(found).head(most, filter=where, batch_readahead=1) if found else None


def count(store: Path, name: str, *, where: Any = None) -> int:
    """Count the rows of a result that `where` is true of; 0 if it never ran."""
    found = path(store, name)
    return ds.dataset(found).count_rows(filter=where) if found else 0


def path(store: Path, name: str) -> Path | None:
    """Give the file of the latest result of `name`; None if it never ran."""
    found = about(store, name)
    return store / "results" / name / found.file if found else None


def rows(store: Path, name: str, *, where: Any = None) -> list[dict[str, Any]]:
    """Read the latest result of `name` as rows; none if it never ran."""
    table = read(store, name, where=where)
    return [] if table is None else table.to_pylist()


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _sweep(folder: Path, *, keeping: str, now: datetime) -> None:
    for path in folder.glob("*.parquet"):
        if path.name != keeping and path.stat().st_mtime < (now - _GRACE).timestamp():
            path.unlink(missing_ok=True)
