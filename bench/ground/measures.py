"""Places where nothing was done, to see what is found there before and after a drop is planted."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from jiesu.mining.effects.trials import Counts
from jiesu.mining.forecasting.counts import Observations

Floats = npt.NDArray[np.float64]
Dice = np.random.Generator


class Place(NamedTuple):
    """Daily counts [day, area] of a service and of all others, an area, and a stretch of days."""

    service: Floats
    rest: Floats
    area: int
    since: int
    after: int

    def counts(self, share: float, rng: Dice) -> Counts:
        """Give what is known where only `share` of the appeals come after the measure."""
        service = self.service.copy()
        window = (slice(self.since, self.since + self.after), self.area)
        service[window] = rng.binomial(service[window].astype(int), share)
        return Counts(_cumulated(service), _cumulated(self.rest))


def _cumulated(daily: Floats) -> Floats:
    return np.vstack([np.zeros((1, daily.shape[1])), daily.cumsum(axis=0)])


def wandering(rng: Dice, areas: int = 12, days: int = 1000) -> Place:
    """Invent areas with a week, seasons a little apart, and levels that wander slowly."""
    day = np.arange(days)[:, None]
    mean = 10 ** rng.uniform(-0.5, 1) * rng.gamma(2, 0.5, (1, areas))
    own = np.exp(rng.normal(0, 0.005, (days, areas)).cumsum(axis=0) * 0.5)
    year = 1 + 0.4 * np.sin(2 * np.pi * day / 365 + rng.normal(0, 0.3, (1, areas)))
    week = np.array([1.3, 1.1, 1, 1, 1, 0.7, 0.6])[day % 7]
    shared = np.exp(rng.normal(0, 0.02, (days, 1)).cumsum(axis=0))
    rates = mean * own * year * week * shared
    counts = rng.poisson(rates * rng.gamma(6, 1 / 6, rates.shape)).astype(float)
    return Place(counts, counts * 0, int(rng.integers(areas)), 800, int(rng.choice([60, 90, 180])))


def jumping(rng: Dice, areas: int = 10, days: int = 900) -> Place:
    """Invent areas with sudden steps, moods of ten days, and appeals that call forth appeals."""
    size = 10 ** rng.uniform(-0.5, 1) * np.exp(rng.normal(0, 0.6, areas))
    common = rng.normal(0, 0.015, days).cumsum()
    steps = ((rng.random((days, areas)) < 1 / 500) * rng.normal(0, 0.25, (days, areas))).cumsum(0)
    mood, counts = np.zeros(areas), np.zeros((days, areas))
    for day in range(days):
        mood = 0.9 * mood + rng.normal(0, 0.08, areas)
        rate = size * np.exp(common[day] - common.mean() + steps[day] + mood)
        echo = counts[max(day - 10, 0) : day].mean(axis=0) if day else 0
        counts[day] = rng.poisson((0.75 * rate + 0.25 * echo) * (1 if day % 7 < 5 else 0.6))
    return Place(counts, counts * 0, int(rng.integers(areas)), 700, int(rng.choice([60, 90, 180])))


def real(read: Callable[[], Observations], services: int = 8) -> Callable[[Dice], Place]:
    """Draw places from real appeals: one of the busiest services or all, any area and day."""
    rows = read()
    day = rows.day - rows.day.min()
    days, shape = int(day.max()) + 1, (len(rows.services), len(rows.areas))
    cube = np.zeros((days, *shape), np.float32)
    np.add.at(cube, (day, rows.service, rows.area), 1)
    busiest = [*np.argsort(-cube.sum(axis=(0, 2)))[:services], -1]
    return lambda rng: next(_drawn(rng, cube, busiest))


def _drawn(rng: Dice, cube: npt.NDArray[np.float32], busiest: list[int]) -> Iterator[Place]:
    whole = cube.sum(axis=1).astype(float)
    while True:
        chosen, after = int(rng.choice(busiest)), int(rng.choice([60, 120, 240]))
        since = int(rng.integers(1100, len(cube) - after))
        service = whole if chosen < 0 else cube[:, chosen].astype(float)
        enough = np.flatnonzero(service[since - 364 : since].sum(axis=0) >= 60)
        if len(enough) >= 5:
            yield Place(service, whole - service, int(rng.choice(enough)), since, after)
