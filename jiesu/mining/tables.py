"""Tables from and to files: CSV (plain or gzipped), XLSX and Parquet, as Arrow columns."""

import csv
import gzip
import io
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import parquet
from python_calamine import CalamineError, CalamineWorkbook

from jiesu.mining.spreadsheet_cells import safe


class TableError(ValueError):
    """The file cannot be read as a table, or lacks a column; the message says what to do."""


def read(path: Path, only: Collection[str] = ()) -> pa.Table:
    """Read a table by the ending of its name; raises `TableError` with a sentence.

    Of Parquet that has all columns of `only`, no others are read.
    """
    try:
        table = _parquet(path, only) if _is_parquet(path) else _reader(path)(path)
    except FileNotFoundError as missing:
        raise TableError(f"{path}: there is no such file") from missing
    except (TableError, MemoryError):
        raise
    except (pa.ArrowException, OSError, ValueError, EOFError) as broken:
        raise TableError(f"{path.name} cannot be read as a table: {broken}") from broken
    if table.num_rows == 0:
        raise TableError(f"{path.name} holds no rows")
    return table


def _is_parquet(path: Path) -> bool:
    return path.name.lower().endswith((".parquet", ".pq"))


def _parquet(path: Path, only: Collection[str]) -> pa.Table:
    if path.is_dir():
        return parquet.read_table(path)
    with parquet.ParquetFile(path) as file:  # without the data sets of pyarrow, and so pandas
        known = only and set(only) <= set(file.schema_arrow.names)
        return file.read(list(only) if known else None)


def _reader(path: Path) -> Callable[[Path], pa.Table]:
    name = path.name.lower()
    if name.endswith((".xlsx", ".xls", ".ods")):
        return _sheet
    if name.endswith((".csv", ".csv.gz")):
        return _delimited
    raise TableError(f"{path.name}: give a file that ends in .csv, .csv.gz, .xlsx or .parquet")


def column(table: pa.Table, name: str) -> pa.ChunkedArray:
    """Give a column, or raise `TableError` that names those there are."""
    if name not in table.column_names:
        there = ", ".join(table.column_names)
        raise TableError(f"there is no column {name!r}; the file has: {there}")
    return table.column(name)


def write(table: pa.Table, path: Path) -> None:
    """Write a table whole or not at all, by the ending of its name."""
    partial = path.with_name(path.name + ".partial")
    name = path.name.lower()
    if _is_parquet(path):
        parquet.write_table(table, partial, compression="zstd")
    elif name.endswith((".csv", ".csv.gz")):
        _write_delimited(table, partial, zipped=name.endswith(".gz"))
    else:
        raise TableError(f"{path.name}: the output must end in .csv, .csv.gz or .parquet")
    partial.replace(path)


def _delimited(path: Path) -> pa.Table:
    """Read every column of a CSV as text: an id 00012 stays one."""
    opened = gzip.open if path.name.lower().endswith(".gz") else open
    with opened(path, "rb") as file:
        rows = list(csv.reader(io.StringIO(_decoded(file.read()), newline="")))
    return _table(rows, path)


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030")


def _sheet(path: Path) -> pa.Table:
    try:
        rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    except CalamineError as broken:
        raise TableError(f"{path.name} is not a spreadsheet that can be read: {broken}") from broken
    return _table([[_cell(value) for value in row] for row in rows], path)


def _cell(value: Any) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _table(rows: list[list[str]], path: Path) -> pa.Table:
    if not rows:
        raise TableError(f"{path.name} is empty")
    names, body = rows[0], [row for row in rows[1:] if row]
    for number, row in enumerate(body, 2):
        if len(row) != len(names):
            raise TableError(
                f"{path.name}: row {number} has {len(row)} cells, the heading has {len(names)}"
            )
    columns = [pa.array(list(values), pa.string()) for values in zip(*body, strict=True)]
    return pa.table(columns or [pa.array([], pa.string())] * len(names), names=names)


def _write_delimited(table: pa.Table, path: Path, *, zipped: bool) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(map(safe, table.column_names))
    rows = zip(*(part.to_pylist() for part in table.columns), strict=True)
    writer.writerows(map(safe, row) for row in rows)
    content = text.getvalue().encode()
    path.write_bytes(gzip.compress(content) if zipped else content)
