"""`jiesu mine VERB IN --out OUT`: the mathematics of masses on a table of appeals, no database."""

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import click
import pyarrow as pa

from jiesu.mining import tables
from jiesu.mining.columns import Column

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.group("mine")
def command() -> None:
    """Find groups, hot issues, similar appeals and services in a table of appeals.

    Tables are CSV (also .gz), XLSX or Parquet. Without options the columns are those that
    `jiesu simulate` writes: id, title, text, time, lat, lon, area, service, appellant.
    """


class Names(NamedTuple):
    """What the columns of a table are called."""

    id: str
    text: str
    time: str
    lat: str
    lon: str


_NAMES = Names("id", "title,text", "time", "lat", "lon")
_MEANING = Names("id", "text (more than one: by commas)", "time", "latitude", "longitude")


def _named(function: Callable[..., None]) -> Callable[..., None]:
    """Give a verb the options that name its columns, as one `names`."""

    @functools.wraps(function)
    def told(**options: Any) -> None:
        names = Names(*(options.pop(f"{field}_") for field in Names._fields))
        function(names=names, **options)

    wrapped: Callable[..., None] = told
    for field, default, meaning in reversed(
        list(zip(Names._fields, _NAMES, _MEANING, strict=True))
    ):
        option = click.option(
            f"--{field}",
            f"{field}_",
            default=default,
            show_default=True,
            help=f"Column: {meaning}.",
        )
        wrapped = option(wrapped)
    return wrapped


@command.command("groups")
@click.argument("source", metavar="IN", type=_FILE)
@click.option("--out", required=True, type=_FILE, help="File to write: .parquet, .csv or .csv.gz.")
@_named
def groups_verb(source: Path, out: Path, names: Names) -> None:
    """Say which appeals are one problem: id, group, role, score, because."""
    from jiesu.mining.groups import groups

    with _progress("Grouping"), _sentences():
        table = tables.read(source)
        found = groups(
            tables.column(table, names.id),
            _texts(table, names.text),
            *(_optional(table, names, field) for field in ("time", "lat", "lon")),
        )
        tables.write(found, out)
    many = sum(1 for role in found["role"].to_pylist() if role != "only")
    alone = found.num_rows - many
    count = len(found["group"].unique()) - alone
    click.echo(f"{found.num_rows} appeals: {count} groups of {many} appeals, {alone} alone → {out}")


def _texts(table: pa.Table, names: str) -> list[Column]:
    return [tables.column(table, name.strip()) for name in names.split(",")]


def _optional(table: pa.Table, names: Names, field: str) -> Column | None:
    """Give a column that may be missing under its default name, but not under a chosen one."""
    name = getattr(names, field)
    if name == getattr(_NAMES, field) and name not in table.column_names:
        return None
    return tables.column(table, name)


@contextmanager
def _sentences() -> Iterator[None]:
    """Turn what is wrong with the input into one sentence and exit code 1."""
    try:
        yield
    except ValueError as wrong:
        raise click.ClickException(str(wrong)) from wrong


def _progress(what: str) -> Any:
    from rich.console import Console

    return Console(stderr=True).status(what)
