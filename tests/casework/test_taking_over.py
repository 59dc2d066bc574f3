"""Work under way comes in with its steps, is owed from then on, and its log holds."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from jiesu.casework.errors import RefusedError
from jiesu.casework.ledger import audit
from jiesu.casework.ledger.entries import lines_of
from jiesu.casework.models import Appeal, Deadline, Delivery, LogEntry, WorkOrder
from jiesu.casework.reading import queries
from jiesu.casework.stages import handling, oversight
from jiesu.casework.stages.backfilling.taking_over import receive_open
from jiesu.directory.models import Stage
from jiesu.rules.lifecycle import State
from jiesu.rules.roles import Role
from tests.casework.test_history import row

if TYPE_CHECKING:
    from tests.casework.conftest import City

WAY = ("accepted_at", "dispatched_at", "signed_at", "started_at", "replied_at")
STATES = (State.ACCEPTED, State.DISPATCHED, State.SIGNED, State.HANDLING, State.REPLIED)


def _under_way(number: int, steps: int, now: datetime, **more: object) -> dict[str, object]:
    """Give the fields of a row so many steps on its way, an hour each, the last an hour ago."""
    times = {name: now - timedelta(hours=steps - place) for place, name in enumerate(WAY[:steps])}
    state = STATES[steps - 1] if steps else State.REGISTERED
    said = now - timedelta(hours=steps + 1)
    ends = {"replied_at": None, "completed_at": None, "reply": "", "outcome": "none"}
    answered = {"reply": "已修复。", "outcome": "resolved"} if steps == len(WAY) else {}
    return {"said_at": said, "state": state, **ends, **answered, **times, **more}


@pytest.mark.parametrize("steps", range(6))
def test_every_step_is_a_line_of_a_log_that_holds(city: "City", now: datetime, steps: int) -> None:
    receive_open([row(1, **_under_way(1, steps, now))], now=now)
    order = WorkOrder.objects.get()
    entries = list(lines_of(order))
    assert order.version == len(entries) == steps + 1
    assert [entry.at for entry in entries] == sorted(entry.at for entry in entries)
    assert {entry.recorded_at for entry in entries} == {now}
    assert order.state_since == entries[-1].at
    assert not [fault for fault in audit.verify() if isinstance(fault, audit.Fault)]
    assert len(queries.timeline(order, actor=city.staff(Role.OPERATOR))) == steps + 1


def test_it_stands_in_the_queues_with_its_clocks_running(city: "City", now: datetime) -> None:
    rows = [row(steps, **_under_way(steps, steps, now)) for steps in range(6)]
    receive_open(rows, now=now)
    assert queries.queue("acceptance", actor=city.staff(Role.OPERATOR)).count() == 1
    assert queries.queue("dispatch", actor=city.staff(Role.DISPATCHER)).count() == 1
    assert queries.queue("follow_up", actor=city.staff(Role.FOLLOW_UP)).count() == 1
    assert queries.inbox(actor=city.staff(Role.HANDLER)).count() == 3
    handled = WorkOrder.objects.get(state=State.HANDLING)
    clocks = {one.stage: one for one in Deadline.objects.filter(work_order=handled)}
    assert clocks[Stage.SIGN].met_at == handled.signed_at
    assert clocks[Stage.REPLY].met_at is None
    assert clocks[Stage.REPLY].due_at == handled.due_at == handled.first_due_at


def test_whoever_takes_it_up_goes_on_from_there(city: "City", now: datetime) -> None:
    receive_open([row(1, **_under_way(1, 2, now))], now=now)
    order = WorkOrder.objects.get()
    handling.sign(order, actor=city.staff(Role.HANDLER), now=now)
    assert order.state == State.SIGNED
    assert not [fault for fault in audit.verify() if isinstance(fault, audit.Fault)]


def test_what_is_late_already_is_marked_at_once(city: "City", now: datetime) -> None:
    receive_open([row(1, **_under_way(1, 0, now, said_at=now - timedelta(days=2)))], now=now)
    assert oversight.mark_due(now=now) == 1
    assert WorkOrder.objects.get().due_at < now


def test_it_comes_in_once_and_is_told_once(city: "City", now: datetime) -> None:
    told = Delivery.objects.count()
    assert receive_open([row(1, **_under_way(1, 4, now))], now=now).imported == ["1"]
    assert receive_open([row(1, **_under_way(1, 4, now))], now=now).known == ["1"]
    assert Appeal.objects.count() == 1
    first = LogEntry.objects.get(seq=1)
    assert set(Delivery.objects.values_list("log_id", flat=True)) <= {first.pk}
    assert Delivery.objects.count() >= told


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": State.HANDLING},
        {"state": State.COMPLETED},
        {"accepted_at": None},
    ],
)
def test_times_that_lead_elsewhere_are_refused(
    city: "City", now: datetime, wrong: dict[str, object]
) -> None:
    with pytest.raises(RefusedError):
        receive_open([row(1, **_under_way(1, 2, now) | wrong)], now=now)
    assert not Appeal.objects.exists()
