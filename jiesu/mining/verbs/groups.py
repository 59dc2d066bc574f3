"""`jiesu mine groups`."""

from pathlib import Path

import click

from jiesu.mining import tables
from jiesu.mining.appeals import Appeals, Names
from jiesu.mining.verbs.options import named, out_file, source_file, working


@click.command("groups")
@source_file
@out_file
@named
def command(source: Path, out: Path, names: Names) -> None:
    """Say which appeals are one problem: id, group, role, score, because.

    Parquet of two million rows and more is read and written in chunks; it must stand in the order
    of time.
    """
    from jiesu.mining.group_files import LONG, rows_of

    if out.suffix == ".parquet" and rows_of(source) >= LONG:
        count, alone = _streamed(source, out, names)
    else:
        with working("Grouping"):
            found = Appeals(source, names).grouped()
            tables.write(found, out)
        alone = found["role"].to_pylist().count("only")
        count = len(found["group"].unique()) - alone
    click.echo(f"{count} groups of two appeals and more, {alone} appeals alone → {out}")


def _streamed(source: Path, out: Path, names: Names) -> tuple[int, int]:
    """Group a long file while a bar shows how far it is."""
    from rich.progress import Progress

    from jiesu.mining.group_files import group_file, rows_of

    try:
        with Progress(transient=True) as bar:
            task = bar.add_task("Grouping", total=rows_of(source))
            return group_file(source, out, names, lambda rows: bar.advance(task, rows))
    except ValueError as wrong:
        raise click.ClickException(str(wrong)) from wrong
