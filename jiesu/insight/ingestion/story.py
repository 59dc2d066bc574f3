"""What the log tells of a work order: first times and whether something ever happened."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from jiesu.casework.reading import copying
from jiesu.directory.models import Stage
from jiesu.directory.people import Actor

_CLOSED = ("confirmed", "closed_unreached", "answered", "declined", "redirected", "withdrawn")
_OPENED_AGAIN = ("reopened", "contested")


@dataclass
class Story:
    """The times of each event of one work order, and its clocks for first contact and reply."""

    last_log_id: int = 0
    recorded_at: datetime | None = None
    at: dict[str, list[datetime]] = field(default_factory=lambda: defaultdict(list))
    contact_due_at: datetime | None = None
    contact_met_at: datetime | None = None
    reply_due_at: datetime | None = None

    def first(self, *events: str) -> datetime | None:
        """Give when the first of the events happened."""
        return min((self.at[event][0] for event in events if self.at[event]), default=None)

    def times(self, event: str) -> int:
        """Count how often the event happened."""
        return len(self.at[event])

    @property
    def contacted_at(self) -> datetime | None:
        """When the unit first spoke to the appellant; closing a clock alone is no contact."""
        spoken = self.at["started"] + self.at["contacted"]
        return self.contact_met_at if self.contact_met_at in spoken else None

    @property
    def closed_at(self) -> datetime | None:
        """When it was first closed."""
        return self.first(*_CLOSED)

    @property
    def opened_again_at(self) -> datetime | None:
        """When it was first opened again."""
        return self.first(*_OPENED_AGAIN)


def stories(work_order_ids: Iterable[int]) -> dict[int, Story]:
    """Read the log and the clocks of some work orders (a few thousand at a time)."""
    ids = list(work_order_ids)
    found: dict[int, Story] = defaultdict(Story)
    entries = copying.entries(ids, actor=Actor.system())
    columns = entries.values_list("pk", "thing_id", "event", "at", "recorded_at")
    for pk, work_order, event, at, recorded_at in columns.iterator():
        story = found[work_order]
        story.last_log_id = max(story.last_log_id, pk)
        story.recorded_at = story.recorded_at or recorded_at
        story.at[event.removeprefix("work_order.")].append(at)
    _add_clocks(ids, found)
    return found


def _add_clocks(ids: list[int], found: dict[int, Story]) -> None:
    """Add the first clock of each stage; later ones belong to rework."""
    clocks = copying.clocks(ids, actor=Actor.system())
    columns = clocks.values_list("work_order_id", "stage", "due_at", "original_due_at", "met_at")
    for work_order, stage, due, original, met in columns.iterator():
        story = found[work_order]
        if stage == Stage.REPLY:
            story.reply_due_at = due
        else:
            story.contact_due_at, story.contact_met_at = original, met
