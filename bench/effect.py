"""How often a measure that did nothing seems to work, and how often a planted drop is found."""

import itertools
from collections.abc import Callable
from typing import NamedTuple

import click
import numpy as np
from ground.cities import new_york, zurich
from ground.measures import Place, jumping, real, wandering
from ground.tables import print_table, say_where

from jiesu.mining.effects.api import SHARE
from jiesu.mining.effects.comparison import compare
from jiesu.mining.effects.evaluate import verdict_of

_KEPT = 0.7  # a drop of 30 %
_VOLUMES = (0, 50, 100, 200, 400, np.inf)  # appeals expected after the measure
_SOURCES: dict[str, Callable[[], Callable[[np.random.Generator], Place]]] = {
    "wandering (tuned on)": lambda: wandering,
    "jumping (not tuned on)": lambda: jumping,
    "Zürich": lambda: real(zurich),
    "New York council": lambda: real(new_york),
}
_HEADER = (
    "expected appeals",
    "places",
    "nothing done: fewer",
    "held",
    "naive: fewer",
    "drop found",
    "drop held",
    "low",
    "high",
)


class Seen(NamedTuple):
    """What was said of one place: without a measure, and with a drop of 30 %."""

    expected: float
    fewer: bool
    held: bool
    naive: bool
    found: bool
    drop_held: bool
    low: float
    high: float


@click.command(help=__doc__)
@click.option("--places", default=200, show_default=True, help="Places drawn from each source.")
@click.option("--source", "chosen", multiple=True, type=click.Choice(list(_SOURCES)))
@click.option("--seed", default=1, show_default=True)
def main(places: int, chosen: tuple[str, ...], seed: int) -> None:
    """Look at places where nothing was done, as they are and with a drop planted."""
    say_where()
    for name in chosen or _SOURCES:
        draw, rng = _SOURCES[name](), np.random.default_rng(seed)
        seen = [one for _ in range(places) if (one := _look(draw(rng), rng))]
        rows = [_row(f"{low}-{high}", _within(seen, low, high)) for low, high in _bins()]
        rows.append(_row("all", seen))
        print_table(f"{name}: {places - len(seen)} without enough trials", _HEADER, rows)


def _look(place: Place, rng: np.random.Generator) -> Seen | None:
    still, dropped = (
        compare(place.counts(share, rng), place.area, place.since, place.after)
        for share in (1.0, _KEPT)
    )
    if still is None or dropped is None:
        return None
    low, high = still.variance.interval(still.run, SHARE)
    drop_low, drop_high = dropped.variance.interval(dropped.run, SHARE)
    return Seen(
        float(still.run.expected[0]),
        verdict_of(still) == "fewer",
        low <= 1 <= high,
        _naive(place),
        verdict_of(dropped) == "fewer",
        drop_low <= _KEPT <= drop_high,
        drop_low,
        drop_high,
    )


def _naive(place: Place) -> bool:
    """Say fewer as many reports do: a Poisson test of the days since against as many before."""
    own = place.service[:, place.area]
    before = own[place.since - place.after : place.since].sum()
    after = own[place.since : place.since + place.after].sum()
    return bool((after - before) / np.sqrt(max(after + before, 1)) < -1.645)


def _bins() -> list[tuple[float, float]]:
    return list(itertools.pairwise(_VOLUMES))


def _within(seen: list[Seen], low: float, high: float) -> list[Seen]:
    return [one for one in seen if low <= one.expected < high]


def _row(label: str, seen: list[Seen]) -> tuple[object, ...]:
    if not seen:
        return (label, 0, *["–"] * 7)
    means = np.mean(np.array(seen, dtype=float), axis=0)[1:]
    return (label, len(seen), *(float(mean) for mean in means))


if __name__ == "__main__":
    main()
