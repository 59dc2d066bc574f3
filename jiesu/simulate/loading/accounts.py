"""Passwords for the demonstration, and the list of who can sign in where."""

from typing import NamedTuple

from django.contrib.auth.hashers import make_password
from django.db.models import Count

from jiesu.casework.models import WorkOrder
from jiesu.casework.reading.queries import UNIT_STATES
from jiesu.directory.models import Person, RoleGrant
from jiesu.rules.roles import STAFF_ROLES, Role

PASSWORD = "jiesu-demo-2026"  # noqa: S105  (everybody may know it: it opens the demonstration only)


class Account(NamedTuple):
    """Somebody who can sign in, with one of his duties and the unit he holds it in."""

    username: str
    name: str
    role: Role
    unit: str


def open_all() -> int:
    """Let the whole invented staff sign in by `PASSWORD`; give how many there are.

    One hash serves all: they share the password anyway, and three hundred take half a minute.
    """
    return Person.objects.filter(email__endswith="@yunjiang.example").update(
        password=make_password(PASSWORD)
    )


def examples() -> list[Account]:
    """Name one person for each role; in the units, those with most to do."""
    return [account for role in STAFF_ROLES if (account := _example(role))]


def _example(role: Role) -> Account | None:
    grants = RoleGrant.objects.filter(role=role, person__email__endswith="@yunjiang.example")
    grants = grants.select_related("person", "unit")
    if role in {Role.HANDLER, Role.UNIT_HEAD}:
        grants = grants.filter(unit__code=_busiest())
    grant = grants.order_by("person__pk").first()
    if grant is None:
        return None
    unit = grant.unit.name if grant.unit else ""
    return Account(grant.person.username, grant.person.name, role, unit)


def _busiest() -> str:
    """Give the code of the unit with most open work, so that its inbox is worth opening."""
    mine = WorkOrder.objects.filter(state__in=UNIT_STATES, lead_unit__isnull=False)
    counted = mine.values_list("lead_unit__code").annotate(count=Count("pk"))
    first = counted.order_by("-count", "lead_unit__code").first()
    return first[0] if first else ""
