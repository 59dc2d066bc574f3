"""Staff in every role: the hotline centre, and a head and handlers in every unit that leads."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from jiesu.rules.roles import Role
from jiesu.simulate.city import names
from jiesu.simulate.city.units import HOTLINE, Unit

_CENTRE: tuple[tuple[str, Role, int], ...] = (
    ("operator", Role.OPERATOR, 8),
    ("dispatcher", Role.DISPATCHER, 4),
    ("reviewer", Role.REVIEWER, 2),
    ("followup", Role.FOLLOW_UP, 4),
    ("analyst", Role.ANALYST, 2),
    ("leader", Role.LEADER, 2),
    ("admin", Role.ADMINISTRATOR, 1),
    ("auditor", Role.AUDITOR, 1),
)


class Clerk(NamedTuple):
    """Somebody on the staff; `roles` are separated by semicolons."""

    username: str
    name: str
    email: str
    roles: str
    unit: str


def people(seed: int, units: list[Unit]) -> list[Clerk]:
    """Invent the staff; communities have none, since they only assist."""
    rng = np.random.default_rng([seed, 3])
    posts = [*_centre(), *_in_units(units)]
    found = names.Lists(rng).pairs("surnames", "given", spaced=False)
    return [
        Clerk(username, found[i % len(found)][0], f"{username}@yunjiang.example", role, unit)
        for i, (username, role, unit) in enumerate(posts)
    ]


def _centre() -> Iterator[tuple[str, str, str]]:
    for word, role, count in _CENTRE:
        for number in range(1, count + 1):
            yield (f"{word}{number}", role.value, HOTLINE)


def _in_units(units: list[Unit]) -> Iterator[tuple[str, str, str]]:
    for unit in units:
        if unit.code == HOTLINE or unit.level == "community":
            continue
        yield (f"{unit.code.lower()}-head", Role.UNIT_HEAD.value, unit.code)
        yield (f"{unit.code.lower()}-1", Role.HANDLER.value, unit.code)
