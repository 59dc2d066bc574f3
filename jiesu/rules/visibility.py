"""Who may see what: the law over plain facts, which `casework.reading.gate` turns into queries.

Rows, counts, words and steps are decided here and nowhere else, for everybody and every door.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from math import floor

from jiesu.rules.roles import Permission, Role, permissions_of

WRONGDOING, INQUIRY = "whistleblow_report", "inquiry"  # kinds of appeals
NORMAL, CONFIDENTIAL = "normal", "confidential"  # who may know who said it
SMALL = 5  # a count below it could name a person, and is told as "fewer than"
CELL = 0.005  # degrees; counts around a place are made in fixed cells of this side

_NOBODY: frozenset[int] = frozenset()
_NONE: frozenset[str] = frozenset()


class Reach(StrEnum):
    """How far somebody's sight goes before anything is kept from them."""

    NOTHING = "nothing"
    OWN = "own"  # the appeal whose code they showed
    UNITS = "units"  # what their units lead or support
    ALL = "all"


class Listener(StrEnum):
    """For whom steps and notes are told."""

    PUBLIC = "public"
    UNIT = "unit"
    STAFF = "staff"


@dataclass(frozen=True)
class Reader:
    """Who asks: `kind` as of an actor, the duties, and the units in which they are held.

    What accuses a unit of `kept_from` is not for them.
    """

    kind: str
    roles: frozenset[Role] = frozenset()
    units: frozenset[int] = _NOBODY
    kept_from: frozenset[int] = _NOBODY
    appeal: int | None = None

    def may(self, permission: Permission) -> bool:
        """Tell whether any duty allows it."""
        return permission in permissions_of(self.roles)


@dataclass(frozen=True)
class Scope:
    """What may be seen: within the reach, without what is kept out.

    With `accusing` false, nothing that accuses any unit.
    """

    reach: Reach
    units: frozenset[int] = _NOBODY
    appeal: int | None = None
    kept_from: frozenset[int] = _NOBODY
    without_kinds: frozenset[str] = _NONE
    without_secrecies: frozenset[str] = _NONE
    accusing: bool = True


NOTHING, EVERYTHING = Scope(Reach.NOTHING), Scope(Reach.ALL)
# Reports of wrongdoing, personal inquiries, and whatever accuses or was said in confidence are
# nobody else's business (appendix B, 15.4).
PUBLISHED = Scope(
    Reach.ALL,
    without_kinds=frozenset({WRONGDOING, INQUIRY}),
    without_secrecies=frozenset({CONFIDENTIAL}),
    accusing=False,
)


def cases(reader: Reader) -> Scope:
    """Say which work orders and appeals somebody may open."""
    if reader.kind == "system":
        return EVERYTHING
    if reader.kind == "public":
        return PUBLISHED
    if reader.appeal is not None:
        return Scope(Reach.OWN, appeal=reader.appeal)
    if reader.may(Permission.APPEAL_READ):
        return Scope(Reach.ALL, kept_from=reader.kept_from)
    if reader.may(Permission.APPEAL_READ_OWN_UNIT):
        return Scope(Reach.UNITS, units=reader.units, kept_from=reader.kept_from)
    return NOTHING


def figures(reader: Reader) -> Scope:
    """Say which appeals may be listed and counted behind a figure, without the person."""
    if reader.may(Permission.BOARD_READ):
        return Scope(Reach.ALL, kept_from=reader.kept_from, without_kinds=frozenset({WRONGDOING}))
    return cases(reader) if reader.kind in {"system", "public"} else NOTHING


@dataclass(frozen=True)
class Matter:
    """One appeal with its work order: who works on it, and whom it or its first order accuses."""

    appeal: int
    kind: str
    secrecy: str = NORMAL
    units: frozenset[int] = field(default=_NOBODY)
    accused: frozenset[int] = field(default=_NOBODY)


def admits(scope: Scope, matter: Matter) -> bool:
    """Tell whether a matter may be seen."""
    return (
        _reaches(scope, matter)
        and not matter.accused & scope.kept_from
        and (scope.accusing or not matter.accused)
        and matter.kind not in scope.without_kinds
        and matter.secrecy not in scope.without_secrecies
    )


def _reaches(scope: Scope, matter: Matter) -> bool:
    return {
        Reach.NOTHING: False,
        Reach.OWN: matter.appeal == scope.appeal,
        Reach.UNITS: bool(matter.units & scope.units),
        Reach.ALL: True,
    }[scope.reach]


def barred(unit: int, accused: int, above: Mapping[int, int]) -> bool:
    """Tell whether what accuses one unit is kept from another; `above` maps units to parents.

    It is kept from the accused itself, from all below it, and from those above it up to the body at
    the top, which supervises them and may have to handle it.
    """
    up = _upward(accused, above)
    return unit in up[:-1] or accused in _upward(unit, above)


def kept_from(units: frozenset[int], above: Mapping[int, int]) -> frozenset[int]:
    """Give the units whose accusers are hidden from whoever holds a duty in `units`."""
    known = units.union(above, above.values())
    return frozenset(one for one in known if any(barred(unit, one, above) for unit in units))


def _upward(unit: int, above: Mapping[int, int]) -> list[int]:
    """Give a unit and those above it, the top one last; a circle is gone round once."""
    way = [unit]
    while way[-1] in above and above[way[-1]] not in way:
        way.append(above[way[-1]])
    return way


def listener(reader: Reader) -> Listener:
    """Say for whom the steps of a work order are told."""
    if reader.kind != "staff":
        return Listener.PUBLIC
    return Listener.STAFF if reader.may(Permission.APPEAL_READ) else Listener.UNIT


def reads_words(reader: Reader, kind: str, secrecy: str) -> bool:
    """Tell whether words are read as they were said; to others they come scrubbed of identity."""
    if reader.kind == "system" or reader.appeal is not None or reader.may(Permission.APPEAL_READ):
        return True
    unprotected = kind != WRONGDOING and secrecy == NORMAL
    return unprotected and reader.may(Permission.APPEAL_READ_OWN_UNIT)


def least(reader: Reader) -> int:
    """Give the smallest count that is told: those who may list what is counted are told each."""
    lists = (Permission.APPEAL_READ, Permission.APPEAL_READ_OWN_UNIT, Permission.TEXT_READ)
    return 1 if reader.kind == "system" or any(map(reader.may, lists)) else SMALL


@dataclass(frozen=True)
class Count:
    """A count as it may be told; `number` is None where it is withheld."""

    number: int | None
    small: bool = False

    def __str__(self) -> str:
        if self.number is None:
            return f"< {SMALL}" if self.small else "–"
        return str(self.number)


def told(number: int, fewest: int) -> Count:
    """Give a count as it may be told where `fewest` is the smallest; nothing is no secret."""
    return Count(None, small=True) if 0 < number < fewest else Count(number)


def parts_told(parts: Mapping[str, int], fewest: int) -> dict[str, Count]:
    """Give the parts of a whole that is told too: one alone that is small would be the rest.

    So more are withheld, the least first, until what is withheld is no small count itself.
    """
    hidden = {name for name, number in parts.items() if 0 < number < fewest}
    rest = sorted((number, name) for name, number in parts.items() if number and name not in hidden)
    for _number, name in rest if hidden else ():
        if sum(parts[one] for one in hidden) >= fewest:
            break
        hidden.add(name)
    return {
        name: Count(None, small=number < fewest) if name in hidden else Count(number)
        for name, number in parts.items()
    }


def cell_of(lat: float, lon: float) -> tuple[float, float, float, float]:
    """Give the south, west, north and east of the fixed cell around a place, in degrees.

    Nobody finds out where something lies by asking of one square after another.
    """
    south, west = floor(lat / CELL) * CELL, floor(lon / CELL) * CELL
    return south, west, south + CELL, west + CELL
