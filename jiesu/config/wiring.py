"""What is plugged in: one line for each subscriber, channel, job and analysis."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from jiesu.casework import audit, outbox, oversight
from jiesu.casework.outbox import Subscriber

SUBSCRIBERS: list[Subscriber] = []


@dataclass(frozen=True)
class Job:
    """Something the worker does again and again: at most once in each `every`."""

    name: str
    run: Callable[[datetime], object]
    every: timedelta


JOBS: list[Job] = [
    Job("deliveries", lambda now: outbox.deliver_due(now=now), timedelta(seconds=1)),
    Job("deadlines", lambda now: oversight.mark_due(now=now), timedelta(seconds=30)),
    Job("seal", lambda now: audit.seal(now=now), timedelta(minutes=10)),
]


def plug_in() -> None:
    """Make the subscribers known to the outbox."""
    for subscriber in SUBSCRIBERS:
        outbox.plug(subscriber)
