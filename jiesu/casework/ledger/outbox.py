"""Telling others what happened: at least once, with back-off, and dead letters for a person.

A row is written in the transaction of the step itself and deleted when its subscriber has done its
work. A worker that dies leaves its claim behind, which runs out.
"""

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from jiesu.casework.ledger import bulk
from jiesu.casework.ledger.events import Occurrence
from jiesu.casework.models import Delivery, LogEntry, WorkOrder

Deliver = Callable[[list[Occurrence]], None]

_CLAIM = timedelta(minutes=5)
_FIRST_PAUSE = timedelta(seconds=15)
_ATTEMPTS = 12  # the last pause is about eight hours


@dataclass(frozen=True)
class Subscriber:
    """Who wants to be told.

    `deliver` may be called twice for one occurrence; `events` None means all of its `chains`;
    `batch` is how many it takes at once.
    """

    name: str
    deliver: Deliver
    events: frozenset[str] | None = None
    batch: int = 1
    chains: frozenset[str] = frozenset({WorkOrder.CHAIN})

    def wants(self, entry: LogEntry) -> bool:
        """Tell whether the entry is for this subscriber."""
        asked = self.events is None or entry.event in self.events
        return asked and entry.chain in self.chains


_plugged: dict[str, Subscriber] = {}


def plug(subscriber: Subscriber) -> None:
    """Add a subscriber; the same name again replaces it."""
    _plugged[subscriber.name] = subscriber


def enqueue(entries: Iterable[LogEntry]) -> None:
    """Write the deliveries of new log entries, inside the caller's transaction."""
    bulk.insert(
        [
            Delivery(log_id=entry.pk, subscriber=subscriber.name, due_at=entry.recorded_at)
            for entry in entries
            for subscriber in _plugged.values()
            if subscriber.wants(entry)
        ]
    )


def deliver_due(*, now: datetime) -> int:
    """Make one round over all subscribers; give the number of deliveries done."""
    return sum(_deliver(subscriber, now) for subscriber in list(_plugged.values()))


def _deliver(subscriber: Subscriber, now: datetime) -> int:
    claim = _claim(subscriber, now)
    mine = list(Delivery.objects.filter(claim=claim).select_related("log").order_by("log_id"))
    if not mine:
        return 0
    try:
        subscriber.deliver([_occurrence(delivery.log) for delivery in mine])
    except Exception as error:  # noqa: BLE001  (whatever a subscriber raises is kept, not lost)
        return _one_by_one(subscriber, mine, now) if len(mine) > 1 else _fail(mine[0], error, now)
    Delivery.objects.filter(claim=claim).delete()
    return len(mine)


def _claim(subscriber: Subscriber, now: datetime) -> str:
    """Take what is due for a while; two workers never hold the same delivery."""
    claim = secrets.token_hex(16)
    due = Delivery.objects.filter(subscriber=subscriber.name, dead=False, due_at__lte=now)
    chosen = list(due.order_by("due_at", "log_id").values_list("pk", flat=True)[: subscriber.batch])
    due.filter(pk__in=chosen).update(claim=claim, due_at=now + _CLAIM)
    return claim


def _one_by_one(subscriber: Subscriber, deliveries: list[Delivery], now: datetime) -> int:
    """Find out which of a batch cannot be delivered, so that one does not hold up the others."""
    done = 0
    for delivery in deliveries:
        try:
            subscriber.deliver([_occurrence(delivery.log)])
        except Exception as error:  # noqa: BLE001  (as above)
            _fail(delivery, error, now)
        else:
            delivery.delete()
            done += 1
    return done


def _fail(delivery: Delivery, error: Exception, now: datetime) -> int:
    delivery.attempts += 1
    delivery.dead = delivery.attempts >= _ATTEMPTS
    delivery.error = repr(error)[:2000]
    delivery.due_at = now + _FIRST_PAUSE * 2 ** (delivery.attempts - 1)
    delivery.claim = ""
    delivery.save()
    return 0


def _occurrence(entry: LogEntry) -> Occurrence:
    return Occurrence(
        log_id=entry.pk,
        event=entry.event,
        at=entry.at,
        chain=entry.chain,
        thing_id=entry.thing_id,
        appeal_id=entry.appeal_id,
        payload=entry.payload,
    )


def revive(delivery_id: int, *, now: datetime) -> None:
    """Try a dead letter again from the start."""
    Delivery.objects.filter(pk=delivery_id, dead=True).update(dead=False, attempts=0, due_at=now)
