"""Appeals counted by day in streams: one stream for each service in each area."""

from typing import Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from jiesu.mining.columns import Column, coded, days, floats, strings

Numbers: TypeAlias = npt.NDArray[Any]

LEARNING = 56  # days before the first judgement
_LONGEST = 7_305  # days; a longer span is a wrong date, not a history
_LATE = 28  # days after which every appeal has been recorded
_NOT_COPIES = ("", "0", "0.0", "no", "false")


class Panel(NamedTuple):
    """Counts (streams × days) from day `first` (days since 1970) on, and what names the rows.

    `seen` is the share of each day's appeals that has been recorded by the last day; `stream` and
    `at` give each counted appeal its stream and its time in days, `kept` its row in the input.
    """

    services: list[str]
    areas: list[str]
    first: int
    counts: Numbers
    seen: Numbers
    stream: Numbers
    at: Numbers
    kept: Numbers
    left_out: dict[str, int]


def panel(
    times: Column,
    *,
    service: Column | None = None,
    area: Column | None = None,
    copies: Column | None = None,
    recorded: Column | None = None,
    now: Any = None,
) -> Panel:
    """Count appeals by day up to the day of `now` (default: the latest time).

    Unknown and later times and copies are left out and told in `left_out`. `recorded` is when an
    appeal became known. Raises `ValueError` with a sentence when too little is left to judge.
    """
    at = days(times, len(times))
    today = _today(at, now)
    why = {
        "without a known time": np.isnan(at),
        f"after {_day(today)}": np.nan_to_num(at) >= today + 1,
        "copies": _copied(copies, len(at)),
    }
    kept = np.flatnonzero(~np.logical_or.reduce(list(why.values())))
    if not len(kept):
        raise ValueError("no appeal is left to count: " + _told(why))
    first = int(np.floor(at[kept].min()))
    span = _checked_span(first, today)
    names, stream = _streams(service, area, kept, len(at))
    flat = stream * span + np.floor(at[kept]).astype(np.int64) - first
    counts = np.bincount(flat, minlength=len(names) * span).reshape(len(names), span)
    return Panel(
        services=[name for name, _ in names],
        areas=[name for _, name in names],
        first=first,
        counts=counts,
        seen=_seen(at, recorded, kept, span, today),
        stream=stream,
        at=at[kept],
        kept=kept,
        left_out={reason: int(rows.sum()) for reason, rows in why.items() if rows.any()},
    )


def _today(at: Numbers, now: Any) -> int:
    if now is not None:
        today = days([now], 1)[0]
        if np.isnan(today):
            raise ValueError(f"{now!r} is no day that can be read; write it as 2026-01-31")
        return int(today)
    if np.isnan(at).all():
        raise ValueError("no time in the column can be read; write times as 2026-01-31 12:30:00")
    return int(np.nanmax(at))


def _checked_span(first: int, today: int) -> int:
    span = today - first + 1
    if span < LEARNING + 1:
        raise ValueError(
            f"the appeals lie within {max(span, 1)} days; to know what is usual takes at least "
            f"{LEARNING + 1} days"
        )
    if span > _LONGEST:
        raise ValueError(
            f"the times run from {_day(first)} to {_day(today)}, longer than 20 years; mend the "
            "wrong ones, or give the day that is today"
        )
    return span


def _streams(
    service: Column | None, area: Column | None, kept: Numbers, rows: int
) -> tuple[list[tuple[str, str]], Numbers]:
    kinds, kind = _coded(service, rows)
    places, place = _coded(area, rows)
    both, stream = np.unique(kind[kept] * len(places) + place[kept], return_inverse=True)
    names = [(kinds[code // len(places)], places[code % len(places)]) for code in both.tolist()]
    return names, stream.astype(np.int64)


def _coded(column: Column | None, rows: int) -> tuple[list[str], Numbers]:
    if column is None:
        return [""], np.zeros(rows, np.int64)
    names, number = coded(column)
    return names.to_pylist(), number


def _copied(copies: Column | None, rows: int) -> Numbers:
    if copies is None:
        return np.zeros(rows, bool)
    return np.array([value.strip().lower() not in _NOT_COPIES for value in strings(copies)])


def _seen(at: Numbers, recorded: Column | None, kept: Numbers, span: int, today: int) -> Numbers:
    """Give the share recorded by today of each day's appeals, from the delays of older ones."""
    seen = np.ones(span)
    if recorded is None:
        return seen
    delay = np.floor(days(recorded, len(at))[kept]) - np.floor(at[kept])
    delay = delay[(at[kept] < today - _LATE) & ~np.isnan(delay)]
    if len(delay):
        share = [(delay <= late).mean() for late in range(min(_LATE, span))]
        seen[::-1][: len(share)] = np.maximum(share, 1 / (len(delay) + 1))
    return seen


def coordinates(column: Column | None, built: Panel, rows: int) -> Numbers:
    """Give each stream the mean of a column of coordinates; NaN where none is known."""
    value = floats(column, rows)[built.kept]
    known = ~np.isnan(value)
    size = len(built.services)
    count = np.bincount(built.stream[known], minlength=size)
    total = np.bincount(built.stream[known], value[known], minlength=size)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def _day(day: int) -> str:
    return str(np.datetime64(day, "D"))


def _told(why: dict[str, Numbers]) -> str:
    return ", ".join(f"{int(rows.sum())} {reason}" for reason, rows in why.items() if rows.any())
