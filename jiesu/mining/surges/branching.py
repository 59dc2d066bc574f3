"""How near a kind of appeal is to an avalanche: the branching ratio of a self-exciting process.

A Hawkes process (Hawkes 1971; Ogata 1988): an appeal comes from the usual course of things or is
set off by an earlier one, each setting off `ratio` others on average after exponential delays. At
one the process never ends by itself. The usual course has weekday, season, holiday and a level
bent every quarter of a year, so that what is slow or comes round is not taken for self-excitation.
Times that tell the hour are taken as they are; days alone give the process in steps of a day,
in which those set off come on later days.
"""

from collections.abc import Callable
from typing import Any, NamedTuple, TypeAlias

import numba as nb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from jiesu.mining.surges.calendar import features
from jiesu.mining.surges.counting import Panel

Numbers: TypeAlias = npt.NDArray[Any]

LEAST = 100  # appeals below which no ratio is told
_MANY = 20_000  # appeals of which each moment is looked at
_FADES = np.exp(np.linspace(np.log(1 / 8), np.log(6.0), 12))  # a day: how fast an echo fades
_QUARTER = 91.0
_DRIFT = 0.3  # standard deviation of the log effects of weekday, season, holiday and bends
_SURE = 2.7055  # 90 % quantile of chi-squared, one degree of freedom
_MOST = 1.5
_ROUNDS = 12
_SILENT = 0.15  # of an even part of the day
_PARTS = 12  # of a day, each with its own share
_EXACT = 1e-3  # of a log-likelihood


class HawkesData(NamedTuple):
    """What the likelihood is made of; a row is an appeal, or a day where only days are known.

    `weight` (rows) counts appeals, `day` is the row's position in `known` (days × features),
    `hour` the part of the day (0 where only days are known), `excitation` (fades × rows)
    the echo of earlier rows, `echo` (fades) the sum of all echoes until the end.
    """

    weight: Numbers
    day: Numbers
    hour: Numbers
    known: Numbers
    excitation: Numbers
    echo: Numbers


class Usual(NamedTuple):
    """The usual course: effects of the features on the log rate, and how busy each hour is."""

    effect: Numbers
    busy: Numbers


class Branching(NamedTuple):
    """The ratio with its 90 % interval, and the p-value that all is season and level."""

    n: int
    ratio: float
    low: float
    high: float
    seasonal_p: float


def branchings(panel: Panel, *, holidays: Any = None, kinds: Any = None) -> pa.Table:
    """Give the branching ratio of every service of a panel.

    Columns are `service, n, ratio, low, high, seasonal_p`; services of fewer than `LEAST` appeals
    have none.
    """
    span = panel.counts.shape[1]
    known = features(panel.first, span, holidays=holidays, kinds=kinds)
    services = sorted(set(panel.services))
    place = np.array([services.index(name) for name in panel.services])
    of_appeal = place[panel.stream]
    found = [
        branching(panel.at[of_appeal == one] - panel.first, known) for one in range(len(services))
    ]
    columns = {
        name: list(values)
        for name, values in zip(Branching._fields, zip(*found, strict=True), strict=True)
    }
    return pa.table({"service": services} | columns)


def branching(at: Numbers, known: Numbers) -> Branching:
    """Fit by maximum likelihood; `at` is in days from the first, `known` (days × features).

    The interval is the profile likelihood's, widened by the dispersion of days where only days
    are known; `seasonal_p` compares with no self-excitation at all, conservatively (chi-squared
    with two degrees of freedom, since the fading has no meaning then).
    """
    if len(at) < LEAST:
        return Branching(len(at), *[float("nan")] * 4)
    newest, known = _newest(np.sort(at), known)
    said = _hawkes_data(newest, np.column_stack([known, _bends(len(known))]))
    best, fade = _best(said)
    top, usual = _fit(said, best, fade, _start(said, best))
    none, _ = _fit(said, 0.0, fade, _start(said, 0.0))
    scale = _scale(said, best, fade, usual)
    near = range(max(fade - 3, 0), min(fade + 4, len(_FADES)))

    def apart(ratio: float) -> float:
        return (
            2 * (top - max(_fit(said, ratio, k, _start(said, ratio))[0] for k in near)) / scale
            - _SURE
        )

    low = 0.0 if apart(0.0) <= 0 else _root(apart, 0.0, best)
    high = _MOST if apart(_MOST) <= 0 else _root(apart, _MOST, best)
    chance = float(np.exp(-max(top - none, 0) / scale))
    return Branching(len(at), best, low, high, chance)


def _newest(at: Numbers, known: Numbers) -> tuple[Numbers, Numbers]:
    """Keep the days of the newest `_MANY` appeals where each of them is a row."""
    if len(at) <= _MANY or _days_alone(at):
        return at, known
    first = int(at[-_MANY]) + 1
    return at[at >= first] - first, known[first:]


def _days_alone(at: Numbers) -> bool:
    return bool(np.all(at == np.floor(at)))


def _bends(span: int) -> Numbers:
    """Give hat functions, one a quarter of a year, that sum to one: the level's slow course."""
    knots = np.arange(max(round(span / _QUARTER), 1) + 1) * _QUARTER
    reach = np.abs(np.arange(span)[:, None] - knots) / _QUARTER
    hats: Numbers = np.maximum(1 - reach, 0)[:, 1:]
    return hats


def _hawkes_data(at: Numbers, known: Numbers) -> HawkesData:
    if _days_alone(at):
        counts = np.bincount(at.astype(np.int64), minlength=len(known)).astype(np.float64)
        excitation = np.stack([_echo_of_days(counts, fade) for fade in _FADES])
        days = np.arange(len(known))
        return HawkesData(counts, days, 0 * days, known, excitation, excitation.sum(axis=1))
    day = np.floor(at).astype(np.int64)
    excitation = np.stack([fade * _echo(at, fade) for fade in _FADES])
    left = 1 - np.exp(-_FADES[:, None] * (len(known) - at))
    hour = ((at % 1) * _PARTS).astype(np.int64)
    return HawkesData(np.ones(len(at)), day, hour, known, excitation, left.sum(axis=1))


@nb.njit(cache=True)
def _echo(at: Any, fade: Any) -> Any:
    """Give for each moment the sum of exp(-fade × time) since the earlier ones (Ogata 1981)."""
    excitation = np.zeros(len(at))
    for i in range(1, len(at)):
        excitation[i] = np.exp(-fade * (at[i] - at[i - 1])) * (excitation[i - 1] + 1)
    return excitation


@nb.njit(cache=True)
def _echo_of_days(counts: Any, fade: Any) -> Any:
    """Give for each day the geometrically fading mean of the days before it."""
    excitation, kept = np.zeros(len(counts)), np.exp(-fade)
    for day in range(1, len(counts)):
        excitation[day] = kept * excitation[day - 1] + (1 - kept) * counts[day - 1]
    return excitation


def _best(said: HawkesData) -> tuple[float, int]:
    """Find the likeliest ratio and fade: every fade coarsely, then the best one finely."""
    grid = np.linspace(0, 1.2, 9)
    coarse = np.array([
        [_fit(said, ratio, fade, _start(said, ratio))[0] for ratio in grid]
        for fade in range(len(_FADES))
    ])  # fmt: skip
    fade = int(coarse.max(axis=1).argmax())
    middle, step = float(grid[coarse[fade].argmax()]), grid[1]
    for _ in range(2):
        finer = np.linspace(max(middle - step, 0), middle + step, 9)
        likely = [_fit(said, ratio, fade, _start(said, ratio))[0] for ratio in finer]
        middle, step = float(finer[np.argmax(likely)]), step / 4
    return middle, fade


def _start(said: HawkesData, ratio: float) -> Usual:
    """Guess the usual course; those set off are taken to come at any hour, which is soon mended."""
    effect = np.zeros(said.known.shape[1])
    effect[0] = np.log(said.weight.sum() / len(said.known) / 2)
    busy = np.maximum(_busy(said, np.ones(len(said.day))) - ratio, 0.02)
    return Usual(effect, busy / busy.mean())


def _fit(said: HawkesData, ratio: float, fade: int, usual: Usual) -> tuple[float, Usual]:
    """Give the adjusted log-likelihood at a ratio and fade, and the likeliest usual course there.

    Adjusted (Cox and Reid 1987) by the information about the effects, without which the many bends
    of the level would eat a part of the ratio.
    """
    excitation = ratio * said.excitation[fade]
    value, rate, share = _value(said, usual, excitation)
    for _ in range(_ROUNDS):
        slope = said.known.T @ (_by_day(said, share) - rate) - _prior(usual.effect) * usual.effect
        step = np.linalg.solve(_information(said, share), slope)
        usual = Usual(usual.effect + np.clip(step, -1, 1), _busy(said, share))
        before, (value, rate, share) = value, _value(said, usual, excitation)
        if abs(value - before) < _EXACT:
            break
    _, adjust = np.linalg.slogdet(_information(said, share))
    return value - ratio * float(said.echo[fade]) - float(adjust) / 2, usual


def _busy(said: HawkesData, share: Numbers) -> Numbers:
    """Give how busy each part of the day is of itself, as a multiple of an even part.

    A part with less than `_SILENT` is silent: what comes then was set off by something.
    """
    hours = _PARTS if said.hour.any() else 1
    own = np.bincount(said.hour, said.weight * share, minlength=hours) + 1e-2
    busy: Numbers = hours * own / own.sum()
    busy[busy < _SILENT] = 1e-3
    busy *= hours / busy.sum()
    return busy


def _prior(effect: Numbers) -> Numbers:
    prior = np.full(len(effect), _DRIFT**-2)
    prior[0] = 1e-6  # the level is free
    return prior


def _by_day(said: HawkesData, share: Numbers) -> Numbers:
    total: Numbers = np.bincount(said.day, said.weight * share, minlength=len(said.known))
    return total


def _information(said: HawkesData, share: Numbers) -> Numbers:
    weight = _by_day(said, share**2)
    bend: Numbers = said.known.T @ (said.known * weight[:, None])
    bend += np.diag(_prior(bend))
    return bend


def _value(said: HawkesData, usual: Usual, excitation: Numbers) -> tuple[float, Numbers, Numbers]:
    """Give the log-likelihood, the rate of each usual day, and its share in that of each row."""
    rate = np.exp(np.clip(said.known @ usual.effect, -12, 12))
    own = rate[said.day] * usual.busy[said.hour]
    told = said.weight > 0
    likely = float((said.weight[told] * np.log((own + excitation)[told])).sum() - rate.sum())
    return (
        likely - float(_prior(usual.effect) @ usual.effect**2) / 2,
        rate,
        own / (own + excitation),
    )


def _scale(said: HawkesData, ratio: float, fade: int, usual: Usual) -> float:
    """Give the dispersion of days, at least one; single moments have none."""
    if len(said.weight) != len(said.known):
        return 1.0
    rate = _value(said, usual, 0 * said.weight)[1] + ratio * said.excitation[fade]
    return max(1.0, float(((said.weight - rate) ** 2 / np.maximum(rate, 1e-9)).mean()))


def _root(function: Callable[[float], float], outside: float, inside: float) -> float:
    """Find where a function that is positive outside and negative inside passes zero."""
    for _ in range(9):
        middle = (outside + inside) / 2
        outside, inside = (middle, inside) if function(middle) > 0 else (outside, middle)
    return (outside + inside) / 2
