"""`jiesu simulate`: an invented city, its appeals, and a database full of both."""

from pathlib import Path

import click

SEED = click.option("--seed", default=1, show_default=True, help="Same seed, same city.")


@click.group()
def command() -> None:
    """Make a synthetic city to try, show and measure Jiesu with; none of it is real."""


@command.command("city")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True)
@SEED
def write_city(out: Path, seed: int) -> None:
    """Write the city's directory as files that `jiesu directory import` takes."""
    from jiesu.simulate.city import files

    for path in files.write(files.city(seed), out):
        click.echo(path)
