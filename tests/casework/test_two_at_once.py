"""Two people, two clicks, two workers at the same moment: one wins, the other is told."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection

from jiesu.casework.errors import OvertakenError, RefusedError
from jiesu.casework.ledger import audit, outbox
from jiesu.casework.ledger.events import Occurrence
from jiesu.casework.ledger.outbox import Subscriber
from jiesu.casework.models import Appeal, LogEntry, WorkOrder
from jiesu.casework.stages import intake, oversight
from jiesu.casework.stages.receiving.submission import Submission
from jiesu.directory.people import Actor
from jiesu.rules.roles import Role

if TYPE_CHECKING:
    from tests.casework.conftest import City

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 4


def all_at_once(job: Callable[[int], Any]) -> list[Any]:
    """Run a job in several threads that start together; give results and errors alike."""
    gate, results = threading.Barrier(AT_ONCE), [None] * AT_ONCE

    def run(number: int) -> None:
        try:
            gate.wait()
            results[number] = job(number)
        except Exception as error:  # noqa: BLE001  (an error is a result here)
            results[number] = error  # type: ignore[call-overload]  # as above
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_one_button_pressed_by_four_is_pressed_once(
    receive: Callable[..., Appeal], city: "City", now: datetime
) -> None:
    pk = receive().work_order_id

    def accept(_number: int) -> str:
        order = WorkOrder.objects.get(pk=pk)
        operator = city.staff(Role.OPERATOR)
        intake.accept(order, service=city.lights, urgency="general", actor=operator, now=now)
        return "done"

    results = all_at_once(accept)
    assert results.count("done") == 1
    assert all(r == "done" or isinstance(r, OvertakenError | RefusedError) for r in results)
    assert list(LogEntry.objects.values_list("seq", flat=True).order_by("seq")) == [1, 2]
    assert not [fault for fault in audit.verify() if isinstance(fault, audit.Fault)]


def test_one_form_sent_four_times_is_one_appeal(city: "City", now: datetime) -> None:
    submission = Submission(text="路灯坏了", channel="web", idempotency_key="one-form-only")
    results = all_at_once(lambda _n: intake.receive(submission, actor=Actor.resident(), now=now))
    assert len({appeal.code for appeal in results}) == 1
    assert Appeal.objects.count() == WorkOrder.objects.count() == 1


def test_four_workers_tell_each_thing_once(receive: Callable[..., Appeal], now: datetime) -> None:
    heard: list[int] = []
    before = dict(outbox._plugged)

    def hear(occurrences: list[Occurrence]) -> None:
        heard.extend(one.log_id for one in occurrences)

    outbox._plugged.clear()
    outbox.plug(Subscriber("ears", hear, batch=3))
    try:
        for _appeal in range(10):
            receive()

        def work(_number: int) -> None:
            while outbox.deliver_due(now=now):
                pass

        assert all_at_once(work) == [None] * AT_ONCE
    finally:
        outbox._plugged.clear()
        outbox._plugged.update(before)
    assert sorted(heard) == sorted(LogEntry.objects.values_list("pk", flat=True))


def test_four_clocks_mark_each_deadline_once(receive: Callable[..., Appeal], now: datetime) -> None:
    for _appeal in range(5):
        receive()
    marks = all_at_once(lambda _n: oversight.mark_due(now=now + timedelta(hours=3)))
    assert sum(marks) == LogEntry.objects.filter(event="work_order.overdue").count() == 5
