"""How high the score of a stream gets by chance, from replications of quiet years.

Every stream is made anew from its own usual, spread and feed, without bursts, and watched in the
same way. The threshold is the score that quiet streams together pass `rate` times a year each: an
empirical calibration over all streams at once, not a nominal distribution. One threshold on the
odds for all, instead of one for each, finds most bursts for the same number of false alarms.
"""

from typing import Any, NamedTuple, TypeAlias

import numba as nb
import numpy as np
import numpy.typing as npt

from jiesu.mining.surges.counting import LEARNING
from jiesu.mining.surges.watch import Watched, fed, feel, watch

Numbers: TypeAlias = npt.NDArray[Any]

QUIET = 14  # days without a high score after which another one is another alarm
_YEAR = 365.25
_ENOUGH = 2_000.0  # series and years of replications
_MOST = 60  # replications of everything
_STEPS = 40


class Calibrated(NamedTuple):
    """The p-value of every stream and day, and the score from which a day is one of alarm."""

    p: Numbers
    threshold: float


def calibrated(
    watched: Watched, features: Numbers, seen: Numbers, *, rate: float, seed: int
) -> Calibrated:
    """Judge the scores against replications; `rate` is false alarms for a stream and year."""
    streams, span = watched.score.shape
    years = streams * (span - LEARNING) / _YEAR
    repeats = int(np.clip(np.ceil(_ENOUGH / years), 1, _MOST))
    quiet = np.concatenate([
        watch(replicate(watched, seed * 1_000 + turn), features, seen).score[:, LEARNING:]
        for turn in range(repeats)
    ])  # fmt: skip
    return Calibrated(_tail(quiet, watched.score), _threshold(quiet, rate))


def replicate(watched: Watched, seed: int) -> Numbers:
    """Draw quiet counts for every stream and day from what is usual there."""
    counts = np.zeros(watched.score.shape)
    _replicate(watched, counts, seed)
    return counts


@nb.njit(cache=True)
def _replicate(watched: Watched, counts: Any, seed: Any) -> None:
    np.random.seed(seed)  # noqa: NPY002  (compiled code knows no other)
    for one in range(counts.shape[0]):
        felt, size = 0.0, 1 / watched.spread[one, -1]
        for day in range(counts.shape[1]):
            usual = watched.usual[one, day]
            mean = fed(usual, watched.feed[one], felt)
            counts[one, day] = np.random.poisson(np.random.gamma(size, mean / size))  # noqa: NPY002  (as above)
            felt = feel(felt, counts[one, day] - usual)


def _threshold(quiet: Numbers, rate: float) -> float:
    """Find the score that quiet streams (rows) pass `rate` times a year, by bisection."""
    allowed = rate * quiet.size / _YEAR
    low, high = float(quiet.min()), float(quiet.max()) + 1e-9
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if beginnings(quiet >= middle) > allowed else (low, middle)
    return high


@nb.njit(cache=True)
def beginnings(high: Any) -> Any:
    """Count the alarms of rows of days: a high day counts unless one of `QUIET` before was high."""
    count = 0
    for row in range(high.shape[0]):
        last = -QUIET - 1
        for day in range(high.shape[1]):
            if high[row, day]:
                count += day - last > QUIET
                last = day
    return count


def _tail(quiet: Numbers, score: Numbers) -> Numbers:
    ordered = np.sort(quiet, axis=None)
    above = len(ordered) - np.searchsorted(ordered, score, side="left")
    tail: Numbers = (above + 1) / (len(ordered) + 1)
    return tail
