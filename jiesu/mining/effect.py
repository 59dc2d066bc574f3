"""Whether the appeals stopped: what came after a measure beside what would have come without it."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from scipy.stats import nbinom

from jiesu.mining.columns import Column
from jiesu.mining.effects.comparison import LEAST_BEFORE, LEAST_TRIALS, Compared, compared
from jiesu.mining.effects.trials import Counts
from jiesu.mining.forecasting import counts as counted
from jiesu.mining.forecasting.clock import day_of
from jiesu.mining.forecasting.counts import Told

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

SHARE = 0.9  # of every interval
_SELDOM = 0.08  # stricter than the interval's 0.1, as trials say less of times to come
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


class Effect(NamedTuple):
    """One row that says what came of a measure, and a row per day to draw it."""

    told: pa.Table
    days: pa.Table


class _Case(NamedTuple):
    """A measure in numbers: days since 1970, and which rows are of the service."""

    rows: Told
    of_service: Flags
    treated: int
    first: int
    since: int
    until: int


def effect(
    times: Column, service: Column | None, area: Column, measure: Measure, *, zone: str
) -> Effect:
    """Compare an area's change since a measure with the change of the other areas.

    Columns have a row per appeal. `told` has one row: `where, what, since, until` (first day not
    counted), `observed, expected` (appeals since), `ratio, low, high` (observed over expected and
    its 90 % interval), `p`, `avoided, avoided_low, avoided_high` (appeals), `verdict` (`fewer`,
    `more` or `unclear`), `others` (areas compared with), `trials` (runs where nothing was done),
    `trials_fewer` (their share that would have been called fewer), `before` (days compared with),
    `because` (codes and values, see `jiesu.mining.reasons`). `days`: `day, after, observed,
    expected, low, high`. Raises ValueError with a sentence where nothing can be said.
    """
    case = _case(times, service, area, measure, zone)
    counts, names = _counts(case)
    _enough(case, counts, names)
    since, after = case.since - case.first, case.until - case.since
    found = compared(counts, case.treated, since, after)
    if found is None:
        raise ValueError(
            f"fewer than {LEAST_TRIALS} trial runs are possible: name areas with more appeals, or"
            " give a longer history or smaller areas"
        )
    return Effect(_told(case, measure, found, len(names) - 1), _days(case, counts, found))


def _case(
    times: Column, service: Column | None, area: Column, measure: Measure, zone: str
) -> _Case:
    if not measure.where:
        raise ValueError("name at least one area where something was done")
    rows = _areas_cut(counted.told(times, service, area, zone=zone), measure.where)
    last = int(rows.day.max()) + 1
    until = last if measure.until is None else day_of(measure.until, zone)
    since = day_of(measure.since, zone)
    first = max(int(rows.day.min()), since - _HISTORY)
    rows = rows.between(first, min(until, last))
    of_service = _service(rows, measure.what)
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
    return _Case(rows, of_service, rows.areas.index(measure.where[0]), first, since, until)


def _areas_cut(rows: Told, where: Sequence[str]) -> Told:
    """Join the treated areas under the name of the first; cut codes to the length of its code."""
    digits = len(where[0]) if where[0].isdigit() else 0
    names = counted.shortened(rows.areas, digits)
    missing = [name for name in where if name not in names]
    if missing:
        some = ", ".join(sorted(set(names) - {""})[:20])
        raise ValueError(f"no appeal has the area {missing[0]!r}; there are: {some}")
    joined = [where[0] if name in where else name for name in names]
    unique, number = np.unique(joined, return_inverse=True)
    return rows._replace(areas=unique.tolist(), area=number[rows.area])


def _service(rows: Told, what: str) -> Flags:
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


def _counts(case: _Case) -> tuple[Counts, list[str]]:
    """Cumulate daily counts; appeals without an area stand for none."""
    layer = counted.layer(case.rows, "area")
    day = case.rows.day - case.first
    parts = []
    for chosen in (case.of_service, ~case.of_service):
        daily = layer.counts(np.where(chosen, day, -1), case.until - case.first)
        parts.append(np.vstack([np.zeros((1, daily.shape[1])), daily.cumsum(axis=0)]))
    return Counts(*parts), [name for name in case.rows.areas if name]


def _enough(case: _Case, counts: Counts, names: list[str]) -> None:
    before = counts.service[case.since - case.first]
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


def _told(case: _Case, measure: Measure, found: Compared, others: int) -> pa.Table:
    low, high = found.doubt.interval(found.run, SHARE)
    came, expected = float(found.run.came[0]), float(found.run.expected[0])
    row = {
        "where": ",".join(measure.where),
        "what": measure.what,
        "since": np.datetime64(case.since, "D").astype(object),
        "until": np.datetime64(case.until, "D").astype(object),
        "observed": int(came),
        "expected": round(expected, 1),
        "ratio": round(found.ratio, 4),
        "low": round(low, 4),
        "high": round(high, 4),
        "p": round(found.p, 4),
        "avoided": round(expected - came, 1),
        "avoided_low": round(expected * (1 - high), 1),
        "avoided_high": round(expected * (1 - low), 1),
        "verdict": called(found),
        "others": others,
        "trials": len(found.trials.came),
        "trials_fewer": round(_trials_fewer(found), 4),
        "before": found.plan.before,
    }
    return pa.Table.from_pylist([row | {"because": _because(row)}])


def called(found: Compared) -> str:
    """Give `fewer` or `more` where nothing done would seldom look so, else `unclear`."""
    if found.p > _SELDOM:
        return "unclear"
    return "fewer" if found.ratio < 1 else "more"


def _because(row: dict[str, Any]) -> str:
    """Give what a page says in a sentence, as codes."""
    change = {name: round(100 * (row[name] - 1)) for name in ("ratio", "low", "high")}
    days = (row["until"] - row["since"]).days
    said = {
        row["verdict"]: change["ratio"],
        "from": change["low"],
        "to": change["high"],
        "days": days,
        "others": row["others"],
        "trials": row["trials"],
    }
    return "|".join(f"{code}:{value}" for code, value in said.items())


def _trials_fewer(found: Compared) -> float:
    """Give the share of trials that would have been called fewer, though nothing was done."""
    size = len(found.trials.came)
    tried = [found._replace(run=found.trials.only(np.arange(size) == n)) for n in range(size)]
    return float(np.mean([called(one) == "fewer" for one in tried]))


def _days(case: _Case, counts: Counts, found: Compared) -> pa.Table:
    since, plan = case.since - case.first, found.plan
    start = since - plan.before
    daily = np.diff(counts.service[start:], axis=0)
    own, others = daily[:, case.treated], np.delete(daily, case.treated, axis=1).sum(axis=1)
    after = np.arange(len(own)) >= plan.before
    expected = np.empty(len(own))
    expected[~after] = _shared(own[~after].sum(), others[~after])
    expected[after] = _shared(float(found.run.expected[0]), others[after])
    low, high = _daily_interval(found, expected)
    return pa.table(
        {
            "day": pa.array(np.datetime64(case.first + start, "D") + np.arange(len(own))),
            "after": pa.array(after),
            "observed": own.astype(np.int64),
            "expected": expected.round(3),
            "low": low,
            "high": high,
        }
    )


def _shared(whole: float, others: Floats) -> Floats:
    """Spread a sum over days as the others' appeals fell."""
    spread: Floats = whole * (others + 1 / len(others)) / (others.sum() + 1)
    return spread


def _daily_interval(found: Compared, expected: Floats) -> tuple[Floats, Floats]:
    drift = found.doubt.weight @ found.doubt.drift
    slack = found.doubt.weight @ found.doubt.slack
    mean = np.maximum(expected, 1e-6)
    size = 1 / np.maximum(drift**2 + (slack - 1) / mean, 1e-6)
    part = size / (size + mean)
    tail = (1 - SHARE) / 2
    low, high = (nbinom.ppf(share, size, part).astype(np.int64) for share in (tail, 1 - tail))
    return low, high


def _date(day: int) -> str:
    return str(np.datetime64(day, "D"))
