"""Whether the appeals stopped: what came after a measure beside what would have come without it."""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from scipy.stats import nbinom

from jiesu.mining.columns import Column
from jiesu.mining.effects.cases import (
    LEAST_AFTER,
    Case,
    Measure,
    case_of,
    daily_counts,
    refuse_too_little,
)
from jiesu.mining.effects.comparison import LEAST_TRIALS, Comparison, compare
from jiesu.mining.effects.evaluate import false_fewer, verdict_of
from jiesu.mining.effects.trials import Counts

__all__ = ["LEAST_AFTER", "Effect", "Measure", "effect"]

Floats = npt.NDArray[np.float64]

SHARE = 0.9  # of every interval


class Effect(NamedTuple):
    """One row that says what came of a measure, and a row per day to draw it."""

    summary: pa.Table
    days: pa.Table


def effect(
    times: Column, service: Column | None, area: Column, measure: Measure, *, zone: str
) -> Effect:
    """Compare an area's change since a measure with the change of the other areas.

    Columns have a row per appeal. `summary` has one row: `where, what, since, until` (first day not
    counted), `observed, expected` (appeals since), `ratio, low, high` (observed over expected and
    its 90 % interval), `p`, `avoided, avoided_low, avoided_high` (appeals), `verdict` (`fewer`,
    `more` or `unclear`), `others` (areas compared with), `trials` (runs where nothing was done),
    `trials_fewer` (their share that would have been called fewer), `before` (days compared with),
    `because` (codes and values, see `jiesu.mining.text.reasons`). `days`: `day, after, observed,
    expected, low, high`. Raises ValueError with a sentence where nothing can be said.
    """
    case = case_of(times, service, area, measure, zone)
    counts, names = daily_counts(case)
    refuse_too_little(case, counts, names)
    since, after = case.since - case.first, case.until - case.since
    comparison = compare(counts, case.treated, since, after)
    if comparison is None:
        raise ValueError(
            f"fewer than {LEAST_TRIALS} trial runs are possible: name areas with more appeals, or"
            " give a longer history or smaller areas"
        )
    return Effect(
        _summary(case, measure, comparison, len(names) - 1), _days(case, counts, comparison)
    )


def _summary(case: Case, measure: Measure, comparison: Comparison, others: int) -> pa.Table:
    low, high = comparison.variance.interval(comparison.run, SHARE)
    came, expected = float(comparison.run.came[0]), float(comparison.run.expected[0])
    row = {
        "where": ",".join(measure.where),
        "what": measure.what,
        "since": np.datetime64(case.since, "D").astype(object),
        "until": np.datetime64(case.until, "D").astype(object),
        "observed": int(came),
        "expected": round(expected, 1),
        "ratio": round(comparison.ratio, 4),
        "low": round(low, 4),
        "high": round(high, 4),
        "p": round(comparison.p, 4),
        "avoided": round(expected - came, 1),
        "avoided_low": round(expected * (1 - high), 1),
        "avoided_high": round(expected * (1 - low), 1),
        "verdict": verdict_of(comparison),
        "others": others,
        "trials": len(comparison.trials.came),
        "trials_fewer": round(false_fewer(comparison), 4),
        "before": comparison.plan.before,
    }
    return pa.Table.from_pylist([row | {"because": _because(row)}])


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


def _days(case: Case, counts: Counts, comparison: Comparison) -> pa.Table:
    since, plan = case.since - case.first, comparison.plan
    start = since - plan.before
    daily = np.diff(counts.service[start:], axis=0)
    own, others = daily[:, case.treated], np.delete(daily, case.treated, axis=1).sum(axis=1)
    after = np.arange(len(own)) >= plan.before
    expected = np.empty(len(own))
    expected[~after] = _shared(own[~after].sum(), others[~after])
    expected[after] = _shared(float(comparison.run.expected[0]), others[after])
    low, high = _daily_interval(comparison, expected)
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


def _daily_interval(comparison: Comparison, expected: Floats) -> tuple[Floats, Floats]:
    drift = comparison.variance.weight @ comparison.variance.drift
    slack = comparison.variance.weight @ comparison.variance.slack
    mean = np.maximum(expected, 1e-6)
    size = 1 / np.maximum(drift**2 + (slack - 1) / mean, 1e-6)
    part = size / (size + mean)
    tail = (1 - SHARE) / 2
    low, high = (nbinom.ppf(share, size, part).astype(np.int64) for share in (tail, 1 - tail))
    return low, high
