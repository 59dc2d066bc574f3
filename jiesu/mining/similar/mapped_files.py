"""Arrays in one file that is mapped, not read: columns one after the other, what they are behind.

A file is written under another name, forced to disk and then moved, so that it is there whole or
not at all. The sum over its columns and the length are kept behind them, so that a file which was
cut or overwritten is noticed.
"""

import json
import mmap
import os
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from jiesu.mining.similar.segment import Segment, Shape

_SIGN = b"JIESUSIM"
_VERSION = 1
_EDGE = 64  # bytes on which columns begin
_PIECE = 1 << 24
_CHANGING = "mark"  # the column that lies last and is no part of the sum

Arrays = dict[str, npt.NDArray[Any]]


class BrokenFileError(ValueError):
    """A file is cut, or of another version; the message names it and says what happens."""


class Writing:
    """A file that is being written: ask it for room, fill that, then `finish`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._draft = path.with_name(f".{path.name}.{os.getpid()}")

    def room(self, shape: Shape) -> Arrays:
        """Give the columns to fill, mapped from the draft."""
        self._shape, self._at, end = shape, {}, _EDGE
        for name, (kind, size) in shape.items():
            self._at[name] = end
            end = _after(end + np.dtype(kind).itemsize * int(np.prod(size)))
        self._end = end
        with self._draft.open("wb") as file:
            file.truncate(end)
        self._draft.chmod(0o600)
        self._bytes = _map(self._draft)
        return {
            name: np.ndarray(size, kind, self._bytes, self._at[name])
            for name, (kind, size) in shape.items()
        }

    def finish(self) -> None:
        """Write what the columns are, force all to disk and give the file its name."""
        self._bytes.flush()
        columns = {
            name: [np.dtype(kind).str, list(size), self._at[name]]
            for name, (kind, size) in self._shape.items()
        }
        last = self._at.get(_CHANGING, self._end)
        about = {"version": _VERSION, "columns": columns, "end": last}
        about["sum"] = _sum(self._bytes, last)
        told = json.dumps(about).encode()
        with self._draft.open("ab") as file:
            file.write(told + len(told).to_bytes(8, "little") + _SIGN)
            file.flush()
            os.fsync(file.fileno())
        self._draft.rename(self._path)
        to_disk(self._path.parent)


def write(path: Path, arrays: Arrays) -> None:
    """Write arrays that lie in memory."""
    writing = Writing(path)
    room = writing.room({name: (array.dtype, array.shape) for name, array in arrays.items()})
    for name, array in arrays.items():
        room[name][...] = array
    writing.finish()


def map_file(path: Path, *, whole: bool = False) -> Arrays:
    """Map a file; with `whole` its sum is checked too. Raises `BrokenFileError`."""
    try:
        data = _map(path)
        about = _about(data)
        columns = about["columns"].items()
        arrays = {n: np.ndarray(tuple(shape), kind, data, at) for n, (kind, shape, at) in columns}
    except (OSError, ValueError, KeyError, TypeError) as wrong:
        raise BrokenFileError(f"{path} is missing or cut short; it is made anew") from wrong
    if about["version"] != _VERSION:
        raise BrokenFileError(f"{path} is of another version; it is made anew")
    if whole and _sum(data, about["end"]) != about["sum"]:
        raise BrokenFileError(f"{path} is not as it was written; it is made anew")
    return arrays


def _about(data: mmap.mmap) -> dict[str, Any]:
    """Read what stands behind the columns; any error says that the file is cut."""
    size = int.from_bytes(data[-16:-8], "little") if data[-8:] == _SIGN else -1
    about: dict[str, Any] = json.loads(data[-16 - size : -16]) if size > 0 else {}
    return {key: about[key] for key in ("version", "columns", "end", "sum")}


def map_segment(path: Path, *, whole: bool = False) -> Segment:
    """Map a segment; raises `BrokenFileError`."""
    arrays = map_file(path, whole=whole)
    if set(arrays) != set(Segment._fields):
        raise BrokenFileError(f"{path} holds other columns; it is made anew")
    return Segment(**arrays)


def to_disk(path: Path) -> None:
    """Force a file or the names in a folder to disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _map(path: Path) -> mmap.mmap:
    with path.open("r+b") as file:
        return mmap.mmap(file.fileno(), 0)


def _after(end: int) -> int:
    return -(-end // _EDGE) * _EDGE


def _sum(data: mmap.mmap, last: int) -> int:
    found = 0
    for at in range(_EDGE, last, _PIECE):
        found = zlib.crc32(data[at : min(at + _PIECE, last)], found)
    return found
