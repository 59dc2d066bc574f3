"""`jiesu people`: accounts and duties from the command line, for the first administrator."""

import click
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from rich.console import Console
from rich.table import Table

from jiesu.directory import staff
from jiesu.directory.models import Person, Unit
from jiesu.directory.people import grants_of
from jiesu.rules.roles import STAFF_ROLES, Role


@click.group()
def command() -> None:
    """Give people accounts and duties."""


@command.command("list")
def list_people() -> None:
    """Show who may sign in, and with which duties."""
    table, today = Table("username", "name", "duties"), timezone.localdate()
    for person in Person.objects.filter(is_active=True).order_by("username"):
        duties = (
            f"{g.role} ({g.unit.code})" if g.unit else g.role for g in grants_of(person, on=today)
        )
        table.add_row(person.username, person.name, ", ".join(duties))
    Console().print(table)


@command.command()
@click.argument("username")
@click.option("--name", default="", help="The name that pages show.")
@click.option("--role", type=click.Choice([role.value for role in STAFF_ROLES]), multiple=True)
@click.option("--unit", "unit_code", default="", help="Code of the unit the duties belong to.")
@click.password_option()
def add(username: str, name: str, role: tuple[str, ...], unit_code: str, password: str) -> None:
    """Make an account, or give an existing one more duties and a new password."""
    unit = Unit.objects.filter(code=unit_code).first()
    if unit_code and unit is None:
        raise click.ClickException(f"There is no unit with the code {unit_code}.")
    try:
        _add(username, name, [Role(one) for one in role], unit, password)
    except (ValidationError, staff.StaffError) as error:
        raise click.ClickException(" ".join(getattr(error, "messages", [str(error)]))) from None
    click.echo(f"{username} can sign in; the second factor is set up at the first sign-in.")


@transaction.atomic
def _add(username: str, name: str, roles: list[Role], unit: Unit | None, password: str) -> None:
    person, _created = Person.objects.get_or_create(username=username, defaults={"name": name})
    staff.set_password(person, password)
    for role in roles:
        staff.grant(person, role, unit=unit, on=timezone.localdate())
