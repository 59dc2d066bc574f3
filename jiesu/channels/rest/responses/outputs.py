"""What is given: refusals, names, and appeals as their appellants see them."""

from datetime import datetime
from typing import Self

from pydantic import BaseModel

from jiesu.casework.reading import queries
from jiesu.casework.reading.rows import Appeal, Reply
from jiesu.channels import progress
from jiesu.directory.models import Area, Service, Unit
from jiesu.directory.people import Actor
from jiesu.rules.lifecycle import Action


class Fault(BaseModel):
    """A refusal in a sentence; `fields` names what to correct, where that is known."""

    error: str
    fields: dict[str, str] = {}


class Named(BaseModel):
    """A code of the directory and its name in the reader's language."""

    code: str
    name: str

    @classmethod
    def of(cls, row: Service | Area | Unit) -> Self:
        """Name a row."""
        return cls(code=row.code, name=row.name)

    @classmethod
    def or_none(cls, row: Service | Area | Unit | None) -> Self | None:
        """Name a row, if there is one."""
        return cls.of(row) if row else None


class Received(BaseModel):
    """The tracking code is the key to the appeal: it goes to the appellant and to nobody else."""

    code: str
    number: str


class Answered(BaseModel):
    """A reply to the appellant."""

    at: datetime
    unit: Named | None
    text: str
    basis: str
    outcome: str

    @classmethod
    def of(cls, reply: Reply) -> Self:
        """Describe a reply."""
        return cls(
            at=reply.at,
            unit=Named.or_none(reply.unit),
            text=reply.text,
            basis=reply.basis,
            outcome=reply.outcome,
        )


class OwnAppeal(BaseModel):
    """An appeal as the holder of its tracking code sees it; `may` names what they can do now."""

    number: str
    text: str
    received_at: datetime
    state: str
    outcome: str
    progress: str
    reply_due_at: datetime | None
    view: str
    replies: list[Answered]
    may: list[Action]

    @classmethod
    def of(cls, appeal: Appeal) -> Self:
        """Describe an appeal to its appellant."""
        order, mine = appeal.work_order, Actor.resident(appeal.pk)
        closed = progress.is_closed(appeal)
        return cls(
            number=appeal.first_work_order.number,
            text=appeal.text,
            received_at=appeal.received_at,
            state=order.state,
            outcome=order.outcome,
            progress=progress.sentence(appeal),
            reply_due_at=None if closed else queries.reply_due(order, actor=mine),
            view=appeal.view,
            replies=[Answered.of(reply) for reply in order.replies.select_related("unit")],
            may=queries.own_buttons(appeal, actor=mine),
        )
