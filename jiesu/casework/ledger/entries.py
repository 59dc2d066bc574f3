"""Log entries, made and not yet written: who did what, when, and the hash of the entry before."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import QuerySet

from jiesu.casework.ledger import audit
from jiesu.casework.ledger.events import EVENTS, Payload, codes_only
from jiesu.casework.models import Appeal, LogEntry, Recorded
from jiesu.directory.people import Actor
from jiesu.rules.roles import Role


class Happened(NamedTuple):
    """A step that was taken elsewhere, at its own time."""

    event: str
    at: datetime
    payload: Payload


@dataclass(frozen=True)
class Step:
    """What one log entry tells beside the thing it belongs to."""

    event: str
    role: Role
    actor: Actor
    now: datetime
    appeal: Appeal | None = None
    payload: Payload | None = None
    at: datetime | None = None  # where it happened before it was recorded

    def entry(self, thing: Recorded, previous: str, seq: int | None = None) -> LogEntry:
        """Make the log entry for a version of the thing: the one it has now, or `seq`."""
        if self.event not in EVENTS:
            raise ValueError(f"{self.event} is no event of casework/ledger/events.py")
        entry = LogEntry(
            chain=thing.CHAIN,
            thing_id=thing.pk,
            seq=seq or thing.version,
            event=self.event,
            appeal_id=self.appeal.pk if self.appeal else None,
            at=self.at or self.now,
            recorded_at=self.now,
            actor_kind=self.actor.kind,
            actor_role=self.role,
            actor_id=self.actor.person_id,
            payload=codes_only(self.payload or {}),
            previous=previous,
        )
        entry.hash = audit.digest(entry)
        return entry


def lines_of(thing: Recorded) -> QuerySet[LogEntry]:
    """Give the log of one thing, the first step first."""
    return LogEntry.objects.filter(chain=thing.CHAIN, thing_id=thing.pk).order_by("seq")
