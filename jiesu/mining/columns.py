"""Columns as they come (Arrow, NumPy, lists) brought to what the kernels read."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

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


def coded(column: Column) -> tuple[pa.Array, npt.NDArray[np.int64]]:
    """Give the distinct strings of a column in their order, and of each row the number of its own.

    Nothing is an empty string. Of an Arrow column no row becomes an object of Python's.
    """
    if not isinstance(column, pa.Array | pa.ChunkedArray) or not _is_plain(column.type):
        column = pa.array(strings(column))
    values = pa.chunked_array(column if isinstance(column, pa.ChunkedArray) else [column])
    encoded = values.cast(pa.large_string()).fill_null("").combine_chunks().dictionary_encode()
    # In the order of names, not of rows: an engine gives rows in any order.
    order = pc.sort_indices(encoded.dictionary)
    place = np.empty(len(order), np.int64)
    place[order.to_numpy()] = np.arange(len(order))
    return encoded.dictionary.take(order), place[encoded.indices.to_numpy()]


def _is_plain(kind: pa.DataType) -> bool:
    plain = (pa.types.is_string, pa.types.is_large_string, pa.types.is_integer)
    return any(test(kind) for test in plain)


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
    if isinstance(value, str):
        value = _parsed(value)
    if isinstance(value, datetime) and value.tzinfo is not None:
        value = value.astimezone(UTC).replace(tzinfo=None)
    if isinstance(value, date):
        return np.datetime64(value, "s")
    return np.datetime64("NaT", "s")


def _parsed(text: str) -> Any:
    """Read `2019-08-01 12:30:00`, `2019/8/1 7:05` and ISO 8601; anything else is unknown."""
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


def titles_and_details(fields: list[pa.Array]) -> tuple[pa.Array, pa.Array]:
    """Give (titles, details) of one text column or more, the first the title."""
    if len(fields) == 1:
        return pa.array([""]).take(pa.array(np.zeros(len(fields[0]), np.int64))), fields[0]
    return fields[0], pc.binary_join_element_wise(*fields[1:], pa.scalar("。", pa.large_string()))


def column_of(column: Column) -> pa.Array:
    """Give a column as one array of strings; nothing becomes an empty string."""
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks()
    if isinstance(column, pa.Array) and not pa.types.is_nested(column.type):
        return column.cast(pa.large_string()).fill_null("")
    return pa.array(strings(column), pa.large_string())
