"""Issues of the last months at the desk: walked to their end, with what the machine proposed.

Many are on their way at once, as at a real desk, so that somebody may speak of what another said
the day before; the operator makes one work order of the two, though not always.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction

from jiesu.casework.assist import showing
from jiesu.casework.stages import merging
from jiesu.rules.lifecycle import OPEN, State
from jiesu.simulate.city.files import City
from jiesu.simulate.loading.cast import OPERATOR, Cast
from jiesu.simulate.loading.door import Door, Row, is_here
from jiesu.simulate.loading.flow import LoadPlan
from jiesu.simulate.loading.steps import STEPS, Case
from jiesu.simulate.loading.today import stories

_NUMBERS = 1_000  # of the first, so that nobody shares a telephone with today's
_OVERLOOKED = 8  # every eighth second telling is taken up by itself
# Hours after it was said.
_STEPS = {
    "receive": 0,
    "accept": 0.5,
    "dispatch": 2,
    "sign": 5,
    "start": 9,
    "reply": 50,
    "confirm": 74,
}


def load(
    rows: Sequence[Row], city: City, wanted: LoadPlan, *, watch: Callable[[int], None]
) -> None:
    """Walk them all, or none where the run is stopped; those that are here already stay."""
    if not rows or is_here(_key(wanted.seed, rows[0])):
        return
    desk = _Desk(city, wanted)
    with transaction.atomic():
        for at, number, step, row in _in_order(dict(enumerate(rows, start=_NUMBERS))):
            desk.take(step, number, row, at)
            watch(step == "confirm")


def _key(seed: int, row: Row) -> str:
    return f"simulate:{seed}:month:{row['id']}"


def _in_order(rows: dict[int, Row]) -> list[tuple[datetime, int, str, Row]]:
    """Give every step of every appeal, as they follow each other in time."""
    planned = [
        (row["time"] + timedelta(hours=hours), number, step, row)
        for number, row in rows.items()
        for step, hours in _STEPS.items()
    ]
    return sorted(planned, key=lambda one: one[:2])


class _Desk:
    """Those who take the steps; knows what every appeal is really about."""

    def __init__(self, city: City, wanted: LoadPlan) -> None:
        self._seed, self._cast = wanted.seed, Cast(wanted.today)
        self._door, self._words = Door(city, self._cast, wanted.seed), stories()[1]
        self._cases: dict[int, Case] = {}  # those on their way by themselves
        self._first: dict[int, Case] = {}  # the last work order of each true issue

    def take(self, step: str, number: int, row: Row, at: datetime) -> None:
        """Take one step, unless the appeal went into another work order before."""
        if step == "receive":
            appeal = self._door.receive(row, _key(self._seed, row), at, number)
            self._cases[number] = Case(appeal, row, self._cast, self._words, number)
        elif number in self._cases:
            self._go_on(step, self._cases[number], at)

    def _go_on(self, step: str, case: Case, at: datetime) -> None:
        if step == "accept" and self._is_joined(case, at):
            del self._cases[case.turn]
        elif step == "confirm":
            self._confirm(case, at)
        else:
            STEPS[step](case, at)

    def _is_joined(self, case: Case, at: datetime) -> bool:
        """Let the operator look for an open work order about the same matter, and join it."""
        actor, first = self._cast.staff(OPERATOR), self._first.get(case.row["true_issue"])
        into = first.order(actor) if first else None
        if into is None or State(into.state) not in OPEN:
            self._first[case.row["true_issue"]] = case
            return False
        if case.turn % _OVERLOOKED == 0:
            return False
        order = case.order(actor)
        shown = showing.ids(showing.suggest(order, actor=actor, now=at))
        merging.merge(order, into=into, shown=shown, actor=actor, now=at)
        return True

    def _confirm(self, case: Case, at: datetime) -> None:
        """Let everybody say that it is solved."""
        for appeal in case.order(self._cast.staff(OPERATOR)).appeals.order_by("pk"):
            STEPS["confirm"](replace(case, appeal=appeal), at)
