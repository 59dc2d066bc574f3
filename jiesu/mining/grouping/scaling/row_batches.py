"""Rows that were read, as a table that can be sent to where they are grouped."""

from typing import Any

import numpy as np
import pyarrow as pa

from jiesu.mining.grouping.clustering.window import Positions
from jiesu.mining.text.grams.rows import GramRows
from jiesu.mining.text.numbering import MOST

_ROW = {"norm": (np.float32, 2), "titles": (np.float32, 2), "numbers": (np.int64, MOST)}
_PLAIN = {
    "id": pa.string(),
    "days": pa.float64(),
    "lat": pa.float64(),
    "lon": pa.float64(),
    "area": pa.int64(),
}
SCHEMA = pa.schema(_PLAIN | dict.fromkeys(["gram", *_ROW], pa.binary()))


def pack(ids: pa.Array, where: Positions, said: GramRows) -> pa.RecordBatch:
    """Give rows as one batch; each array of a row becomes its bytes."""
    edges = np.arange(len(ids) + 1)
    rest = [_bytes(getattr(said, name), edges * width) for name, (_, width) in _ROW.items()]
    place = [where.days, where.place[:, 0], where.place[:, 1], where.area]
    plain = [ids.cast(pa.string()), *map(pa.array, place)]
    return pa.RecordBatch.from_arrays([*plain, _bytes(said.gram, said.start), *rest], schema=SCHEMA)


def unpack(rows: pa.Table) -> tuple[pa.Array, Positions, GramRows]:
    """Give back what `pack` was given, of one batch or more."""
    gram, size = _array(rows["gram"], np.uint32)
    start = np.concatenate([[0], np.cumsum(size)]).astype(np.int64)
    norm, titles, numbers = (
        _array(rows[name], kind)[0].reshape(-1, width) for name, (kind, width) in _ROW.items()
    )
    days, lat, lon, area = (rows[name].to_numpy().copy() for name in list(_PLAIN)[1:])
    where = Positions(days, np.column_stack([lat, lon]), area)
    ids = rows["id"].combine_chunks().cast(pa.large_string())
    return ids, where, GramRows(start, gram, norm, titles, numbers)


def _bytes(values: Any, start: Any) -> pa.Array:
    """Give `values[start[i]:start[i + 1]]`, flat, as the bytes of row i."""
    flat = np.ascontiguousarray(values).reshape(-1)
    offsets = (start * flat.itemsize).astype(np.int32)
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(flat)]
    return pa.Array.from_buffers(pa.binary(), len(start) - 1, buffers)


def _array(column: pa.ChunkedArray, kind: Any) -> tuple[Any, Any]:
    """Give the bytes of all rows as one array, and how many values each row has."""
    whole = column.combine_chunks().cast(pa.large_binary())
    if not len(whole):
        return np.empty(0, kind), np.empty(0, np.int64)
    offsets = np.frombuffer(whole.buffers()[1], np.int64)[whole.offset :][: len(whole) + 1]
    inside = np.frombuffer(whole.buffers()[2] or b"", np.uint8)[offsets[0] : offsets[-1]]
    values = inside.copy().view(kind)  # a copy can be written to, as the kernels were compiled for
    return values, np.diff(offsets) // values.itemsize
