"""Generator two: single appeals in continuous time, each with a family of followers.

Nothing is shared with generator one, and nothing of the detector was chosen on it. Levels jump
instead of growing, Decembers are quiet, the noise of a day is log-normal, the past holds bursts
nobody marked, followers come after gamma-distributed hours, and pushes swell and ebb.
"""

import math
import random
from dataclasses import dataclass, field, replace

import numpy as np

_QUIET = 365  # days in which no burst is told


@dataclass
class Planted:
    """One burst of one stream; days count from the first day."""

    series: int
    first: int
    last: int
    peak: int
    feeding: bool
    extra: int


@dataclass
class City:
    """Streams of daily counts with what was planted; `times` holds each stream's moments (days)."""

    start: str
    times: list[np.ndarray] = field(default_factory=list)
    counts: np.ndarray = field(default_factory=lambda: np.zeros((0, 0), int))
    bursts: list[Planted] = field(default_factory=list)
    ratio: list[float] = field(default_factory=list)


def city(
    size: int, days: int, *, bursts: bool, seed: int, ratios: tuple[float, ...] = (0.0, 0.1, 0.25)
) -> City:
    """Simulate `size` streams; with `bursts` each has one after the first year."""
    dice, made = random.Random(seed), City("2021-03-01")  # noqa: S311  (a simulation)
    counts = np.zeros((size, days), int)
    for one in range(size):
        rate = _rate(dice, days)
        calm = dice.choice(ratios)
        hours = dice.uniform(10, 80)
        own = np.random.default_rng(dice.getrandbits(63))
        moments = _family(own, _seeds(own, rate * (1 - calm)), calm, hours, days)
        for _ in range(dice.choice([0, 0, 1])):  # an unmarked burst of the past
            begin = dice.randrange(40, _QUIET - 40)
            moments = np.concatenate([moments, _pushed(own, rate, begin, 12, 2.0)])
        if bursts:
            extra, plan = _planted(dice, own, rate, hours)
            moments = np.concatenate([moments, extra])
            made.bursts.append(replace(plan, series=one))
        moments = np.sort(moments[moments < days])
        counts[one] = np.bincount(moments.astype(int), minlength=days)
        made.times.append(moments)
        made.ratio.append(calm)
    made.counts = counts
    return made


def _rate(dice: random.Random, days: int) -> np.ndarray:
    level = min(max(math.exp(dice.gauss(0.7, 1.3)), 0.2), 20.0)
    shape = [dice.uniform(0.9, 1.2) for _ in range(5)] + [
        dice.uniform(0.3, 0.9),
        dice.uniform(0.2, 0.9),
    ]
    summer, december = dice.uniform(-0.4, 0.6), dice.uniform(-0.3, 0.0)
    jumps = {dice.randrange(60, days): dice.gauss(0, 0.15) for _ in range(dice.randrange(3))}
    log, rate = math.log(level), np.empty(days)
    for day in range(days):
        log += jumps.get(day, 0.0)
        of_year = (day + 60) % 365
        hump = summer * math.exp(-(((of_year - 200) / 45) ** 2))
        hump += december * (of_year > 335) * 2
        noise = math.exp(dice.gauss(0, 0.18))
        rate[day] = math.exp(log + hump) * shape[day % 7] * noise
    return rate


def _seeds(own: np.random.Generator, rate: np.ndarray) -> np.ndarray:
    number = own.poisson(rate)
    hour = 8 + 12 * own.beta(2, 2, number.sum())
    return np.repeat(np.arange(len(rate)), number) + hour / 24


def _family(
    own: np.random.Generator, seeds: np.ndarray, ratio: float, hours: float, until: int
) -> np.ndarray:
    """Give the seeds and all followers: each has Poisson(ratio) of them after gamma delays."""
    grown, young = [seeds], seeds
    while len(young) and ratio:
        parents = np.repeat(young, own.poisson(ratio, len(young)))
        young = parents + own.gamma(1.5, hours / 24 / 1.5, len(parents))
        young = young[young < until]
        grown.append(young)
    return np.concatenate(grown)


def _pushed(
    own: np.random.Generator, rate: np.ndarray, begin: int, length: int, times: float
) -> np.ndarray:
    day = np.arange(length)
    swell = np.minimum(1, np.minimum((day + 1) / 3, (length - day) / 3))
    return _seeds(own, rate[begin : begin + length] * (times - 1) * swell) + begin


def _planted(
    dice: random.Random, own: np.random.Generator, rate: np.ndarray, hours: float
) -> tuple[np.ndarray, Planted]:
    """Draw a burst until it brings five appeals more than usual; fewer is no burst."""
    for _ in range(200):
        feeding = dice.random() < 0.5
        length = dice.randrange(15, 31) if feeding else dice.randrange(7, 16)
        begin = dice.randrange(_QUIET, len(rate) - 45)
        if feeding:
            heart = _seeds(own, rate[begin : begin + length]) + begin
            extra = _family(own, heart, dice.uniform(0.7, 1.0), hours, begin + length)[len(heart) :]
        else:
            extra = _pushed(own, rate, begin, length, dice.uniform(2, 4.5))
        if len(extra) >= 5:
            break
    daily = np.bincount((extra - begin).astype(int), minlength=length)
    smooth = np.convolve(daily, np.ones(5) / 5, mode="same")
    return extra, Planted(
        0, begin, begin + length - 1, begin + int(smooth.argmax()), feeding, len(extra)
    )
