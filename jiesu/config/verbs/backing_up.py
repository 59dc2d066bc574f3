"""`jiesu backup` and `jiesu restore`."""

from pathlib import Path

import click
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from jiesu.config.operations import backups

_FOLDER = click.Path(path_type=Path)


@click.command()
@click.argument("folder", type=_FOLDER)
@click.option("--keys", type=_FOLDER, help="Copy the keys here; keep them apart from the backup.")
def backup(folder: Path, keys: Path | None) -> None:
    """Copy database and files into FOLDER, while the service runs."""
    if keys and (keys.resolve() == folder.resolve() or folder.resolve() in keys.resolve().parents):
        raise click.ClickException("Keys within the backup would open it to whoever finds it.")
    try:
        reached = backups.make(folder, keys=keys, now=timezone.now())
    except backups.BackupError as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"{folder} holds the log up to entry {reached.entries}, and all files.")
    if not keys:
        click.echo(
            f"The keys are not in it: keep {', '.join(backups.KEYS)} of {settings.DATA} by another "
            "way, or give --keys."
        )


@click.command()
@click.argument("folder", type=_FOLDER)
@click.option("--keys", type=_FOLDER, help="Put the keys of this folder back too.")
@click.option("--replace", is_flag=True, help="Put it in the place of a database that holds cases.")
def restore(folder: Path, keys: Path | None, *, replace: bool) -> None:
    """Put the backup in FOLDER in the place of what is; the service must be stopped."""
    try:
        then, here = backups.check(folder), backups.state()
        if here.entries and not replace:
            raise click.ClickException(
                f"There is a database with {here.entries} log entries here. To put the backup in "
                "its place, give --replace; what is here is kept beside it."
            )
        backups.put_back(folder, keys=keys, now=timezone.now())
    except backups.BackupError as error:
        raise click.ClickException(str(error)) from None
    call_command("migrate", interactive=False, verbosity=0)
    connection.close()
    click.echo(f"Restored: the log stands at entry {then.entries}.")
    if here.entries > then.entries:
        click.echo(
            f"{here.entries - then.entries} entries of the database that was here came later and "
            "are not in it: numbers given to people since may be given again. Compare with what "
            "was moved aside (.before-…), and call those concerned."
        )
    click.echo("Figures are made again from it: jiesu insight rebuild")
