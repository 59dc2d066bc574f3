"""`jiesu mine similar`."""

from functools import partial
from pathlib import Path

import click

from jiesu.mining import tables
from jiesu.mining.appeals import Appeals, Names
from jiesu.mining.options import FILE, bar, named, source_file, working
from jiesu.mining.similar.neighbours import index_of, nearest, neighbours


@click.command("similar")
@source_file
@click.option("--draft", help="Text of one draft: its likeliest earlier appeals are printed.")
@click.option("--out", type=FILE, help="Without a draft: the likeliest others of every row.")
@click.option("--limit", default=10, show_default=True, type=click.IntRange(1, 100))
@named
def command(source: Path, draft: str | None, out: Path | None, limit: int, names: Names) -> None:
    """Find the appeals that are likeliest the same as a draft, or as every row."""
    if (draft is None) == (out is None):
        raise click.UsageError("give either --draft or --out")
    with working("Reading"):
        appeals = Appeals(source, names)
        index = index_of(appeals)
    if out is None:
        for name, score, why in nearest(index, appeals, str(draft), limit):
            click.echo(f"{score:.3f}  {name}  {why}")
        return
    tables.write(neighbours(index, appeals, limit, show=partial(bar, what="Comparing")), out)
    click.echo(f"{len(index)} appeals compared → {out}")
