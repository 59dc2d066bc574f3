"""One yardstick for all detectors: the same false alarms, then what is found and how early."""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from jiesu.mining.surges.branching import LEAST, branching
from jiesu.mining.surges.calendar import features
from jiesu.mining.surges.evaluate import count_alarms
from jiesu.mining.surges.monitoring import StreamEstimates, monitor
from jiesu.mining.surges.threshold import calibrate
from streams import peers

Numbers = npt.NDArray[Any]
Score = Callable[[Numbers], Numbers]
YEAR = 365


class Found(NamedTuple):
    """Shares of bursts with an alarm by their end, before their peak; median days to it."""

    bursts: int
    found: float
    early: float
    delay: float


def false_alarms(score: Numbers, threshold: float, first: int) -> float:
    """Count alarms a series and year on days from `first` on (14 quiet days part two)."""
    high = score[:, first:] >= threshold
    return float(count_alarms(high)) / (high.size / YEAR)


def threshold(quiet: Numbers, rate: float, first: int) -> float:
    """Find the score that series without bursts pass `rate` times a year each."""
    low, high = float(quiet[:, first:].min()), float(quiet[:, first:].max()) + 1e-9
    for _ in range(50):
        middle = (low + high) / 2
        more = false_alarms(quiet, middle, first) > rate
        low, high = (middle, high) if more else (low, middle)
    return high


def found(score: Numbers, level: float, bursts: list[Any]) -> Found:
    """Look for the first day of alarm in each burst."""
    delays, early = [], 0
    for burst in bursts:
        days = np.flatnonzero(score[burst.series, burst.first : burst.last + 1] >= level)
        if len(days):
            delays.append(int(days[0]))
            early += burst.first + days[0] < burst.peak
    many = len(bursts)
    median = float(np.median(delays)) if delays else float("nan")
    return Found(many, len(delays) / many, early / many, median)


def watched(counts: Numbers, start: str) -> tuple[StreamEstimates, Numbers, Numbers]:
    """Run ours over counts that begin on the day `start`."""
    first = int(np.datetime64(start, "D").astype(int))
    known, seen = features(first, counts.shape[1]), np.ones(counts.shape[1])
    return monitor(counts, known, seen), known, seen


def own_threshold(counts: Numbers, start: str, rate: float) -> float:
    """Give the threshold that `jiesu mine surge` sets for itself, knowing no truth."""
    seen = watched(counts, start)
    return calibrate(*seen, rate=rate, seed=0).threshold


def detectors(start: str, first: int) -> dict[str, Score]:
    """Give every detector as a function from counts to scores."""

    def residual(counts: Numbers) -> Numbers:
        return peers.farrington(counts, *peers.expected(counts, first))

    def window(counts: Numbers) -> Numbers:
        return peers.scan(counts, *peers.expected(counts, first))

    return {
        "EARS C2": peers.ears_c2,
        "Farrington-like, week": residual,
        "scan of 1-14 days": window,
        "jiesu": lambda counts: watched(counts, start)[0].score,
    }


def covered(
    ratio: Any, moments: list[Numbers], start: str, days: int
) -> tuple[int, float, float, float, float, float]:
    """Give cases, share within the interval, bias, width; share with p < 0.05 at 0, above 0.3."""
    known = features(int(np.datetime64(start, "D").astype(int)), days)
    told = [(true, branching(at, known)) for true, at in zip(ratio, moments, strict=True)]
    cases = np.array([(true, *one[1:]) for true, one in told if one.n >= LEAST])
    true, found, low, high, p = cases.T
    inside = (low <= true) & (true <= high)
    sure = [float((p[part] < 0.05).mean()) for part in (true < 0.02, true > 0.3)]
    width = float((high - low).mean())
    return len(cases), float(inside.mean()), float((found - true).mean()), width, *sure
