"""Points in time as the local day and hour, and what kind of day each is."""

import re
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from jiesu.mining.columns import Column, days, strings

Ints = npt.NDArray[np.int64]

HOLIDAY, WORKED = 7, 8  # after Monday to Sunday (0 to 6)
_SPECIAL = {"holiday": HOLIDAY, "off": HOLIDAY, "workday": WORKED, "work": WORKED}
_OFFSET = re.compile(r"(?:Z|[+-]\d\d:?\d\d)$")
_MONDAY = 3  # 1970-01-01 was a Thursday


def local(column: Column, zone: str) -> tuple[Ints, Ints]:
    """Give day (since 1970) and hour of each point in time on the clocks of `zone`.

    Times without a zone are on local clocks already. Unknown ones are day -1 and hour -1.
    Raises ValueError for a zone nobody knows.
    """
    rows = len(column)
    at = days(column, rows)
    known = ~np.isnan(at)
    seconds = np.where(known, at * 86_400, 0).round().astype(np.int64)
    aware = _aware(column)
    if aware.any():
        seconds = np.where(aware, _shifted(seconds, zone), seconds)
    day, rest = np.divmod(seconds, 86_400)
    return np.where(known, day, -1), np.where(known, rest // 3600, -1)


def _aware(column: Column) -> npt.NDArray[np.bool_]:
    kind = getattr(column, "type", None)
    if kind is not None and pa.types.is_timestamp(kind):
        return np.full(len(column), kind.tz is not None)
    if isinstance(column, np.ndarray) and column.dtype.kind == "M":
        return np.zeros(len(column), bool)
    values = column.to_pylist() if hasattr(column, "to_pylist") else column
    return np.array([_has_zone(value) for value in values], bool)


def _has_zone(value: Any) -> bool:
    if isinstance(value, str):
        return ":" in value and _OFFSET.search(value.strip()) is not None
    return getattr(value, "tzinfo", None) is not None


def _shifted(seconds: Ints, zone: str) -> Ints:
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError) as unknown:
        raise ValueError(
            f"there is no time zone {zone!r}; give one like Asia/Shanghai"
        ) from unknown
    stamps = pa.array(seconds, pa.int64()).cast(pa.timestamp("s", zone))
    shifted: Ints = pc.local_timestamp(stamps).cast(pa.int64()).to_numpy()
    return shifted


def day_of(value: Any, zone: str) -> int:
    """Give the local day of one point in time; raises ValueError if it is none."""
    day = int(local([value], zone)[0][0])
    if day < 0:
        raise ValueError(f"{value!r} is no date; write it like 2026-11-26")
    return day


def kinds(first: int, count: int, special: Mapping[int, int]) -> tuple[Ints, Ints]:
    """Give the kind (0 to 8) and the day of the year (0 to 365) of `count` days from `first` on.

    `special` says which days are `HOLIDAY` or `WORKED`.
    """
    day = first + np.arange(count)
    kind = (day + _MONDAY) % 7
    for one, is_kind in special.items():
        if first <= one < first + count:
            kind[one - first] = is_kind
    date = day.astype("datetime64[D]")
    return kind, (date - date.astype("datetime64[Y]")).astype(np.int64)


def special(dates: Column, names: Column) -> dict[int, int]:
    """Read a calendar: days, and for each `holiday` (or `off`) or `workday` (or `work`).

    Raises ValueError for a day that is none and for any other word.
    """
    day, _ = local(dates, "UTC")
    words, kinds_ = strings(dates), strings(names)
    for row, (one, name) in enumerate(zip(day, kinds_, strict=True)):
        if one < 0 or name not in _SPECIAL:
            raise ValueError(
                f"the calendar holds {words[row]!r}, {name!r}; it wants days like 2026-10-01,"
                " and holiday or workday"
            )
    return {int(one): _SPECIAL[name] for one, name in zip(day, kinds_, strict=True)}
