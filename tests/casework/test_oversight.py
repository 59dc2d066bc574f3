"""The clock reminds and marks once, and never moves a promise."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from jiesu.casework.models import Appeal, Deadline, LogEntry
from jiesu.casework.stages import intake, oversight
from jiesu.rules.roles import Role

if TYPE_CHECKING:
    from tests.casework.conftest import City


def test_a_deadline_is_reminded_then_marked_each_once(
    receive: Callable[..., Appeal], later: Callable[[float], datetime]
) -> None:
    receive()  # two hours to accept
    assert oversight.mark_due(now=later(1)) == 0
    assert oversight.mark_due(now=later(1.7)) == 1
    assert oversight.mark_due(now=later(1.8)) == 0
    assert oversight.mark_due(now=later(2.1)) == 1
    assert oversight.mark_due(now=later(9)) == 0
    told = LogEntry.objects.order_by("seq").values_list("event", flat=True)
    assert list(told) == ["appeal.received", "work_order.reminded", "work_order.overdue"]


def test_what_is_met_late_stays_late_and_is_marked_no_more(
    receive: Callable[..., Appeal], city: "City", later: Callable[[float], datetime]
) -> None:
    order = receive().work_order
    intake.accept(
        order, service=city.lights, urgency="general", actor=city.staff(Role.OPERATOR), now=later(5)
    )
    deadline = Deadline.objects.get(work_order=order, stage="accept")
    assert deadline.met_at == later(5) > deadline.due_at == deadline.original_due_at
    oversight.mark_due(now=later(5.1))
    assert not LogEntry.objects.filter(event="work_order.overdue").exists()
