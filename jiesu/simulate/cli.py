"""`jiesu simulate`: an invented city, its appeals, and a database full of both."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import click

from jiesu.simulate.city.size import LARGEST, SMALLEST, Size, fitting

DAYS = 730
COUNT = click.IntRange(1, 100_000_000)
FILE = click.Path(path_type=Path, dir_okay=False)
SEED = click.option("--seed", default=1, show_default=True, help="Same seed, same city.")
COMMUNITIES = click.IntRange(SMALLEST, LARGEST)


@click.group(invoke_without_command=True)
@click.option("--appeals", "count", type=COUNT, help="Short for `simulate appeals`.")
@click.option("--out", type=FILE)
@SEED
@click.pass_context
def command(ctx: click.Context, count: int | None, out: Path | None, seed: int) -> None:
    """Make a synthetic city to try, show and measure Jiesu with; none of it is real."""
    if ctx.invoked_subcommand is None:
        if count is None or out is None:
            raise click.UsageError("Say what to make: city, appeals or load; see --help.")
        ctx.invoke(write_appeals, count=count, out=out, seed=seed, days=DAYS)


@contextmanager
def analytics() -> Iterator[None]:
    """Say in a sentence what is missing where only the base of Jiesu is installed."""
    try:
        yield
    except ModuleNotFoundError as missing:
        raise click.ClickException(
            f"Simulating appeals needs {missing.name}, which is not installed;"
            " install Jiesu with its analytics: pip install 'jiesu[analytics]'"
        ) from missing


@command.command("city")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True)
@click.option("--communities", type=COMMUNITIES, default=SMALLEST, show_default=True)
@SEED
def write_city(*, out: Path, communities: int, seed: int) -> None:
    """Write the city's directory as files that `jiesu directory import` takes."""
    from jiesu.simulate.city import files

    for path in files.write(files.city(seed, Size(communities)), out):
        click.echo(path)


@command.command("appeals")
@click.option("--appeals", "count", type=COUNT, required=True)
@click.option("--out", type=FILE, required=True)
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="The stream ends before this day.")
@click.option("--days", type=click.IntRange(1, 1400), default=DAYS, show_default=True)
@click.option(
    "--communities",
    type=COMMUNITIES,
    help="Size of the city.  [default: 150, more from 3,600 appeals a year in each]",
)
@SEED
def write_appeals(  # noqa: PLR0913  (an argument for each option)
    *,
    count: int,
    out: Path,
    days: int,
    seed: int,
    until: datetime | None = None,
    communities: int | None = None,
) -> None:
    """Write a stream of appeals as Parquet, and the truth about them beside it."""
    with analytics():
        from jiesu.simulate.stream import appeals
    end = until.date() if until else appeals.UNTIL
    size = Size(communities) if communities else fitting(count, days)
    order = appeals.Order(appeals=count, seed=seed, until=end, days=days, size=size)
    if size.is_large:
        click.echo(f"The city has {size.communities:,} communities.", err=True)
    with click.progressbar(length=count, label=str(out), file=sys.stderr) as bar:
        for rows in appeals.write(order, out):
            bar.update(rows)


@command.command("load")
@click.option("--appeals", "count", type=COUNT, default=20_000, show_default=True)
@SEED
def load_city(*, count: int, seed: int) -> None:
    """Fill the database: the city, its closed past, today's cases, and passwords for its staff.

    For demonstrations only (JIESU_DEMO=true). Safe to stop and to run again: what is there stays.
    """
    _set_up_django()
    with analytics():
        from jiesu.simulate.loading import filling
    try:
        filling.fill(count, seed, now=datetime.now(UTC))
    except filling.NotLoadedError as error:
        raise click.ClickException(str(error)) from None
    filling.print_accounts()


@command.command("people")
def list_people() -> None:
    """Show who of the invented staff can sign in, and how."""
    _set_up_django()
    from jiesu.simulate.loading import filling

    filling.print_accounts()


def _set_up_django() -> None:
    """Make the database ready; the program has said by then which settings are its own."""
    import django

    django.setup()
