"""What those may read who need the matter and never the person: analysts and leaders.

Texts are scrubbed of identity, reports of wrongdoing are left out, and nobody's contact is there.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from jiesu.casework.errors import RefusedError
from jiesu.casework.models import Appeal, Reply
from jiesu.casework.reading import gate
from jiesu.directory.people import Actor
from jiesu.mining.text.identity import scrub
from jiesu.rules.roles import Permission


@dataclass(frozen=True)
class Answer:
    """A reply without who wrote it."""

    text: str
    outcome: str
    unit: str
    at: datetime


@dataclass(frozen=True)
class DeidentifiedAppeal:
    """What was said and what was answered."""

    appeal_id: int
    title: str
    text: str
    said_at: datetime
    state: str
    outcome: str
    view: str
    unit: str
    answers: list[Answer]


def told(appeal_ids: Iterable[int], *, actor: Actor) -> dict[int, DeidentifiedAppeal]:
    """Give the scrubbed words of some appeals and of the replies to them, by id.

    Raises `RefusedError` for those who may not read texts.
    """
    _require(actor)
    appeals = gate.behind_figures(actor=actor).filter(pk__in=list(appeal_ids))
    loaded = appeals.select_related("work_order__lead_unit").prefetch_related(
        "work_order__replies__unit"
    )
    return {appeal.pk: _told(appeal) for appeal in loaded}


def titles(appeal_ids: Iterable[int], *, actor: Actor) -> dict[int, str]:
    """Give the scrubbed titles of some appeals, by id; raises as `told`."""
    _require(actor)
    appeals = gate.behind_figures(actor=actor).filter(pk__in=list(appeal_ids))
    return {pk: scrub(title) for pk, title in appeals.values_list("pk", "title")}


def _require(actor: Actor) -> None:
    if not actor.may(Permission.TEXT_READ):
        raise RefusedError(_("Only analysts and leaders read the texts behind a figure."))


def _told(appeal: Appeal) -> DeidentifiedAppeal:
    work_order = appeal.work_order
    return DeidentifiedAppeal(
        appeal_id=appeal.pk,
        title=scrub(appeal.title),
        text=scrub(appeal.text),
        said_at=appeal.said_at,
        state=work_order.state,
        outcome=work_order.outcome,
        view=appeal.view,
        unit=work_order.lead_unit.name if work_order.lead_unit else "",
        answers=[_answer(reply) for reply in work_order.replies.all()],
    )


def _answer(reply: Reply) -> Answer:
    return Answer(
        text=scrub(reply.text),
        outcome=reply.outcome,
        unit=reply.unit.name if reply.unit else "",
        at=reply.at,
    )
