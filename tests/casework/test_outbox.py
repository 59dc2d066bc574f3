"""Others are told at least once; what cannot be told waits for a person."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest

from jiesu.casework.ledger import outbox
from jiesu.casework.ledger.events import Occurrence
from jiesu.casework.ledger.outbox import Subscriber
from jiesu.casework.models import Appeal, Delivery
from jiesu.casework.reading import log_reader
from jiesu.directory.people import Actor
from jiesu.rules.roles import Role

Receive = Callable[..., Appeal]


class Listener:
    """Remembers what it was told, and refuses what it is asked to refuse."""

    def __init__(self) -> None:
        self.heard: list[int] = []
        self.refuses: set[int] = set()

    def __call__(self, occurrences: list[Occurrence]) -> None:
        for one in occurrences:
            if one.thing_id in self.refuses:
                raise ConnectionError("not today")
        self.heard += [one.thing_id for one in occurrences]


@pytest.fixture
def listener() -> Iterator[Listener]:
    listener = Listener()
    before = dict(outbox._plugged)
    outbox._plugged.clear()
    outbox.plug(Subscriber("listener", listener, frozenset({"appeal.received"}), batch=10))
    yield listener
    outbox._plugged.clear()
    outbox._plugged.update(before)


def test_each_step_is_told_once_and_then_forgotten(
    receive: Receive, listener: Listener, now: datetime
) -> None:
    told = [receive().work_order_id for _appeal in range(3)]
    assert outbox.deliver_due(now=now) == 3
    assert outbox.deliver_due(now=now) == 0
    assert listener.heard == told
    assert not Delivery.objects.exists()


def test_one_that_cannot_be_told_does_not_hold_up_the_others(
    receive: Receive, listener: Listener, now: datetime
) -> None:
    first, second = receive().work_order_id, receive().work_order_id
    listener.refuses = {first}
    assert outbox.deliver_due(now=now) == 1
    assert listener.heard == [second]
    assert outbox.deliver_due(now=now + timedelta(seconds=10)) == 0
    listener.refuses = set()
    assert outbox.deliver_due(now=now + timedelta(seconds=20)) == 1


def test_after_many_attempts_it_is_a_dead_letter_that_can_be_revived(
    receive: Receive, listener: Listener, now: datetime
) -> None:
    listener.refuses = {receive().work_order_id}
    for day in range(12):
        outbox.deliver_due(now=now + timedelta(days=day))
    auditor = Actor("staff", frozenset({(Role.AUDITOR, None)}))
    (letter,) = log_reader.dead_letters(actor=auditor)
    assert "not today" in letter.error
    assert outbox.deliver_due(now=now + timedelta(days=99)) == 0
    listener.refuses = set()
    outbox.revive(letter.pk, now=now)
    assert outbox.deliver_due(now=now) == 1


def test_a_worker_that_died_leaves_its_claim_to_the_next(
    receive: Receive, listener: Listener, now: datetime
) -> None:
    receive()
    outbox._claim(Subscriber("listener", listener), now)
    assert outbox.deliver_due(now=now) == 0
    assert outbox.deliver_due(now=now + timedelta(minutes=6)) == 1
