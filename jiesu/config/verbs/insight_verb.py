"""`jiesu insight`: the store and its analyses, by hand."""

import signal
import sys
from pathlib import Path

import click
from django.conf import settings
from django.utils import timezone
from rich.progress import Progress

from jiesu.casework.reading import copying
from jiesu.directory.people import Actor
from jiesu.insight import runner
from jiesu.insight.ingestion.rebuild import rebuild as rebuild_store
from jiesu.insight.registry import analyses


@click.group()
def command() -> None:
    """Keep the think tank: rebuild its store, run its analyses."""


@command.command()
def rebuild() -> None:
    """Write the store of facts and texts anew from the database."""
    with Progress() as progress:
        bar = progress.add_task("appeals", total=copying.appeals(actor=Actor.system()).count())
        for copied in rebuild_store(Path(settings.STORE), now=timezone.now()):
            progress.advance(bar, copied)


@command.command()
@click.argument("names", nargs=-1)
def run(names: tuple[str, ...]) -> None:
    """Run the analyses named, or all of them, now."""
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
    failed = []
    for analysis in analyses():
        if names and analysis.name not in names:
            continue
        done = runner.run(analysis, now=timezone.now())
        click.echo(f"{analysis.name}: {'done' if done else 'failed'}")
        failed += [] if done else [analysis.name]
    if failed:
        raise click.ClickException(f"Not run: {', '.join(failed)}. See the log for the reason.")


@command.command()
@click.argument("name")
def cancel(name: str) -> None:
    """Give up a run under way; the last result stays."""
    click.echo("cancelled" if runner.cancel(name) else "not running")
