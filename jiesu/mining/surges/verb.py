"""`jiesu mine surge`."""

from pathlib import Path
from typing import Any

import click

from jiesu.mining import tables
from jiesu.mining.appeals import Appeals, Names
from jiesu.mining.columns import days
from jiesu.mining.options import FILE, out_file, source_file, working
from jiesu.mining.surges.api import judge, surges
from jiesu.mining.surges.branching import branchings
from jiesu.mining.surges.counting import coordinates, panel
from jiesu.mining.surges.space_time_scan import places


@click.command("surge")
@source_file
@out_file
@click.option("--time", default="time", show_default=True, help="Column: time.")
@click.option("--service", default="service", show_default=True, help="Column: kind of appeal.")
@click.option("--area", default="area", show_default=True, help="Column: where.")
@click.option("--copies", help="Column: not empty, 0, no or false where an appeal is a copy.")
@click.option("--recorded", help="Column: when it became known, to allow for late ones.")
@click.option("--now", help="The day that is today; default: the latest time in the file.")
@click.option("--since", help="Rows from this day on; default: from the 57th day of the file.")
@click.option("--holidays", type=FILE, help="Table: day, and kind (off, or work when made up).")
@click.option(
    "--rate", default=0.2, show_default=True, type=click.FloatRange(0.001, 50),
    help="False alarms a stream and year.",
)  # fmt: skip
@click.option("--branching", type=FILE, help="Also write how near each service is to an avalanche.")
@click.option("--places", type=FILE, help="Also write surges over neighbouring areas.")
@click.option("--lat", default="lat", show_default=True, help="Column: latitude, for --places.")
@click.option("--lon", default="lon", show_default=True, help="Column: longitude, for --places.")
@click.option("--seed", default=0, show_default=True, help="Same seed, same replications.")
def command(source: Path, out: Path, since: str | None, **chosen: Any) -> None:
    """Compare what came with what was expected in every service and area, and sound alarms."""
    with working("Watching"):
        appeals = Appeals(source, Names(time=chosen["time"]))
        panel, calendar = _panel(appeals, chosen), _holidays(chosen["holidays"])
        found = judge(panel, **calendar, rate=chosen["rate"], seed=chosen["seed"])
        told = surges(found, since=_day(since))
        tables.write(told, out)
    _write_more(appeals, found, calendar, chosen)
    for reason, count in panel.left_out.items():
        click.echo(f"{count} appeals {reason} were left out", err=True)
    streams, alarmed = len(panel.services), int(found.alarm[:, -1].sum())
    click.echo(f"{told.num_rows} rows of {streams} streams, {alarmed} in alarm today → {out}")


def _write_more(appeals: Appeals, found: Any, calendar: Any, chosen: dict[str, Any]) -> None:
    """Write the branching ratios and the places, as far as they are asked for."""
    if chosen["branching"]:
        with working("Fitting"):
            tables.write(branchings(found.panel, **calendar), chosen["branching"])
    if chosen["places"]:
        with working("Scanning"):
            rows = appeals.table.num_rows
            lat, lon = (
                coordinates(tables.column(appeals.table, chosen[name]), found.panel, rows)
                for name in ("lat", "lon")
            )
            tables.write(places(found, lat, lon, seed=chosen["seed"]), chosen["places"])


def _panel(appeals: Appeals, chosen: dict[str, Any]) -> Any:
    extra = {
        name: tables.column(appeals.table, chosen[name])
        for name in ("copies", "recorded")
        if chosen[name]
    }
    return panel(
        tables.column(appeals.table, chosen["time"]),
        service=appeals.optional(chosen["service"], "service"),
        area=appeals.optional(chosen["area"], "area"),
        now=chosen["now"],
        **extra,
    )


def _holidays(path: Path | None) -> dict[str, Any]:
    if path is None:
        return {}
    table = tables.read(path)
    kinds = tables.column(table, "kind") if "kind" in table.column_names else None
    return {"holidays": tables.column(table, "day"), "kinds": kinds}


def _day(text: str | None) -> int:
    """Read a day as days since 1970; nothing is the beginning of time."""
    if text is None:
        return 0
    day = float(days([text], 1)[0])
    if day != day:
        raise ValueError(f"{text!r} is no day that can be read; write it as 2026-01-31")
    return int(day)
