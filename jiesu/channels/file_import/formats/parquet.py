"""Reading Parquet in batches, so that memory does not grow with the file."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from jiesu.channels.file_import.formats.tables import (
    Fault,
    Progress,
    Row,
    Table,
    UnreadableError,
    name_columns,
)

_BATCH = 1_000  # rows, as many as are written at once
_OF_BYTES = {"binary", "large_binary", "binary_view"}
_UNREADABLE = object()  # stands for a value that Python cannot hold
_BUFFER = 65_536  # bytes of each column read ahead; 0 would be a whole row group


def read_parquet(path: Path) -> Table:
    """Open a Parquet file; rows are numbered from 1.

    Raises `UnreadableError` where pyarrow is not installed or the file is no Parquet.
    """
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError as error:
        raise UnreadableError(
            _("Parquet files need the analytics extra: pip install 'jiesu[analytics]'.")
        ) from error
    try:
        file = parquet.ParquetFile(path, buffer_size=_BUFFER, pre_buffer=False)
    except pa.ArrowException as error:
        raise UnreadableError(_("The file is no readable Parquet file (%s).") % error) from error
    columns, notes = name_columns(file.schema_arrow.names)
    progress = Progress(file.metadata.num_rows)
    return Table(columns, _rows(file, columns, progress), progress.done, notes)


def _rows(file: Any, columns: tuple[str, ...], progress: Progress) -> Iterator[Row | Fault]:
    # Other threads would decode ahead, into memory of their own, what is not wanted yet.
    for batch in file.iter_batches(batch_size=_BATCH, use_threads=False):
        values = [_values(column) for column in batch.columns]
        for cells in zip(*values, strict=True):
            progress.number += 1
            named = dict(zip(columns, cells, strict=True))
            wrong = [name for name, cell in named.items() if cell is _UNREADABLE]
            yield _fault(progress.number, named, wrong) if wrong else Row(progress.number, named)


def _values(column: Any) -> list[Any]:
    """Give the values of a column; those that Python has no value for are `_UNREADABLE`."""
    if str(column.type) in _OF_BYTES:
        return [_value(cell) for cell in column]
    try:
        return list(column.to_pylist())
    except (ArithmeticError, ValueError):  # a date before the year 1, or one counted in nanoseconds
        return [_value(cell) for cell in column]


def _value(cell: Any) -> Any:
    try:
        found = cell.as_py()
        return found.decode("utf-8") if isinstance(found, bytes) else found
    except (ArithmeticError, ValueError):
        return _UNREADABLE


def _fault(number: int, named: dict[str, Any], wrong: list[str]) -> Fault:
    why = _("Column %s holds what cannot be read: a date before the year 1, or bytes not of UTF-8.")
    return Fault(number, str({k: v for k, v in named.items() if k not in wrong}), why % wrong[0])
