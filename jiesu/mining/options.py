"""What the verbs of `jiesu mine` share: files, names of columns, a sign that work goes on."""

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import track

from jiesu.mining.appeals import Names

FILE = click.Path(dir_okay=False, path_type=Path)
_MEANING = Names(
    "id", "text, more than one by commas", "time", "latitude", "longitude", "code of the community"
)

source_file = click.argument("source", metavar="IN", type=FILE)
out_file = click.option(
    "--out", required=True, type=FILE, help="File to write: .parquet, .csv or .csv.gz."
)


def named(function: Callable[..., None]) -> Callable[..., None]:
    """Give a verb the options that name its columns, as one `names`."""

    @functools.wraps(function)
    def told(**options: Any) -> None:
        names = Names(*(options.pop(f"{field}_") for field in Names._fields))
        function(names=names, **options)

    wrapped: Callable[..., None] = told
    for field, meaning in reversed(list(zip(Names._fields, _MEANING, strict=True))):
        default = Names._field_defaults[field]
        text = f"Column: {meaning}."
        option = click.option(
            f"--{field}", f"{field}_", default=default, show_default=True, help=text
        )
        wrapped = option(wrapped)
    return wrapped


@contextmanager
def working(what: str) -> Iterator[None]:
    """Show that work goes on; turn what is wrong with the input into one sentence, exit code 1."""
    try:
        with Console(stderr=True).status(what):
            yield
    except ValueError as wrong:
        raise click.ClickException(str(wrong)) from wrong


def bar(rows: Any, what: str) -> Any:
    """Give `rows` while a bar shows how many are done."""
    return track(rows, what, transient=True)
