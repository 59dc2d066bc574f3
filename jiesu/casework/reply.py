"""The unit's answer to every appellant of a work order (反馈)."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from jiesu.casework import attachments, clock, record
from jiesu.casework.attachments import Photo
from jiesu.casework.errors import InvalidError
from jiesu.casework.intake import required
from jiesu.casework.models import Reply, WorkOrder
from jiesu.casework.texts import one_line
from jiesu.directory.models import Stage
from jiesu.directory.people import Actor
from jiesu.rules.lifecycle import Action, Outcome, View

# What a unit may claim; whether it is so, the appellant says.
CLAIMS = (
    Outcome.RESOLVED,
    Outcome.PARTLY_RESOLVED,
    Outcome.EXPLAINED,
    Outcome.CANNOT_ACT,
    Outcome.NOT_FOUND,
)
_SHORTEST = 10  # characters; less cannot say what was done


def send(  # noqa: PLR0913  (what a reply consists of)
    work_order: WorkOrder,
    *,
    text: str,
    outcome: str,
    basis: str = "",
    photos: Iterable[Photo] = (),
    actor: Actor,
    now: datetime,
) -> Reply:
    """Reply with an outcome; an explanation without change must name its legal basis."""
    words = _checked(text, outcome, basis)
    prepared = attachments.prepare(photos)
    with transaction.atomic():
        changes = {
            "outcome": Outcome(outcome),
            "replied_at": now,
            **clock.turn(
                work_order,
                met=[Stage.FIRST_CONTACT, Stage.REPLY],
                start=[Stage.FOLLOW_UP],
                now=now,
            ),
        }
        payload = {"outcome": outcome}
        record.apply(
            work_order, Action.REPLY, actor=actor, now=now, changes=changes, payload=payload
        )
        work_order.appeals.update(view=View.NOT_ASKED)
        sent = Reply.objects.create(
            work_order=work_order,
            unit=work_order.lead_unit,
            text=words,
            basis=one_line(basis)[:300],
            outcome=outcome,
            by_id=actor.person_id,
            at=now,
        )
        attachments.attach(prepared, reply=sent)
    return sent


def _checked(text: str, outcome: str, basis: str) -> str:
    words, sentences = required(text, "text"), {}
    if len(words) < _SHORTEST:
        sentences["text"] = _("Say what was found and what was done; this is too short to tell.")
    if outcome not in CLAIMS:
        sentences["outcome"] = _("Choose what came of it.")
    if outcome == Outcome.EXPLAINED and not basis.strip():
        sentences["basis"] = _("Name the law or rule that stands against the appellant's wish.")
    if sentences:
        raise InvalidError(sentences)
    return words
