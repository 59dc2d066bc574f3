"""`jiesu mine VERB IN --out OUT`: the mathematics of masses on a table of appeals, no database."""

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from jiesu.mining import tables
from jiesu.mining.appeals import Appeals, Names

_FILE = click.Path(dir_okay=False, path_type=Path)
_MEANING = Names("id", "text, more than one by commas", "time", "latitude", "longitude")

_source = click.argument("source", metavar="IN", type=_FILE)
_out = click.option(
    "--out", required=True, type=_FILE, help="File to write: .parquet, .csv or .csv.gz."
)


def _named(function: Callable[..., None]) -> Callable[..., None]:
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
def _working(what: str) -> Iterator[None]:
    """Show that work goes on; turn what is wrong with the input into one sentence, exit code 1."""
    from rich.console import Console

    try:
        with Console(stderr=True).status(what):
            yield
    except ValueError as wrong:
        raise click.ClickException(str(wrong)) from wrong


@click.group("mine")
def command() -> None:
    """Find groups, hot issues, similar appeals and services in a table of appeals.

    Tables are CSV (also .gz), XLSX or Parquet. Without options the columns are those that
    `jiesu simulate` writes: id, title, text, time, lat, lon, area, service, appellant.
    """


@command.command("groups")
@_source
@_out
@_named
def groups_verb(source: Path, out: Path, names: Names) -> None:
    """Say which appeals are one problem: id, group, role, score, because."""
    with _working("Grouping"):
        found = Appeals(source, names).grouped()
        tables.write(found, out)
    alone = found["role"].to_pylist().count("only")
    many = found.num_rows - alone
    count = len(found["group"].unique()) - alone
    click.echo(f"{found.num_rows} appeals: {count} groups of {many} appeals, {alone} alone → {out}")


@command.command("heat")
@_source
@_out
@click.option("--groups", "known", type=_FILE, help="What `mine groups` wrote; else done anew.")
@click.option("--now", help="The day that is today; default: the latest time in the file.")
@click.option("--person", default="appellant", show_default=True, help="Column: who spoke.")
@click.option("--area", default="area", show_default=True, help="Column: where.")
@click.option("--likes", default="likes", show_default=True, help="Column: likes.")
@_named
def heat_verb(source: Path, out: Path, known: Path | None, names: Names, **chosen: str) -> None:
    """Rank the groups, hottest first: each part of the heat, and a headline."""
    from jiesu.mining.ranking import ranked

    with _working("Ranking"):
        appeals = Appeals(source, names)
        found = tables.read(known) if known else appeals.grouped()
        hot = ranked(appeals, found, **chosen)
        tables.write(hot, out)
    click.echo(f"{hot.num_rows} groups ranked → {out}")


@command.command("similar")
@_source
@click.option("--draft", help="Text of one draft: its likeliest earlier appeals are printed.")
@click.option("--out", type=_FILE, help="Without a draft: the likeliest others of every row.")
@click.option("--limit", default=10, show_default=True, type=click.IntRange(1, 100))
@_named
def similar_verb(
    source: Path, draft: str | None, out: Path | None, limit: int, names: Names
) -> None:
    """Find the appeals that are likeliest the same as a draft, or as every row."""
    from jiesu.mining.ranking import index_of, neighbours

    if (draft is None) == (out is None):
        raise click.UsageError("give either --draft or --out")
    with _working("Reading"):
        appeals = Appeals(source, names)
        index = index_of(appeals)
    if out is None:
        for match in index.query([str(draft)], limit=limit):
            click.echo(f"{match.score:.3f}  {match.id}  {match.because}")
        return
    tables.write(neighbours(index, appeals, limit, show=_bar), out)
    click.echo(f"{len(index)} appeals compared → {out}")


@command.command("classify")
@click.option("--train", "known", required=True, type=_FILE, help="Table with labels.")
@click.option("--test", "asked", required=True, type=_FILE, help="Table to label.")
@click.option("--label", default="service", show_default=True, help="Column: label; levels by /.")
@click.option("--hold", help="Column: rows of one value are held out together.")
@click.option("--model", type=_FILE, help="File to keep the trained model in.")
@_out
@_named
def classify_verb(known: Path, asked: Path, out: Path, names: Names, **chosen: Any) -> None:
    """Learn from one table, suggest for another: id, label, confidence, decided, because."""
    from jiesu.mining.classify import train

    with _working("Learning"):
        learned, given = Appeals(known, names), Appeals(asked, names)
        held = chosen["hold"] and tables.column(learned.table, chosen["hold"])
        labels = tables.column(learned.table, chosen["label"])
        model = train(learned.texts, labels, groups=held)
        if chosen["model"]:
            model.save(chosen["model"])
        found = model.predict(given.texts)
        tables.write(found.add_column(0, "id", given.table.column(names.id).cast("string")), out)
    decided = found["decided"].to_pylist().count(True)
    click.echo(f"{found.num_rows} labelled, {decided} of them decided → {out}")


def _bar(rows: Any) -> Any:
    from rich.progress import track

    return track(rows, "Comparing", transient=True)
