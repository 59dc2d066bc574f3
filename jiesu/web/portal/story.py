"""What happened to an appeal, told to the one who made it: plain sentences, nobody named."""

from dataclasses import dataclass
from datetime import datetime

from jiesu.casework import wording
from jiesu.casework.reading import queries
from jiesu.casework.reading.rows import Appeal, Reply, WorkOrder
from jiesu.directory.lookup import units
from jiesu.directory.people import Actor
from jiesu.rules.lifecycle import State


@dataclass(frozen=True)
class Step:
    """One line of the story."""

    at: datetime
    sentence: str
    words: str
    reply: Reply | None


def tell(appeal: Appeal) -> list[Step]:
    """Tell the story of one appeal, the first step first, leaving out what concerns others only."""
    orders = [appeal.first_work_order]
    if appeal.work_order_id != appeal.first_work_order_id:
        orders.append(appeal.work_order)
    return [step for order in orders for step in _steps(order, appeal)]


def _steps(order: WorkOrder, appeal: Appeal) -> list[Step]:
    lines = queries.timeline(order, actor=Actor.resident(appeal.pk))
    return [_step(line) for line in lines if line.entry.appeal_id in {None, appeal.pk}]


def _step(line: queries.TimelineEntry) -> Step:
    unit = units.name_of(str(line.entry.payload.get("unit", "")))
    sentence = wording.say("event", line.entry.event, "appellant").format(unit=unit)
    return Step(line.entry.at, sentence, line.note.text if line.note else "", line.reply)


def what_is_next(appeal: Appeal) -> str:
    """Say what the appellant may expect or do now."""
    if appeal.withdrawn_at:
        return wording.say("state", State.WITHDRAWN, "next")
    return wording.say("state", appeal.work_order.state, "next")


__all__ = ["Step", "tell", "what_is_next"]
