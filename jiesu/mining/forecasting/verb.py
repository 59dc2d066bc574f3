"""`jiesu mine forecast`."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pyarrow as pa
import pyarrow.compute as pc

from jiesu.mining import tables
from jiesu.mining.forecasting.api import first_day, forecast
from jiesu.mining.forecasting.counts import observe
from jiesu.mining.forecasting.evaluate import backtest
from jiesu.mining.forecasting.model import ForecastOptions
from jiesu.mining.forecasting.options import (
    CountedColumns,
    counting_options,
    digits,
    holidays_file,
    special_days,
)
from jiesu.mining.options import out_file, source_file, working

_LAYERS = ("all", "service", "area", "both")
_SEED = 0  # of the dice that split ties when coverage is checked


@click.command("forecast")
@source_file
@out_file
@click.option("--by", type=click.Choice(["day", "hour"]), default="day", show_default=True)
@click.option("--horizon", default=14, show_default=True, help="Days ahead, 1 to 60.")
@click.option("--now", help="The first day to forecast; default: the day after the latest appeal.")
@click.option(
    "--layer",
    "layers",
    multiple=True,
    type=click.Choice(_LAYERS),
    help="What to forecast, may be given again. Default: all of them by day; by hour not `both`.",
)
@click.option("--of", "services", multiple=True, help="Keep this service (a code as cut).")
@click.option("--in", "areas", multiple=True, help="Keep this area (a code as cut).")
@digits("service", 4, "Cut service codes to so many digits; 0 leaves them whole.")
@digits("area", 6, "Cut area codes to so many digits: 6 is a district.")
@holidays_file
@click.option(
    "--check",
    default=0,
    help="Forecast so many past spans anew, and print loss and coverage.",
    type=click.IntRange(0, 100),
)
@counting_options
def command(
    *,
    source: Path,
    out: Path,
    by: str,
    horizon: int,
    now: str | None,
    layers: tuple[str, ...],
    holidays: Path | None,
    check: int,
    read: Callable[..., CountedColumns],
    **chosen: Any,
) -> None:
    """Say how many appeals will come: layer, service, area, time, mean, low, high, q05 to q95.

    `low` to `high` hold at least 90 of 100 futures. The day of --now is the first day forecast,
    and only what was told before it is used.
    """
    kept = {"service": chosen.pop("services"), "area": chosen.pop("areas")}
    with working("Forecasting"):
        columns = read(source, **chosen)
        hourly = by == "hour"
        layers = layers or _LAYERS[: 3 if hourly else 4]
        options = ForecastOptions(horizon, hourly, layers, special_days(holidays))
        found = forecast(*columns[:3], now=now, zone=columns.zone, options=options)
        for name, values in kept.items():
            found = _only(found, name, values)
        tables.write(found, out)
    click.echo(f"{found.num_rows} rows from {found['time'][0].as_py():%Y-%m-%d} on → {out}")
    if check:
        with working("Checking"):
            lines = _checked(columns, check, now, options)
        click.echo(lines)


def _only(found: pa.Table, name: str, values: tuple[str, ...]) -> pa.Table:
    if not values:
        return found
    there = set(found[name].to_pylist())
    for value in values:
        if value not in there:
            some = ", ".join(sorted(there - {""})[:20])
            raise ValueError(f"no appeal has the {name} {value!r}; there are: {some}")
    return found.filter(pc.is_in(found[name], pa.array(values)))


def _checked(columns: CountedColumns, spans: int, now: str | None, options: ForecastOptions) -> str:
    rows = observe(*columns[:3], zone=columns.zone)
    end = first_day(rows, now, columns.zone)
    origins = [end - options.horizon * span for span in range(1, spans + 1)]
    first_day(rows.between(0, origins[-1]), None, columns.zone)
    scores = backtest(rows, origins, options, seed=_SEED)
    lines = [
        f"{name:7} {one.loss:6.3f}  {one.loss / max(one.naive, 1e-9):8.2f}  {one.held:16.3f}"
        f"  {one.pit:15.3f}"
        for name, one in scores.items()
    ]
    return "\n".join(["layer     loss  of naive  in 90 % interval  with ties split", *lines])
