"""What the verbs that count appeals share: columns, clocks, codes."""

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import click

from jiesu.mining import tables
from jiesu.mining.appeals import Appeals, Names
from jiesu.mining.columns import Column, strings
from jiesu.mining.forecasting.clock import special
from jiesu.mining.forecasting.counts import truncate_codes
from jiesu.mining.options import FILE


class CountedColumns(NamedTuple):
    """The columns that are counted, codes cut, and the clocks they are read on."""

    times: Column
    service: list[str] | None
    area: list[str] | None
    zone: str


_OPTIONS = (
    click.option("--time", default="time", show_default=True, help="Column: time."),
    click.option("--service", default="service", show_default=True, help="Column: service."),
    click.option("--area", default="area", show_default=True, help="Column: area."),
    click.option(
        "--zone",
        default="Asia/Shanghai",
        show_default=True,
        help="Clocks on which times with a zone are read.",
    ),
)


def counting_options(function: Callable[..., None]) -> Callable[..., None]:
    """Give a verb the options of what is counted, and that as one `read(source, digits…)`."""

    @functools.wraps(function)
    def wrapper(**options: Any) -> None:
        names = {key: options.pop(key) for key in ("time", "service", "area", "zone")}
        function(read=functools.partial(_read, **names), **options)

    wrapped: Callable[..., None] = wrapper
    for option in reversed(_OPTIONS):
        wrapped = option(wrapped)
    return wrapped


def digits(name: str, default: int, meaning: str) -> Callable[[Any], Any]:
    """Give the option to cut codes of digits."""
    return click.option(
        f"--{name}-digits", default=default, show_default=True, type=click.IntRange(0), help=meaning
    )


def _read(
    source: Path,
    *,
    time: str,
    service: str,
    area: str,
    zone: str,
    service_digits: int = 0,
    area_digits: int = 0,
) -> CountedColumns:
    appeals = Appeals(source, Names(time=time))
    times = appeals.known("time")
    if times is None:
        raise ValueError("there is no column 'time'; name the one that tells when: --time NAME")
    of, where = appeals.optional(service, "service"), appeals.optional(area, "area")
    return CountedColumns(
        times,
        None if of is None else truncate_codes(strings(of), service_digits),
        None if where is None else truncate_codes(strings(where), area_digits),
        zone,
    )


holidays_file = click.option(
    "--holidays",
    type=FILE,
    help="Table: date (or day), and kind, as the calendar of `jiesu simulate city`.",
)


def special_days(path: Path | None) -> dict[int, int]:
    """Read which days are holidays or worked weekends; no file, none."""
    if path is None:
        return {}
    table = tables.read(path)
    name = "day" if "day" in table.column_names else "date"
    return special(tables.column(table, name), tables.column(table, "kind"))
