"""`jiesu mine heat`."""

from pathlib import Path

import click

from jiesu.mining import tables
from jiesu.mining.appeals import Appeals, Names
from jiesu.mining.heat.ranking import ranked
from jiesu.mining.lazy import LazyModule
from jiesu.mining.options import FILE, named, out_file, source_file, working

_grouping = LazyModule("jiesu.mining.grouping.api")  # its kernels take a second


@click.command("heat")
@source_file
@out_file
@click.option("--groups", "known", type=FILE, help="What `mine groups` wrote; else done anew.")
@click.option("--now", help="The day that is today; default: the latest time in the file.")
@click.option("--person", default="appellant", show_default=True, help="Column: who spoke.")
@click.option("--likes", default="likes", show_default=True, help="Column: likes.")
@named
def command(source: Path, out: Path, known: Path | None, names: Names, **chosen: str) -> None:
    """Rank the groups, hottest first: each part of the heat, and a headline."""
    with working("Ranking"):
        appeals = Appeals(source, names)
        found = tables.read(known) if known else _grouping.group_appeals(appeals)
        hot = ranked(appeals, found, **chosen)
        tables.write(hot, out)
    click.echo(f"{hot.num_rows} groups ranked → {out}")
