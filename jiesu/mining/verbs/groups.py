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
    """Say which appeals are one problem: id, group, role, score, because."""
    with working("Grouping"):
        found = Appeals(source, names).grouped()
        tables.write(found, out)
    alone = found["role"].to_pylist().count("only")
    many = found.num_rows - alone
    count = len(found["group"].unique()) - alone
    click.echo(f"{found.num_rows} appeals: {count} groups of {many} appeals, {alone} alone → {out}")
