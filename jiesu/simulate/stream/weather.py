"""What comes from outside and pushes many to speak at once: storms, heat, cold, examinations."""

from typing import NamedTuple

import numpy as np

from jiesu.simulate.city.catalogue import Leaf
from jiesu.simulate.stream.seasons import Days, Floats

ZONES = 6  # of neighbouring districts: in the smallest city one each


class Kind(NamedTuple):
    """A kind of event: the days of the year it may begin on, how often, how long, what it does."""

    name: str
    window: tuple[int, int]
    per_year: float
    length: tuple[int, int]
    factors: dict[str, float]


class Event(NamedTuple):
    """One event; it strikes hardest in one zone (0 to 5)."""

    kind: Kind
    first: int  # day number in the stream
    last: int
    zone: int


KINDS = (
    Kind(
        "storm",
        (150, 260),
        7,
        (1, 2),
        {
            "network.flood": 13,
            "repair.leak": 5,
            "water.sewage": 4,
            "supply.power": 3,
            "repair.facade": 3,
            "road.manhole": 3,
            "order.signs": 2,
            "village.farming": 4,
        },
    ),
    Kind(
        "heat",
        (180, 240),
        3,
        (4, 9),
        {"supply.power": 5, "supply.water": 2.5, "sanitation.rubbish": 1.6, "village.farming": 3},
    ),
    Kind(
        "cold", (335, 410), 3, (3, 6), {"supply.heat": 2.2, "supply.gasbill": 2, "supply.water": 2}
    ),
    Kind("heating starts", (319, 320), 1, (8, 8), {"supply.heat": 2.0}),
    Kind("examinations", (150, 152), 1, (20, 20), {"noise.works": 1.7, "noise.dance": 1.9}),
)


def events(seed: int, days: Days) -> list[Event]:
    """Draw the events of these days, year by year, so that more days never change earlier ones."""
    first = days[0].astype("datetime64[Y]").astype(int)
    last = days[-1].astype("datetime64[Y]").astype(int)
    found = []
    for year in range(first - 1, last + 1):
        rng = np.random.default_rng([seed, 4, year + 1970])
        start = np.datetime64(year, "Y").astype("datetime64[D]")
        for kind in KINDS:
            count = int(kind.per_year) if kind.per_year == 1 else int(rng.poisson(kind.per_year))
            for _ in range(count):
                day = int((start - days[0]).astype(int)) + int(rng.integers(*kind.window))
                length = int(rng.integers(kind.length[0], kind.length[1] + 1))
                found.append(Event(kind, day, day + length - 1, int(rng.integers(ZONES))))
    return [event for event in found if event.last >= 0 and event.first < len(days)]


def pushed(rates: Floats, leaves: list[Leaf], happening: list[Event]) -> Floats:
    """Give the rates with the events' factors in force."""
    number = {leaf.key: n for n, leaf in enumerate(leaves)}
    found = rates.copy()
    for event in happening:
        for key, factor in event.kind.factors.items():
            found[max(event.first, 0) : event.last + 1, number[key]] *= factor
    return found


def struck(happening: list[Event], leaves: list[Leaf], day: int) -> dict[int, int]:
    """Tell which services are pushed on a day, and in which zone most."""
    number = {leaf.key: n for n, leaf in enumerate(leaves)}
    return {
        number[key]: event.zone
        for event in happening
        if event.kind.name in {"storm", "heat"} and event.first <= day <= event.last
        for key in event.kind.factors
    }
