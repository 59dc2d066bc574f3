"""A stream watched day by day: what is usual, and the odds that something has begun.

What is usual is a dynamic log-linear model (West, Harrison and Migon 1985): level, weekday, season
and holiday move slowly and are learnt from every past day by Poisson-gamma updating. Beside it
runs a hidden Markov model of a burst (Le Strat and Carrat 1999): normal, or one of `RATIOS` times
the usual, climbing or falling step by step; its forward pass gives the odds of a burst from all
possible beginnings and heights at once. Days that are likely part of a burst teach little.
"""

import math
from typing import Any, NamedTuple, TypeAlias

import numba as nb
import numpy as np
import numpy.typing as npt

Numbers: TypeAlias = npt.NDArray[Any]

RATIOS = np.array([1.5, 2.2, 3.2, 5.0, 8.0])  # how many times the usual a burst brings
_BEGIN, _END = 0.002, 1 / 21  # chance a day that a burst begins, that it ends
_CLIMB, _FALL = 0.1, 0.05  # chance a day that a burst goes one step up, down
_DRIFT = 0.01  # how far the log of the level moves in a day (standard deviation)
_PRIOR = 0.3  # standard deviation of the log effects of weekday, season and holiday
_SPREAD, _SPREAD_WEIGHT = 0.05, 20.0  # dispersion that is expected, and its weight in days of one
_EXCITATION_FADE = 0.4  # how fast the excitation by past days fades
_FEED_WEIGHT = 30.0  # shrinks the share of a day that past days feed
_MOST_FED = 0.6
_LEAST_MEAN = 0.3  # share of the usual below which feed never brings the mean
_LEAST_SPREAD, _MOST_UNSURE = 0.002, 0.3
_STICKING_OUT = 2.5  # standard deviations beyond which a day teaches no more
_FAR_OUT = 4.0  # the same for the spread
_LEAST = 0.02  # what a day in a sure burst still teaches, so that a new level becomes usual
_MANY = 1e60
_FIRST = 28  # days from which the first level is read


class StreamEstimates(NamedTuple):
    """What the watch saw, streams × days.

    `expected` is the mean foretold the day before, `score` the log-odds of a burst, `since` the
    day (position) on which the likeliest burst began, `spread` the dispersion (variance =
    mean + spread × mean²), `usual` the mean without what the last days feed, `feed` (streams)
    the share of a day that past days feed.
    """

    expected: Numbers
    spread: Numbers
    usual: Numbers
    score: Numbers
    since: Numbers
    feed: Numbers


def monitor(counts: Numbers, features: Numbers, seen: Numbers) -> StreamEstimates:
    """Run over `counts` (streams × days); each day is judged from the days before it alone.

    `features` (days × k) is of `calendar`, `seen` (days) the share of a day that has been recorded.
    """
    expected, spread, usual, score = np.zeros((4, *counts.shape))
    since, feed = np.zeros(counts.shape, np.int32), np.zeros(len(counts))
    made = StreamEstimates(expected, spread, usual, score, since, feed)
    _watch(counts.astype(np.float64), features, seen, made)
    return made


@nb.njit(cache=True)
def _watch(counts: Any, features: Any, seen: Any, made: StreamEstimates) -> None:
    for one in range(len(counts)):
        _stream(counts[one], features, seen, made, one)


@nb.njit(cache=True)
def _stream(counts: Any, features: Any, seen: Any, made: StreamEstimates, one: Any) -> None:
    effect, variance = _start(counts, features.shape[1])
    odds, path = np.zeros(len(RATIOS)), np.zeros(len(RATIOS))
    begun = np.zeros(len(RATIOS), np.int64)
    likely = np.zeros(len(RATIOS))
    spreading, feeding = np.array([_SPREAD, 1.0]) * _SPREAD_WEIGHT, np.zeros(2)
    excitation = 0.0
    for day in range(len(counts)):
        variance[0, 0] += _DRIFT**2
        pull, unsure = _foretell(variance, features[day])
        usual = seen[day] * math.exp(min(max(_dot(features[day], effect), -7.0), 10.0))
        feed = min(max(feeding[0] / (feeding[1] + _FEED_WEIGHT * usual), 0.0), _MOST_FED)
        mean = conditional_mean(usual, feed, excitation)
        spread = max(spreading[0] / spreading[1], _LEAST_SPREAD)
        _ratios(likely, counts[day], mean, 1 / (spread + min(unsure, _MOST_UNSURE)))
        total = _forward(odds, likely)
        _follow(path, begun, likely, day)
        made.expected[one, day], made.spread[one, day] = mean, spread
        made.usual[one, day], made.feed[one] = usual, feed
        made.score[one, day], made.since[one, day] = math.log(total), begun[np.argmax(path)]
        quiet = 1 / (1 + total)
        deviation = math.sqrt(mean + spread * mean * mean)
        told = min(counts[day], mean + _STICKING_OUT * deviation + 1)
        trust = max(quiet, _LEAST) / (1 + spread * usual)
        update = posterior_update(unsure, usual, trust, max(told - (mean - usual), 0.0))
        _update_effects(effect, variance, pull, update)
        if day >= _FIRST:
            apart = min(counts[day], mean + _FAR_OUT * deviation + 1) - mean
            _add(spreading, quiet, apart * apart - mean, mean * mean)
            _add(feeding, quiet, excitation * (told - usual), excitation * excitation)
        excitation = update_excitation(excitation, told - usual if quiet > 0.5 else 0.0)  # noqa: PLR2004  (likelier than not)


@nb.njit(cache=True)
def conditional_mean(usual: Any, feed: Any, excitation: Any) -> Any:
    """Give the mean of a day: the usual, and what the last days feed."""
    return max(usual + feed * excitation, _LEAST_MEAN * usual)


@nb.njit(cache=True)
def update_excitation(excitation: Any, more: Any) -> Any:
    """Take a day that brought `more` than usual into the excitation by past days."""
    return (1 - _EXCITATION_FADE) * excitation + _EXCITATION_FADE * more


@nb.njit(cache=True)
def _start(counts: Any, size: Any) -> Any:
    effect, variance = np.zeros(size), np.eye(size) * _PRIOR**2
    effect[0], variance[0, 0] = math.log(counts[:_FIRST].mean() + 0.05), 0.5
    return effect, variance


@nb.njit(cache=True)
def _dot(left: Any, right: Any) -> Any:
    total = 0.0
    for i in range(len(left)):
        total += left[i] * right[i]
    return total


@nb.njit(cache=True)
def _foretell(variance: Any, feature: Any) -> Any:
    """Give how the effects move with the log mean of a day, and the variance of that log mean."""
    pull = np.empty(len(feature))
    for i in range(len(feature)):
        pull[i] = _dot(variance[i], feature)
    return pull, _dot(pull, feature)


@nb.njit(cache=True)
def _ratios(out: Any, came: Any, mean: Any, size: Any) -> None:
    """Write the likelihood ratio of each burst state, counts being negative binomial."""
    for k in range(len(RATIOS)):
        more = mean * RATIOS[k]
        log = came * math.log(RATIOS[k] * (size + mean) / (size + more))
        log -= size * math.log((size + more) / (size + mean))
        out[k] = math.exp(min(log, 50.0))


@nb.njit(cache=True)
def _ways(before: Any, k: Any) -> Any:
    """Give the chances to be in burst state k: begun today, still, one step up, one step down."""
    top = len(before) - 1
    stay = before[k] * (1 - _END - (_CLIMB if k < top else 0) - (_FALL if k > 0 else 0))
    up = before[k - 1] * _CLIMB if k > 0 else 0.0
    down = before[k + 1] * _FALL if k < top else 0.0
    return _BEGIN / len(before), stay, up, down


@nb.njit(cache=True)
def _forward(odds: Any, likely: Any) -> Any:
    """Take one day into the odds of each burst state against normal; give their sum."""
    before, total = odds.copy(), 0.0
    normal = 1 - _BEGIN + _END * before.sum()
    for k in range(len(odds)):
        fresh, stay, up, down = _ways(before, k)
        odds[k] = min((fresh + stay + up + down) * likely[k] / normal, _MANY)
        total += odds[k]
    return total


@nb.njit(cache=True)
def _follow(path: Any, begun: Any, likely: Any, day: Any) -> None:
    """Follow the single likeliest way into each burst state, and when it began (Viterbi 1967)."""
    before, came = path.copy(), begun.copy()
    for k in range(len(path)):
        fresh, stay, up, down = _ways(before, k)
        best = max(fresh, stay, up, down)
        path[k] = min(best * likely[k], _MANY)
        if best == fresh:
            begun[k] = day
        elif best == up:
            begun[k] = came[k - 1]
        elif best == down:
            begun[k] = came[k + 1]


@nb.njit(cache=True)
def posterior_update(unsure: Any, usual: Any, trust: Any, told: Any) -> Any:
    """Give how far a day of weight `trust` moves its log mean, and how much surer it makes."""
    shape = 1 / unsure
    after = shape + trust * usual
    return math.log((shape + trust * told) / after) / unsure, (1 - shape / after) / unsure


@nb.njit(cache=True)
def _update_effects(effect: Any, variance: Any, pull: Any, update: Any) -> None:
    """Pass what a day taught about its log mean on to the effects (West et al. 1985, §4)."""
    step, surer = update
    for i in range(len(effect)):
        effect[i] += pull[i] * step
        for j in range(len(effect)):
            variance[i, j] -= pull[i] * pull[j] * surer


@nb.njit(cache=True)
def _add(share: Any, weight: Any, above: Any, below: Any) -> None:
    share[0] += weight * above
    share[1] += weight * below
