"""The unit's answer to every appellant of a work order (反馈)."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from jiesu.casework.errors import InvalidError
from jiesu.casework.ledger import appeals, record
from jiesu.casework.models import Reply, WorkOrder
from jiesu.casework.stages.receiving import attachments
from jiesu.casework.stages.receiving.attachments import Photo
from jiesu.casework.texts import one_line, required
from jiesu.directory.people import Actor
from jiesu.rules.lifecycle import Action, Outcome, View
from jiesu.rules.outcomes import CLAIMS

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
        }
        payload = {"outcome": outcome}
        record.apply(
            work_order, Action.REPLY, actor=actor, now=now, changes=changes, payload=payload
        )
        appeals.amend(work_order.appeals.all(), view=View.NOT_ASKED)
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
