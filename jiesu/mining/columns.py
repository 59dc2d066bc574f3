"""Columns as they come (Arrow, NumPy, lists) brought to what the kernels read."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Column: TypeAlias = Sequence[Any] | pa.Array | pa.ChunkedArray | npt.NDArray[Any]
Texts: TypeAlias = Sequence[Column]  # one column per field: title, detail


class Place(NamedTuple):
    """Where appeals are about, as far as it is known."""

    lat: Column | None = None  # degrees
    lon: Column | None = None
    area: Column | None = None  # code of the community, for rows whose place is not known better


NOWHERE = Place()
_COMMUNITY = 12  # figures of a community's code (GB/T 2260 and the statistical divisions)
_SECONDS_A_DAY = 86_400.0


def strings(column: Column) -> list[str]:
    """Give the column as strings, in order; nothing becomes an empty string."""
    values = column.to_pylist() if hasattr(column, "to_pylist") else list(column)
    return ["" if value is None else str(value) for value in values]


def floats(column: Column | None, rows: int) -> npt.NDArray[np.float64]:
    """Give the column as numbers; no column, nothing and words become NaN."""
    if column is None:
        return np.full(rows, np.nan)
    if isinstance(column, pa.Array | pa.ChunkedArray) and pa.types.is_primitive(column.type):
        return _plain(column)
    values = column.to_pylist() if hasattr(column, "to_pylist") else list(column)
    return np.array([_number(value) for value in values], dtype=np.float64)


def areas(column: Column | None, rows: int) -> npt.NDArray[np.int64]:
    """Give a number for each area, the same in every run; 0 where none is told.

    Of a code of China's divisions longer than twelve figures (a grid) the community is meant.
    """
    if column is None:
        return np.zeros(rows, np.int64)
    values = column if isinstance(column, pa.Array | pa.ChunkedArray) else pa.array(strings(column))
    if isinstance(values, pa.ChunkedArray):
        values = values.combine_chunks()
    coded = values.cast(pa.string()).fill_null("").dictionary_encode()
    numbers = np.array([_area(code) for code in coded.dictionary.to_pylist()], np.int64)
    found: npt.NDArray[np.int64] = numbers[coded.indices.to_numpy(zero_copy_only=False)]
    return found


def _area(code: str) -> int:
    code = code.strip()
    if code.isdecimal() and len(code) > _COMMUNITY:
        code = code[:_COMMUNITY]
    return int.from_bytes(sha256(code.encode()).digest()[:7], "big") if code else 0


def days(column: Column | None, rows: int) -> npt.NDArray[np.float64]:
    """Give points in time as days since 1970 (UTC where no zone is told); unknown ones are NaN."""
    if column is None:
        return np.full(rows, np.nan)
    values = column.to_numpy(zero_copy_only=False) if isinstance(column, pa.Array) else column
    if isinstance(column, pa.ChunkedArray):
        values = column.to_numpy()
    stamps = _stamps(np.asarray(values))
    known = ~np.isnat(stamps)
    seconds = np.where(known, stamps.astype(np.int64), 0).astype(np.float64)
    return np.where(known, seconds / _SECONDS_A_DAY, np.nan)


def _stamps(values: npt.NDArray[Any]) -> npt.NDArray[np.datetime64]:
    if values.dtype.kind == "M":
        return values.astype("datetime64[s]")
    return np.array([_stamp(value) for value in values.tolist()], dtype="datetime64[s]")


def _stamp(value: Any) -> np.datetime64:
    from datetime import UTC, date, datetime

    if isinstance(value, str):
        value = _parsed(value)
    if isinstance(value, datetime) and value.tzinfo is not None:
        value = value.astimezone(UTC).replace(tzinfo=None)
    if isinstance(value, date):
        return np.datetime64(value, "s")
    return np.datetime64("NaT", "s")


def _parsed(text: str) -> Any:
    """Read `2019-08-01 12:30:00`, `2019/8/1 7:05` and ISO 8601; anything else is unknown."""
    from datetime import datetime

    text = text.strip()
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        pass
    for form in ("%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y/%m/%d"):
        try:
            return datetime.strptime(text, form)  # noqa: DTZ007  (the column's own clock)
        except ValueError:
            continue
    return None


def _plain(column: pa.Array | pa.ChunkedArray) -> npt.NDArray[np.float64]:
    numbers: npt.NDArray[np.float64] = np.asarray(column.cast(pa.float64()).fill_null(np.nan))
    return numbers


def _number(value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):
        return float("nan")
