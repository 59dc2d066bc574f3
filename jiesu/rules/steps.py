"""A life as one table: from where, by whom, to where, and everything that follows from a step.

Pages, programs' interfaces, time lines, letters, clocks, the reference and its drawing are derived
from the rows. A work order's life is one such table (`lifecycle`); another thing with a life of its
own brings another.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar, cast

from jiesu.rules.policy import SAMPLE
from jiesu.rules.roles import Role


class Audience(StrEnum):
    """Who is told of a step, and how."""

    STAFF = "staff"  # in the history that the staff read
    APPELLANT = "appellant"  # in the appellant's own story too
    NOTIFIED = "notified"  # and the appellant is written to


class Reader(StrEnum):
    """Who will read the words that are entered, so that the one who writes them knows."""

    APPELLANT = "appellant"
    OPERATOR = "operator"
    UNIT = "unit"


class InputKind(StrEnum):
    """What is entered: it decides the field of a page and the type in a program's interface."""

    TEXT = "text"  # a few sentences
    LINE = "line"
    CHOICE = "choice"  # one of `choices`
    YES_NO = "yes_no"  # required: a box to tick; else a question that may be left open
    RATING = "rating"  # 1 (bad) to 5 (good)
    DURATION = "duration"  # so many days or hours more
    SERVICE = "service"
    AREA = "area"
    UNIT = "unit"
    UNITS = "units"  # several of them
    WORK_ORDER = "work_order"
    PHOTOS = "photos"
    SUGGESTIONS = "suggestions"  # the ids of what the machine had proposed before the decision


@dataclass(frozen=True)
class Input:
    """One thing that is entered with a step; `longest` in characters, 0 where none are typed."""

    name: str
    kind: InputKind
    required: bool = True
    choices: tuple[str, ...] = ()
    reader: Reader | None = None

    @property
    def longest(self) -> int:
        """Give how many characters it may have."""
        texts = SAMPLE.texts
        return {InputKind.TEXT: texts.text, InputKind.LINE: texts.place}.get(self.kind, 0)


@dataclass(frozen=True)
class Clocks:
    """Which clocks a step meets, starts, and ends unmet; `stopped` ends all that still run."""

    met: tuple[str, ...] = ()
    started: tuple[str, ...] = ()
    stopped: bool = False
    ended: tuple[str, ...] = ()


S = TypeVar("S", bound=StrEnum)
A = TypeVar("A", bound=StrEnum)


@dataclass(frozen=True)
class Step(Generic[S, A]):
    """One row: in `state`, `roles` may take `action`, which leads `to` and leaves `event`."""

    state: S
    action: A
    to: S
    roles: frozenset[Role]
    event: str
    audience: Audience = Audience.STAFF
    clocks: Clocks = Clocks()
    inputs: tuple[Input, ...] = ()


class NotAllowedError(Exception):
    """The law knows no such step from this state, or not for this role.

    The sentence names the steps that are open to the role instead.
    """

    def __init__(self, state: str, action: str, role: Role, instead: Iterable[str]) -> None:
        self.state, self.action, self.role = state, action, role
        open_now = ", ".join(instead) or "nothing"
        super().__init__(f"The {role} may not {action} what is {state}; open to them: {open_now}.")


class Table(Mapping[tuple[S, A], Step[S, A]]):
    """All steps of one life, by state and action, in the order in which they are written.

    `beside` are the events that leave the state as it is, each with who is told of it. Raises
    `ValueError` where two rows speak of the same step.
    """

    def __init__(
        self, rows: Iterable[Step[S, A]], *, closed: Iterable[S], beside: Mapping[str, Audience]
    ) -> None:
        self._rows: dict[tuple[S, A], Step[S, A]] = {}
        for row in rows:
            if (row.state, row.action) in self._rows:
                raise ValueError(f"Two rows say what {row.action} does to what is {row.state}.")
            self._rows[row.state, row.action] = row
        self.closed, self.beside = frozenset(closed), dict(beside)
        told = {row.event: row.audience for row in self._rows.values()}
        self.events: Mapping[str, Audience] = told | self.beside  # each with who is told of it

    def __getitem__(self, key: tuple[S, A]) -> Step[S, A]:
        return self._rows[key]

    def __iter__(self) -> Iterator[tuple[S, A]]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def rule_for(self, state: str, action: A, role: Role) -> Step[S, A]:
        """Give the row for a step, or raise `NotAllowedError` where this role has none.

        `state` is as the database has it; one that nobody knows any more has no rows.
        """
        row = self._rows.get((cast("S", state), action))
        if row is None or role not in row.roles:
            raise NotAllowedError(state, action, role, self.open_actions(state, role))
        return row

    def open_actions(self, state: str, role: Role) -> tuple[A, ...]:
        """Name what `role` may do now, in the order of the table: the buttons of a page."""
        rows = self._rows.values()
        return tuple(row.action for row in rows if row.state == state and role in row.roles)

    def actions_of(self, wanted: Callable[[Role], bool]) -> dict[A, Step[S, A]]:
        """Give the first row of each action that a role of the wanted kind may take."""
        found: dict[A, Step[S, A]] = {}
        for row in self._rows.values():
            if any(map(wanted, row.roles)):
                found.setdefault(row.action, row)
        return found
