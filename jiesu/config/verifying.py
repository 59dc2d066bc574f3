"""`jiesu verify`: whether the log still says what was written."""

import click
from rich.progress import Progress

from jiesu.casework import audit
from jiesu.casework.models import LogEntry, Seal


@click.command()
def command() -> None:
    """Recompute the chains and seals of the log; exit code 1 where they do not hold."""
    faults = []
    with Progress(transient=True) as progress:
        bar = progress.add_task("log", total=LogEntry.objects.count())
        for found in audit.verify():
            if isinstance(found, audit.Fault):
                faults.append(found)
                progress.console.print(f"{found.where}: {found.what}", style="red")
            else:
                progress.advance(bar, found)
    entries, seals = LogEntry.objects.count(), Seal.objects.count()
    if faults:
        raise click.ClickException(f"The log does not hold in {len(faults)} places.")
    click.echo(f"The log holds: {entries} entries, {seals} seals.")
