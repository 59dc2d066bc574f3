"""Surges: what was expected of every stream and day, what came, and when to sound the alarm."""

from typing import Any, NamedTuple, TypeAlias

import numba as nb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from jiesu.mining.columns import Column
from jiesu.mining.surges.calendar import features
from jiesu.mining.surges.counting import LEARNING, Panel
from jiesu.mining.surges.monitoring import StreamEstimates, monitor
from jiesu.mining.surges.threshold import Calibration, calibrate

Numbers: TypeAlias = npt.NDArray[Any]

RATE = 0.2  # false alarms of a stream in a year
_TAIL = 0.05  # share of quiet days below `low`, and above `high`
_LARGE = 300.0  # mean from which the normal distribution will do


class Judgement(NamedTuple):
    """A panel with what the watch saw of it and how it was judged."""

    panel: Panel
    features: Numbers
    watched: StreamEstimates
    judged: Calibration

    @property
    def alarm(self) -> Numbers:
        """Whether a day is one of alarm (streams × days)."""
        alarm: Numbers = self.watched.score >= self.judged.threshold
        alarm[:, :LEARNING] = False
        return alarm


def judge(
    panel: Panel,
    *,
    holidays: Column | None = None,
    kinds: Column | None = None,
    rate: float = RATE,
    seed: int = 0,
) -> Judgement:
    """Watch every stream of a panel, each day from the days before it alone.

    `rate` is the false alarms that a stream may give in a year; it is held by replications with
    `seed` (see `calibration`).
    """
    known = features(panel.first, panel.counts.shape[1], holidays=holidays, kinds=kinds)
    watched = monitor(panel.counts, known, panel.seen)
    bar = calibrate(watched, known, panel.seen, rate=rate, seed=seed)
    return Judgement(panel, known, watched, bar)


def surges(found: Judgement, *, since: int = 0) -> pa.Table:
    """Give a row for every stream and day from the day `since` (days since 1970) on.

    Columns: `service, area, day, expected, low, high, came, score, p, alarm, since, because`.
    `low` to `high` holds 90 % of quiet days, `score` is the log-odds of a burst, `p` the share of
    quiet days that score as high; `since` and `because` (`ratio:2.3|extra:14|days:5`) are told
    on days of alarm.
    """
    panel, seen = found.panel, found.watched
    first = max(LEARNING, since - panel.first)
    days = np.arange(first, panel.counts.shape[1])
    kept = (slice(None), slice(first, None))
    size = 1 / seen.spread[kept].ravel()
    mean, alarm = seen.expected[kept].ravel(), found.alarm[kept].ravel()
    low, high = _bands(mean, size)
    begun = np.where(alarm, seen.since[kept].ravel(), -1)
    return pa.table({
        "service": _names(panel.services, len(days)),
        "area": _names(panel.areas, len(days)),
        "day": _dates(np.tile(days, len(panel.services)) + panel.first),
        "expected": mean,
        "low": low,
        "high": high,
        "came": panel.counts[kept].ravel(),
        "score": seen.score[kept].ravel(),
        "p": found.judged.p[kept].ravel(),
        "alarm": alarm,
        "since": pa.array(_dates(begun + panel.first), mask=~alarm),
        "because": _reasons(found, first, alarm, begun),
    })  # fmt: skip


def _names(names: list[str], days: int) -> pa.Array:
    index = np.repeat(np.arange(len(names), dtype=np.int32), days)
    return pa.DictionaryArray.from_arrays(index, pa.array(names, pa.string())).cast(pa.string())


def _dates(days: Numbers) -> Numbers:
    return days.astype("datetime64[D]")


def _reasons(found: Judgement, first: int, alarm: Numbers, begun: Numbers) -> pa.Array:
    """Tell on days of alarm how much more came since the burst began."""
    told: list[str | None] = [None] * len(alarm)
    span = found.panel.counts.shape[1]
    for at in np.flatnonzero(alarm).tolist():
        one, day = at // (span - first), at % (span - first) + first
        burst = slice(int(begun[at]), day + 1)
        came = int(found.panel.counts[one, burst].sum())
        usual = float(found.watched.usual[one, burst].sum())
        told[at] = f"ratio:{came / usual:.1f}|extra:{came - usual:.0f}|days:{day + 1 - begun[at]}"
    return pa.array(told, pa.string())


def _bands(mean: Numbers, size: Numbers) -> tuple[Numbers, Numbers]:
    low, high = np.zeros(len(mean), np.int64), np.zeros(len(mean), np.int64)
    _quantiles(mean, size, low, high)
    return low, high


@nb.njit(cache=True)
def _quantiles(mean: Any, size: Any, low: Any, high: Any) -> None:
    """Write the quantiles of negative binomials: smallest counts with enough below them."""
    for at in range(len(mean)):
        if mean[at] > _LARGE:
            width = 1.645 * np.sqrt(mean[at] + mean[at] ** 2 / size[at])
            low[at], high[at] = max(mean[at] - width, 0), mean[at] + width
            continue
        share = mean[at] / (mean[at] + size[at])
        mass = (1 - share) ** size[at]
        below, count = mass, 0
        while below < 1 - _TAIL:
            low[at] += below < _TAIL
            count += 1
            mass *= share * (size[at] + count - 1) / count
            below += mass
        high[at] = count
