"""How many bursts are found, and how early, at equal false alarms; ours and the peers."""

import os
from pathlib import Path
from typing import Any

import click
import numpy as np
from ground.tables import print_table, say_where
from streams import clusters, feeding, measure, real

_HEADER = (
    "detector", "kind", "bursts", "found by the end", "before the peak", "days to it",
    "false alarms",
)  # fmt: skip
_FIRST = 365  # days of history before the first judged day


@click.command(help=__doc__)
@click.option("--series", default=600, show_default=True)
@click.option("--days", default=1095, show_default=True)
@click.option("--rate", default=0.2, show_default=True, help="False alarms a series and year.")
@click.option("--seed", default=11, show_default=True)
@click.option("--data", default=os.environ.get("JIESU_REAL_DATA", ""), help="Folder of real data.")
def main(series: int, days: int, rate: float, seed: int, data: str) -> None:
    """Measure on both generators, then on real streams when their folder is named."""
    say_where()
    for name, make in (("one (feeding)", feeding.streams), ("two (clusters)", clusters.city)):
        quiet = make(series, days, bursts=False, seed=seed)
        burst = make(series, days, bursts=True, seed=seed + 1)
        _compare(f"Generator {name}, {rate} false alarms a series and year", quiet, burst, rate)
    _cover(series // 6, seed)
    if data:
        _real(Path(data), rate)


def _compare(title: str, quiet: Any, burst: Any, rate: float) -> None:
    rows = []
    for name, score in measure.detectors(quiet.start, _FIRST).items():
        calm, loud = score(quiet.counts), score(burst.counts)
        rows += _rows(name, calm, loud, measure.threshold(calm, rate, _FIRST), burst.bursts)
    level = measure.own_threshold(burst.counts, burst.start, rate)
    rows += _rows("jiesu, its own threshold", calm, loud, level, burst.bursts)
    print_table(title, _HEADER, rows)


def _rows(
    name: str, calm: Any, loud: Any, level: float, bursts: list[Any]
) -> list[tuple[object, ...]]:
    alarms = measure.false_alarms(calm, level, _FIRST)
    return [
        (name, kind, *measure.found(loud, level, [b for b in bursts if b.feeding == feeds]), alarms)
        for kind, feeds in (("self-feeding", True), ("outside", False))
    ]


def _cover(series: int, seed: int) -> None:
    """Say how often the branching ratio of a known process lies within its 90 % interval."""
    days = 730
    one = feeding.streams(series, days, bursts=False, seed=seed, most=0.95)
    two = clusters.city(series, days, bursts=False, seed=seed, ratios=(0, 0.2, 0.4, 0.6, 0.8, 0.9))
    whole = [np.repeat(np.arange(days), row).astype(float) for row in one.counts]
    rows = [
        ("one, days alone", *measure.covered(one.ratio, whole, one.start, days)),
        ("two, moments", *measure.covered(two.ratio, two.times, two.start, days)),
    ]
    head = (
        "generator",
        "known cases",
        "within",
        "bias",
        "width",
        "p < 0.05 of those at 0",
        "> 0.3",
    )
    print_table("Branching ratio within its 90 % interval", head, rows)


def _real(data: Path, rate: float) -> None:
    city, council = real.zurich(data, rate), real.new_york(data, rate)
    names = ("Zürich, category × 1.5 km", "New York council, kind", "kind × borough")
    head = ("streams of", "streams", "alarms", "a stream and year")
    told = [(n, *real.alarms(f)) for n, f in zip(names, (city, *council), strict=True)]
    print_table(f"Real streams at {rate}", head, told)
    head = ("kind", "borough", "first alarm", "came", "expected")
    for found in council:
        rows = real.of_march_2020(found)
        print_table(f"New York, alarms of 16 March to 15 April 2020: {len(rows)}", head, rows[:25])


if __name__ == "__main__":
    main()
