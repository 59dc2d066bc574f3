"""Who is acting: the one description of a caller that every function below the edge asks for."""

from dataclasses import dataclass, field
from datetime import date
from typing import Self

from django.db.models import Q

from jiesu.directory.models import Person, RoleGrant
from jiesu.rules.roles import Permission, Role, permissions_of


@dataclass(frozen=True)
class Actor:
    """Somebody or something that acts: staff, a resident with a tracking code, or a machine.

    `grants` pairs each role with the id of the unit it is held in, or None.
    """

    kind: str
    grants: frozenset[tuple[Role, int | None]] = frozenset()
    person_id: int | None = None
    appeal_id: int | None = None
    channel: str = ""
    name: str = field(default="", compare=False)

    @classmethod
    def system(cls) -> Self:
        """Stand for the worker."""
        return cls("system", frozenset({(Role.SYSTEM, None)}))

    @classmethod
    def resident(cls, appeal_id: int | None = None) -> Self:
        """Stand for a resident; with `appeal_id`, one who showed its tracking code."""
        return cls("resident", frozenset({(Role.RESIDENT, None)}), appeal_id=appeal_id)

    @classmethod
    def machine(cls, channel: str) -> Self:
        """Stand for a program that hands in appeals for residents."""
        return cls("machine", frozenset({(Role.RESIDENT, None)}), channel=channel)

    @property
    def roles(self) -> frozenset[Role]:
        """Give the duties held, whatever the unit."""
        return frozenset(role for role, _ in self.grants)

    @property
    def unit_ids(self) -> frozenset[int]:
        """Give the units in which a duty is held."""
        return frozenset(unit for _, unit in self.grants if unit is not None)

    @property
    def staff_id(self) -> int:
        """Give the person's id; raises `ValueError` for an actor that is nobody on the staff."""
        if self.person_id is None:
            raise ValueError(f"{self.kind} is nobody on the staff")
        return self.person_id

    def holds(self, role: Role) -> bool:
        """Tell whether the duty is held."""
        return role in self.roles

    def may(self, permission: Permission) -> bool:
        """Tell whether any held duty allows it; an unknown name raises."""
        return Permission(permission) in permissions_of(self.roles)


def grants_of(person: Person, *, on: date) -> list[RoleGrant]:
    """List the duties in force on a day."""
    in_force = Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gte=on))
    return list(person.grants.filter(in_force).select_related("unit"))


def actor_for(person: Person, *, on: date) -> Actor:
    """Describe a signed-in person; an inactive one holds no duty."""
    grants = grants_of(person, on=on) if person.is_active else []
    held = frozenset((Role(grant.role), grant.unit_id) for grant in grants)
    return Actor("staff", held, person_id=person.pk, name=str(person))
