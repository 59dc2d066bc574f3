"""What the verbs of `jiesu evaluate` share: a hand-made standard, and figures as a table."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import click
import numpy as np

from jiesu.mining import tables
from jiesu.mining.columns import strings
from jiesu.mining.options import FILE

_OPTIONS = (
    click.option("--truth", required=True, type=FILE, help="Table: which id is in which group."),
    click.option("--truth-id", default="id", show_default=True, help="Its column: id."),
    click.option("--truth-group", default="group", show_default=True, help="Its column: group."),
)


def standard_options(verb: Callable[..., None]) -> Callable[..., None]:
    """Give a verb the options that name a hand-made standard of groups, see `read_standard`."""
    for option in reversed(_OPTIONS):
        verb = option(verb)
    return verb


def read_standard(truth: Path, truth_id: str, truth_group: str) -> dict[str, str]:
    """Read which id is in which group."""
    table = tables.read(truth)
    pairs = (strings(tables.column(table, name)) for name in (truth_id, truth_group))
    return dict(zip(*pairs, strict=True))


def print_figures(fields: Iterable[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """Print a table in Markdown; figures with three digits, none as a dash."""
    heading = [field.replace("_", " ") for field in fields]
    click.echo("| " + " | ".join(heading) + " |\n" + "|---" * len(heading) + "|")
    for method, *figures in rows:
        cells = ["–" if np.isnan(figure) else f"{figure:z.3f}" for figure in figures]
        click.echo("| " + " | ".join([method, *cells]) + " |")
