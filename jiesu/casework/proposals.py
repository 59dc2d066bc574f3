"""The machine proposes, a person disposes: both are kept, so that accuracy can be reported."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from jiesu.casework.models import Proposal, WorkOrder
from jiesu.directory.people import Actor


@dataclass(frozen=True)
class Guess:
    """What a model proposes: a code or id, how sure it is (0 to 1), and why in a few words."""

    value: str
    confidence: float
    reason: str


def keep(
    work_order: WorkOrder,
    subject: str,
    guesses: Sequence[Guess],
    *,
    model_version: str,
    now: datetime,
) -> None:
    """Keep what was shown to a person, instead of what was shown before for the same subject."""
    open_ones = work_order.proposals.filter(subject=subject, verdict=Proposal.Verdict.OPEN)
    open_ones.delete()
    Proposal.objects.bulk_create(
        Proposal(
            work_order=work_order,
            subject=subject,
            value=guess.value,
            confidence=guess.confidence,
            reason=guess.reason[:300],
            model_version=model_version,
            at=now,
        )
        for guess in guesses
    )


def judge(
    work_order: WorkOrder, subject: str, decided: str, *, actor: Actor, now: datetime
) -> None:
    """Write down what a person decided beside every open proposal for it."""
    open_ones = work_order.proposals.filter(subject=subject, verdict=Proposal.Verdict.OPEN)
    traces = {"decided_value": decided, "decided_by_id": actor.person_id, "decided_at": now}
    open_ones.exclude(value=decided).update(verdict=Proposal.Verdict.CORRECTED, **traces)
    open_ones.filter(value=decided).update(verdict=Proposal.Verdict.ACCEPTED, **traces)
