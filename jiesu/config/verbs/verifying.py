"""`jiesu verify`: whether the log still says what was written."""

import click
from rich.progress import Progress

from jiesu.casework.ledger import audit
from jiesu.casework.reading import copying
from jiesu.directory.people import Actor


@click.command()
def command() -> None:
    """Recompute the chains and seals of the log; exit code 1 where they do not hold."""
    faults = []
    entries, seals = copying.size_of_the_log(actor=Actor.system())
    with Progress(transient=True) as progress:
        bar = progress.add_task("log", total=entries)
        for found in audit.verify():
            if isinstance(found, audit.Fault):
                faults.append(found)
                progress.console.print(f"{found.where}: {found.what}", style="red")
            else:
                progress.advance(bar, found)
    if faults:
        raise click.ClickException(f"The log does not hold in {len(faults)} places.")
    click.echo(f"The log holds: {entries} entries, {seals} seals.")
