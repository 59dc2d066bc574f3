"""`jiesu key`: keys for programs that hand appeals in."""

from datetime import UTC, datetime

import click
from rich.console import Console
from rich.table import Table

from jiesu.channels import keys
from jiesu.directory.models import Person

CHANNELS = ("open311", "rest")


@click.group("key")
def command() -> None:
    """Make, list and revoke the keys of programs."""


@command.command()
@click.argument("name")
@click.option("--channel", type=click.Choice(CHANNELS), required=True, help="The door it opens.")
@click.option("--person", default="", help="Username of the staff member it acts as (rest only).")
def new(name: str, channel: str, person: str) -> None:
    """Make a key called NAME and print it, for the only time."""
    if person and channel != "rest":
        raise click.UsageError("A key for Open311 acts for residents and for no member of staff.")
    member = Person.objects.filter(username=person, is_active=True).first() if person else None
    if person and member is None:
        raise click.ClickException(f"Nobody called {person} is on the staff; see `jiesu people`.")
    click.echo(keys.make(name, channel, person=member, now=datetime.now(UTC)))


@command.command("list")
def list_them() -> None:
    """List the keys in force."""
    table = Table("number", "name", "channel", "acts as", "since", box=None)
    for key in keys.in_force():
        acts_as = key.person.username if key.person else "residents"
        table.add_row(str(key.pk), key.name, key.channel, acts_as, f"{key.created_at:%Y-%m-%d}")
    Console().print(table)


@command.command()
@click.argument("number", type=int)
def revoke(number: int) -> None:
    """Put the key of this NUMBER out of force, at once."""
    if not keys.revoke(number, now=datetime.now(UTC)):
        raise click.ClickException(f"No key in force has the number {number}.")
    click.echo(f"Key {number} opens nothing any more.")
