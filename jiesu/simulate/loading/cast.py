"""Who acts in today's cases: the invented staff, each in his own duty."""

from dataclasses import dataclass, field
from datetime import date

from jiesu.casework.models import WorkOrder
from jiesu.directory import people
from jiesu.directory.models import Person
from jiesu.directory.people import Actor

OPERATOR, DISPATCHER, REVIEWER, CALLER = "operator1", "dispatcher1", "reviewer1", "followup1"


@dataclass(frozen=True)
class Cast:
    """The staff as of a day."""

    on: date
    _known: dict[str, Actor] = field(default_factory=dict)

    def staff(self, username: str) -> Actor:
        """Give somebody of the hotline centre, or of a unit."""
        if username not in self._known:
            person = Person.objects.get(username=username)
            self._known[username] = people.actor_for(person, on=self.on)
        return self._known[username]

    def head(self, work_order: WorkOrder) -> Actor:
        """Give the head of the leading unit."""
        return self.staff(f"{_code(work_order)}-head")

    def handler(self, work_order: WorkOrder) -> Actor:
        """Give a handler of the leading unit."""
        return self.staff(f"{_code(work_order)}-1")


def _code(work_order: WorkOrder) -> str:
    if work_order.lead_unit is None:
        raise ValueError(f"{work_order} was not dispatched")
    return work_order.lead_unit.code.lower()
