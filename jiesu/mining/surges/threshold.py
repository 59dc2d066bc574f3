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
from jiesu.mining.surges.evaluate import count_alarms
from jiesu.mining.surges.monitoring import (
    StreamEstimates,
    conditional_mean,
    monitor,
    update_excitation,
)

Numbers: TypeAlias = npt.NDArray[Any]

_YEAR = 365.25
_ENOUGH = 2_000.0  # series and years of replications
_MOST = 60  # replications of everything
_STEPS = 40


class Calibration(NamedTuple):
    """The p-value of every stream and day, and the score from which a day is one of alarm."""

    p: Numbers
    threshold: float


def calibrate(
    watched: StreamEstimates, features: Numbers, seen: Numbers, *, rate: float, seed: int
) -> Calibration:
    """Judge the scores against replications; `rate` is false alarms for a stream and year."""
    streams, span = watched.score.shape
    years = streams * (span - LEARNING) / _YEAR
    repeats = int(np.clip(np.ceil(_ENOUGH / years), 1, _MOST))
    quiet = np.concatenate([
        monitor(replicate(watched, seed * 1_000 + turn), features, seen).score[:, LEARNING:]
        for turn in range(repeats)
    ])  # fmt: skip
    return Calibration(_tail(quiet, watched.score), _threshold(quiet, rate))


def replicate(watched: StreamEstimates, seed: int) -> Numbers:
    """Draw quiet counts for every stream and day from what is usual there."""
    counts = np.zeros(watched.score.shape)
    _replicate(watched, counts, seed)
    return counts


@nb.njit(cache=True)
def _replicate(watched: StreamEstimates, counts: Any, seed: Any) -> None:
    np.random.seed(seed)
    for one in range(counts.shape[0]):
        excitation, size = 0.0, 1 / watched.spread[one, -1]
        for day in range(counts.shape[1]):
            usual = watched.usual[one, day]
            mean = conditional_mean(usual, watched.feed[one], excitation)
            counts[one, day] = np.random.poisson(np.random.gamma(size, mean / size))
            excitation = update_excitation(excitation, counts[one, day] - usual)


def _threshold(quiet: Numbers, rate: float) -> float:
    """Find the score that quiet streams (rows) pass `rate` times a year, by bisection."""
    allowed = rate * quiet.size / _YEAR
    low, high = float(quiet.min()), float(quiet.max()) + 1e-9
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if count_alarms(quiet >= middle) > allowed else (low, middle)
    return high


def _tail(quiet: Numbers, score: Numbers) -> Numbers:
    ordered = np.sort(quiet, axis=None)
    above = len(ordered) - np.searchsorted(ordered, score, side="left")
    tail: Numbers = (above + 1) / (len(ordered) + 1)
    return tail
