"""`jiesu serve` and `jiesu migrate`: the pages and the tables."""

import contextlib
from pathlib import Path

import click
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from jiesu.casework.identity import vault
from jiesu.config.operations import generation


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, help="Port to listen on.")
@click.option("--workers", default=2, show_default=True, help="Processes that answer.")
@click.option("--threads", default=4, show_default=True, help="Threads of each process.")
def serve(*, host: str, port: int, workers: int, threads: int) -> None:
    """Serve the pages and the interfaces."""
    from granian import Granian
    from granian.constants import Interfaces

    set_up()
    Granian(
        "jiesu.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
    ).serve()


@click.command()
def migrate() -> None:
    """Bring the tables up to date."""
    set_up()
    click.echo("The tables are up to date.")


def set_up() -> None:
    """Make or update the tables and gather what pages need; quick where nothing is to be done."""
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)


def first_use(verb: str) -> None:
    """Set an empty database up, so that any verb can be the first; refuse one of another age."""
    if not connection.introspection.table_names():
        set_up()
    generation.check(upgrades=verb in {"serve", "migrate"})
    if verb not in _WITHOUT_KEYS:
        _check_keys()
    _close_to_others()


_WITHOUT_KEYS = frozenset({"migrate", "restore", "backup", "verify"})


def _check_keys() -> None:
    """End with a sentence where identities are sealed under keys that are not here."""
    if "casework_identity" not in connection.introspection.table_names():
        return
    try:
        vault.check(settings.VAULT_KEYS)
    except vault.KeysMissingError as error:
        raise click.ClickException(str(error)) from None


def _close_to_others() -> None:
    """Let nobody else on the machine read the database."""
    if connection.vendor == "sqlite" and (path := Path(connection.settings_dict["NAME"])).exists():
        for one in (path, *path.parent.glob(f"{path.name}-*")):
            with contextlib.suppress(OSError):  # another user's, or just gone
                one.chmod(0o600)
