"""Work orders as programs of the staff get them."""

from datetime import datetime
from typing import Self

from pydantic import BaseModel

from jiesu.casework.assist import duty_list
from jiesu.casework.reading import dossier, gate, queries
from jiesu.casework.reading.rows import Appeal, WorkOrder
from jiesu.channels.rest.responses.outputs import Answered, Named
from jiesu.directory.people import Actor
from jiesu.rules.lifecycle import Action


class OrderLine(BaseModel):
    """A work order in a list."""

    id: int
    number: str
    version: int
    state: str
    outcome: str
    urgency: str
    title: str
    appeal_count: int
    service: Named | None
    area: Named | None
    lead_unit: Named | None
    created_at: datetime
    due_at: datetime | None

    @classmethod
    def of(cls, order: WorkOrder) -> Self:
        """Describe a work order in a line."""
        return cls.model_validate(_line(order))


def _line(order: WorkOrder) -> dict[str, object]:
    same = ("number", "version", "state", "outcome", "urgency", "appeal_count", "created_at")
    return {name: getattr(order, name) for name in (*same, "due_at")} | {
        "id": order.pk,
        "title": order.first_appeal.title,
        "service": Named.or_none(order.service),
        "area": Named.or_none(order.area),
        "lead_unit": Named.or_none(order.lead_unit),
    }


class OrderAppeal(BaseModel):
    """One of the appeals a work order serves, without the person."""

    id: int
    title: str
    text: str
    kind: str
    channel: str
    lat: float | None
    lon: float | None
    place_words: str
    said_at: datetime
    view: str

    @classmethod
    def of(cls, appeal: Appeal) -> Self:
        """Describe an appeal to the staff."""
        same = (name for name in cls.model_fields if name != "id")
        return cls.model_validate(
            {name: getattr(appeal, name) for name in same} | {"id": appeal.pk}
        )


class Happening(BaseModel):
    """One line of a work order's history."""

    at: datetime
    event: str
    by: str
    text: str


class Order(OrderLine):
    """A work order with what belongs to it; `may` names the steps that are open now."""

    appeals: list[OrderAppeal]
    support_units: list[Named]
    replies: list[Answered]
    history: list[Happening]
    may: list[Action]

    @classmethod
    def seen_by(cls, order: WorkOrder, actor: Actor) -> Self:
        """Describe a work order to somebody who may see it."""
        file = dossier.of(order, actor=actor)
        gate.lines([order], actor=actor)
        parts = {
            "appeals": [OrderAppeal.of(appeal) for appeal in file.appeals],
            "support_units": [Named.of(unit) for unit in file.support_units],
            "replies": [Answered.of(reply) for reply in order.replies.select_related("unit")],
            "history": [_happening(line) for line in queries.timeline(order, actor=actor)],
            "may": queries.buttons(order, actor=actor),
        }
        return cls.model_validate(_line(order) | parts)


def _happening(line: queries.TimelineEntry) -> Happening:
    return Happening(
        at=line.entry.at,
        event=line.entry.event,
        by=line.by,
        text=line.note.text if line.note else "",
    )


class Orders(BaseModel):
    """A page of work orders; `more` tells whether others follow."""

    items: list[OrderLine]
    more: bool


class Candidate(BaseModel):
    """A unit proposed to lead: by which kind of duty, and how closely it fits (0 to 1)."""

    unit: Named
    support_units: list[Named]
    reason: str
    fit: float

    @classmethod
    def of(cls, candidate: duty_list.Candidate) -> Self:
        """Describe a candidate."""
        return cls(
            unit=Named.of(candidate.unit),
            support_units=[Named.of(unit) for unit in candidate.support_units],
            reason=candidate.proposal.reason.code,
            fit=candidate.proposal.confidence,
        )
