"""What the machine proposes to the invented staff, kept as the desk keeps it."""

from collections.abc import Sequence
from datetime import datetime

from jiesu.casework import proposals, usual
from jiesu.casework.dispatch import Candidate
from jiesu.casework.models import Appeal, Proposal, WorkOrder
from jiesu.casework.proposals import Guess
from jiesu.insight import suggestions
from jiesu.insight.suggestions import Draft

_MOST = 3
_LIKELY = 0.15  # below which the desk shows no like appeal


def services(order: WorkOrder, *, now: datetime) -> None:
    """Propose what appeals in like words turned out to be about: nothing is learned yet."""
    appeal = order.first_appeal
    found = usual.services(f"{appeal.title} {appeal.text} {appeal.place_words}")[:_MOST]
    made = [Guess(one.code, one.share, f"appeals:{one.count}") for one in found]
    subject = Proposal.Subject.SERVICE
    proposals.keep(order, subject, made, model_version=usual.METHOD, now=now)


def duplicates(order: WorkOrder, *, now: datetime) -> None:
    """Propose open work orders that may be about the same matter."""
    appeal = order.first_appeal
    text = f"{appeal.text} {appeal.place_words}"
    found = suggestions.alike(Draft(appeal.title, text, now, appeal.lat, appeal.lon), limit=_MOST)
    likely = {one.appeal_id: one for one in found if one.likelihood >= _LIKELY}
    serving = Appeal.objects.filter(pk__in=likely).exclude(work_order=order)
    made = [
        Guess(str(one.work_order_id), likely[one.pk].likelihood, " ".join(likely[one.pk].because))
        for one in serving
    ]
    version = suggestions.ALIKE_VERSION
    proposals.keep(order, Proposal.Subject.DUPLICATE, made, model_version=version, now=now)


def units(order: WorkOrder, found: Sequence[Candidate], *, now: datetime) -> None:
    """Propose the units that the duty list names."""
    made = [
        Guess(one.unit.code, one.proposal.confidence, one.proposal.reason.code) for one in found
    ]
    proposals.keep(order, Proposal.Subject.UNIT, made, model_version="duty-list-1", now=now)
