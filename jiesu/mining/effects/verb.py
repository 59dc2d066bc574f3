"""`jiesu mine effect`."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from jiesu.mining import tables
from jiesu.mining.effects.api import Measure, effect
from jiesu.mining.forecasting.options import CountedColumns, counting_options
from jiesu.mining.options import FILE, out_file, source_file, working


@click.command("effect")
@source_file
@out_file
@click.option(
    "--in",
    "where",
    required=True,
    multiple=True,
    help="Area where something was done; may be given again. A code stands for all below it.",
)
@click.option("--of", "what", default="", help="Service it was done about; default: all.")
@click.option("--since", required=True, help="First day of the measure.")
@click.option("--now", "until", help="First day not looked at; default: after the last appeal.")
@click.option("--days", "days_file", type=FILE, help="File for observed and expected by day.")
@counting_options
def command(
    *,
    source: Path,
    out: Path,
    days_file: Path | None,
    read: Callable[..., CountedColumns],
    **chosen: Any,
) -> None:
    """Say whether the appeals stopped after a measure: ratio, low, high, p, avoided, because.

    What would have come is read from the other areas; how sure that is, from runs in areas and on
    days where nothing was done.
    """
    with working("Comparing"):
        columns = read(source)
        if columns.area is None:
            raise ValueError(
                "there is no column 'area'; name the one that tells where: --area NAME"
            )
        found = effect(*columns[:2], columns.area, Measure(**chosen), zone=columns.zone)
        tables.write(found.summary, out)
        if days_file:
            tables.write(found.days, days_file)
    click.echo(f"{sentence(found.summary.to_pylist()[0])} → {out}")


def sentence(row: dict[str, Any]) -> str:
    """Say in English what came of a measure."""
    verdict = {
        "fewer": "Fewer appeals came than without the measure",
        "more": "More appeals came than without the measure",
        "unclear": "It is not clear whether the measure did anything",
    }[row["verdict"]]
    change, low, high = (round(100 * (row[name] - 1)) for name in ("ratio", "low", "high"))
    return (
        f"{verdict}: {row['observed']} since {row['since']}, {row['expected']:.0f} expected"
        f" ({change:+} %, between {low:+} and {high:+} %; p = {row['p']:.3f};"
        f" {row['others']} other areas, {row['trials']} trials)"
    )
