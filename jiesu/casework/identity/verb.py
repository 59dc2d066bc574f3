"""`jiesu vault`: the keys that identities are sealed under."""

import click
from django.conf import settings

from jiesu.casework.identity import vault


@click.group()
def command() -> None:
    """Keep the keys of the vault."""


@command.command("rotate")
def rotate() -> None:
    """Seal under a new key from now on; what is sealed already stays readable."""
    name = vault.rotate(settings.VAULT_KEYS)
    click.echo(
        f"From now on key {name} seals; back up {settings.VAULT_KEYS}, restart `jiesu serve`."
    )
