"""The past comes in once, as it was, and does not look like today's work."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from jiesu.casework.ledger import audit
from jiesu.casework.models import Appeal, Deadline, WorkOrder
from jiesu.casework.reading import queries
from jiesu.casework.stages import oversight
from jiesu.casework.stages.backfilling.backfill import HistoryRow, receive_closed
from jiesu.rules.lifecycle import State
from jiesu.rules.roles import Role

if TYPE_CHECKING:
    from tests.casework.conftest import City

OLD = datetime(2019, 3, 1, 8, 0, tzinfo=UTC)
DONE = datetime(2019, 3, 9, 8, 0, tzinfo=UTC)


def row(number: int, **more: object) -> HistoryRow:
    fields: dict[str, object] = {
        "source": "archive",
        "source_id": str(number),
        "text": f"第{number}号：滨江路的路灯坏了",
        "said_at": OLD,
        "replied_at": DONE,
        "completed_at": DONE,
        "reply": "已修复。",
        "outcome": "resolved",
        "service_code": "lights",
        "unit_code": "office",
        "lat": 30.1,
        "lon": 110.1,
        "appellant": "u1",
    }
    return HistoryRow(**fields | more)  # type: ignore[arg-type]  # the fields of a row


def test_history_keeps_its_own_times(city: "City", now: datetime) -> None:
    taken = receive_closed([row(1), row(2), row(1)], now=now)
    assert (taken.imported, taken.known) == (["1", "2"], ["1"])
    assert receive_closed([row(2), row(3)], now=now).known == ["2"]
    order = WorkOrder.objects.get(first_appeal__source_id="1")
    assert (order.created_at, order.completed_at, order.state) == (OLD, DONE, State.COMPLETED)
    assert order.lead_unit == city.office
    assert order.area == city.street
    assert order.replies.get().at == DONE
    assert Appeal.objects.values("appellant_key").distinct().count() == 1
    assert not [fault for fault in audit.verify() if isinstance(fault, audit.Fault)]


def test_history_asks_nothing_of_todays_clock(city: "City", now: datetime) -> None:
    receive_closed([row(1), row(2, state="handling", completed_at=None, reply="")], now=now)
    assert oversight.mark_due(now=now) == 0
    assert not Deadline.objects.exists()
    receive_closed([row(3, state="registered", completed_at=None, reply="")], now=now)
    assert not queries.queue("acceptance", actor=city.staff(Role.OPERATOR)).exists()
    assert not queries.inbox(actor=city.staff(Role.HANDLER)).exists()
