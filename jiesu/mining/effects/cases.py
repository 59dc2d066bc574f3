"""A measure in numbers: which appeals are looked at, and whether they are enough."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from jiesu.mining.columns import Column
from jiesu.mining.effects.comparison import LEAST_BEFORE
from jiesu.mining.effects.trials import Counts
from jiesu.mining.forecasting import counts
from jiesu.mining.forecasting.clock import day_of
from jiesu.mining.forecasting.counts import Observations

Flags = npt.NDArray[np.bool_]

LEAST_AFTER, _LEAST_OWN, _LEAST_OTHERS = 14, 5, 2
_HISTORY = 5 * 365


class Measure(NamedTuple):
    """What was done: where (names, or codes of one length), against what (empty: all), since when.

    `until` is the first day that is not looked at any more; None: the day after the last appeal.
    """

    where: Sequence[str]
    since: Any
    what: str = ""
    until: Any = None


class Case(NamedTuple):
    """A measure in numbers: days since 1970, and which rows are of the service."""

    rows: Observations
    of_service: Flags
    treated: int
    first: int
    since: int
    until: int


def case_of(
    times: Column, service: Column | None, area: Column, measure: Measure, zone: str
) -> Case:
    """Give a measure in numbers; raises ValueError where its days do not suffice."""
    if not measure.where:
        raise ValueError("name at least one area where something was done")
    rows = _join_areas(counts.observe(times, service, area, zone=zone), measure.where)
    last = int(rows.day.max()) + 1
    until = last if measure.until is None else day_of(measure.until, zone)
    since = day_of(measure.since, zone)
    first = max(int(rows.day.min()), since - _HISTORY)
    rows = rows.between(first, min(until, last))
    of_service = _of_service(rows, measure.what)
    if until - since < LEAST_AFTER:
        raise ValueError(
            f"the measure is of {_date(since)} and appeals are known until {_date(until - 1)}: wait"
            f" until {LEAST_AFTER} days have passed"
        )
    if since - first < LEAST_BEFORE:
        raise ValueError(
            f"only {max(since - first, 0)} days are known before {_date(since)}; comparing needs"
            f" {LEAST_BEFORE}"
        )
    if until > last + LEAST_AFTER:
        raise ValueError(f"the last appeal is of {_date(last - 1)}; give an earlier --now")
    return Case(rows, of_service, rows.areas.index(measure.where[0]), first, since, until)


def _join_areas(rows: Observations, where: Sequence[str]) -> Observations:
    """Join the treated areas under the name of the first; cut codes to the length of its code."""
    digits = len(where[0]) if where[0].isdigit() else 0
    names = counts.truncate_codes(rows.areas, digits)
    missing = [name for name in where if name not in names]
    if missing:
        some = ", ".join(sorted(set(names) - {""})[:20])
        raise ValueError(f"no appeal has the area {missing[0]!r}; there are: {some}")
    joined = [where[0] if name in where else name for name in names]
    unique, number = np.unique(joined, return_inverse=True)
    return rows._replace(areas=unique.tolist(), area=number[rows.area])


def _of_service(rows: Observations, what: str) -> Flags:
    """Say which rows are of the service; a code of digits stands for all that begin with it."""
    match = [
        not what or name == what or (what.isdigit() and name.startswith(what))
        for name in rows.services
    ]
    if not any(match):
        some = ", ".join(sorted(set(rows.services) - {""})[:20])
        raise ValueError(f"no appeal has the service {what!r}; there are: {some}")
    chosen: Flags = np.array(match)[rows.service]
    return chosen


def daily_counts(case: Case) -> tuple[Counts, list[str]]:
    """Cumulate daily counts; appeals without an area stand for none."""
    layer = counts.layer(case.rows, "area")
    day = case.rows.day - case.first
    parts = []
    for chosen in (case.of_service, ~case.of_service):
        daily = layer.counts(np.where(chosen, day, -1), case.until - case.first)
        parts.append(np.vstack([np.zeros((1, daily.shape[1])), daily.cumsum(axis=0)]))
    return Counts(*parts), [name for name in case.rows.areas if name]


def refuse_too_little(case: Case, counted: Counts, names: list[str]) -> None:
    """Raise ValueError where too few such appeals came before."""
    before = counted.service[case.since - case.first]
    others = np.delete(before, case.treated)
    if (others > 0).sum() < _LEAST_OTHERS:
        raise ValueError(
            f"{len(names) - 1} other areas are known and {int((others > 0).sum())} had such appeals"
            f" before; comparing needs {_LEAST_OTHERS}"
        )
    if before[case.treated] < _LEAST_OWN:
        raise ValueError(
            f"only {int(before[case.treated])} such appeals came there before"
            f" {_date(case.since)}; comparing needs {_LEAST_OWN}"
        )


def _date(day: int) -> str:
    return str(np.datetime64(day, "D"))
