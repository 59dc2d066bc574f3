"""Reading Parquet in batches, so that memory does not grow with the file."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from jiesu.channels.file_import.tables import Progress, Row, Table, UnreadableError, name_columns

_BATCH = 1_000  # rows, as many as are written at once
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


def _rows(file: Any, columns: tuple[str, ...], progress: Progress) -> Iterator[Row]:
    # Other threads would decode ahead, into memory of their own, what is not wanted yet.
    for batch in file.iter_batches(batch_size=_BATCH, use_threads=False):
        values = [column.to_pylist() for column in batch.columns]
        for cells in zip(*values, strict=True):
            progress.number += 1
            yield Row(progress.number, dict(zip(columns, cells, strict=True)))
