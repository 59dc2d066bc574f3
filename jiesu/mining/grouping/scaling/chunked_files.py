"""Groups of a Parquet file of any length, read and written a chunk at a time."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import parquet

from jiesu.mining.appeals import Names
from jiesu.mining.columns import Place, column_of, days, titles_and_details
from jiesu.mining.grouping.clustering.window import positions_of
from jiesu.mining.grouping.result_table import SCHEMA
from jiesu.mining.grouping.run import AppealBatch, Run
from jiesu.mining.tables import TableError
from jiesu.mining.text.grams.language import SAMPLE, Language, learn

CHUNK = 1 << 17  # rows that are read at once
LONG = 2_000_000  # rows from which on a Parquet file is read in chunks


def group_file(
    path: Path, names: Names, begun: Callable[[Language, int], Run]
) -> Iterator[tuple[Run, int]]:
    """Group the rows of `path`: they join the run that is `begun` with the words of the file.

    Gives the run after each chunk, whole and fit to be kept, and how many rows of the file are in
    it. The rows must stand in the order of time. Where the run ends with the first rows of the
    file, since an earlier attempt was stopped, it goes on behind them. Raises `TableError` with a
    sentence where a column is missing or rows are out of order.
    """
    file = parquet.ParquetFile(path, pre_buffer=False)  # else the bytes of all rows stay in memory
    columns = _Columns(file, names)
    at, ids, first = columns.days(), columns.ids(), 0
    run = begun(*_language(file, columns))
    joined = _joined(run, ids)
    run.refuse(ids[joined:])
    for batch in file.iter_batches(CHUNK, columns=columns.read):
        fresh = batch.slice(max(joined - first, 0))
        part = slice(first + len(batch) - len(fresh), first + len(batch))
        if len(fresh):
            where = positions_of(at[part], columns.place(fresh))
            run.add(AppealBatch(ids[part], *columns.texts(fresh), where))
        first += len(batch)
        yield run, first


def _joined(run: Run, ids: pa.Array) -> int:
    """Give how many of the first rows of a file are the last of a run; all of them are not."""
    since = pc.index(run.ids, ids[0]).as_py() if len(run) else -1
    count = len(run) - since
    if since < 0 or count >= len(ids):
        return 0
    return count if run.ids[since:].combine_chunks().equals(ids[:count]) else 0


def write(run: Run, out: Path) -> None:
    """Write all rows of a run to Parquet, whole or not at all."""
    partial = out.with_name(out.name + ".partial")
    with parquet.ParquetWriter(partial, SCHEMA, compression="zstd") as written:
        for part in run.tables(np.arange(len(run)), CHUNK):
            written.write_table(part)
    partial.replace(out)


def rows_of(path: Path) -> int:
    """Give how many rows a Parquet file has; 0 for any other file, and where there is none."""
    if path.suffix not in {".parquet", ".pq"} or not path.is_file():
        return 0
    return int(parquet.read_metadata(path).num_rows)


class _Columns:
    """The columns of a file by their meaning."""

    def __init__(self, file: parquet.ParquetFile, names: Names) -> None:
        self._file, self._names = file, names
        there = file.schema_arrow.names
        self._text = [name.strip() for name in names.text.split(",")]
        for name in (names.id, names.time, *self._text):
            if name not in there:
                raise TableError(f"there is no column {name!r}; the file has: {', '.join(there)}")
        self._where = [name for name in (names.lat, names.lon, names.area) if name in there]
        self.read = [*self._text, *self._where]

    def days(self) -> npt.NDArray[np.float64]:
        """Give the time of every row, in days; they must not go backwards."""
        name = self._names.time
        at = days(self._file.read([name])[name], self._file.metadata.num_rows)
        if not (np.diff(at) >= 0).all():
            raise TableError(
                f"{name} goes backwards or is unknown somewhere: a file of {LONG:,} rows and more"
                " must stand in the order of time"
            )
        return at

    def ids(self) -> pa.Array:
        """Give the id of every row."""
        return column_of(self._file.read([self._names.id])[self._names.id])

    def texts(self, batch: Any) -> tuple[pa.Array, pa.Array]:
        """Give titles and details of some rows."""
        return titles_and_details([batch[name].cast(pa.large_string()) for name in self._text])

    def place(self, batch: Any) -> Place:
        """Give where some rows are about, as far as the file tells."""
        names = (self._names.lat, self._names.lon, self._names.area)
        return Place(*(batch[name] if name in self._where else None for name in names))


def language_of(path: Path, names: Names) -> tuple[Language, int]:
    """Learn the words of a long file; give from how many rows."""
    file = parquet.ParquetFile(path)
    return _language(file, _Columns(file, names))


def _language(file: parquet.ParquetFile, columns: _Columns) -> tuple[Language, int]:
    """Learn the words from row groups spread evenly over the file; give how many rows they had."""
    size = max(file.metadata.row_group(0).num_rows, 1)
    count = min(file.num_row_groups, -(-SAMPLE // size))
    some = np.linspace(0, file.num_row_groups - 1, count).astype(int).tolist()
    rows = file.read_row_groups(some, columns.read).combine_chunks().to_batches()[0]
    return learn(*columns.texts(rows)), len(rows)
