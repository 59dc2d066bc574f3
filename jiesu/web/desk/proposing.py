"""What is proposed to somebody who decides, and the record of it, so that accuracy can be told."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from jiesu.casework import proposals, usual
from jiesu.casework.dispatch import Candidate
from jiesu.casework.models import Proposal, WorkOrder
from jiesu.casework.proposals import Guess
from jiesu.directory import choices, service_list
from jiesu.directory.models import Service, Unit
from jiesu.web.desk.similar import Similar

_MOST = 3
_DUTY_LIST = "duty-list-1"
_LIKENESS = "words-and-place-1"


@dataclass(frozen=True)
class ServiceGuess:
    """A service that appeals in like words were accepted as; `share` of their votes is for it."""

    service: Service
    share: float
    count: int

    @property
    def percent(self) -> int:
        """Give the share in percent."""
        return round(100 * self.share)


def services(text: str) -> list[ServiceGuess]:
    """Propose services for a text, the likeliest first."""
    found = {one.code: one for one in usual.services(text)[:_MOST]}
    named = service_list.named(list(found))
    return [ServiceGuess(row, found[row.code].share, found[row.code].count) for row in named]


def keep_services(order: WorkOrder, guesses: Iterable[ServiceGuess], *, now: datetime) -> None:
    """Keep the services that were proposed."""
    made = [Guess(one.service.code, one.share, f"appeals:{one.count}") for one in guesses]
    proposals.keep(order, Proposal.Subject.SERVICE, made, model_version=usual.METHOD, now=now)


def keep_units(order: WorkOrder, candidates: Iterable[Candidate], *, now: datetime) -> None:
    """Keep the units that the duty list proposed."""
    made = [
        Guess(one.unit.code, one.proposal.confidence, one.proposal.reason.code)
        for one in candidates
    ]
    proposals.keep(order, Proposal.Subject.UNIT, made, model_version=_DUTY_LIST, now=now)


def keep_similar(order: WorkOrder, found: Iterable[Similar], *, now: datetime) -> None:
    """Keep the work orders that were proposed as the same matter."""
    made = [Guess(str(one.order.pk), one.likeness, " ".join(one.words)) for one in found]
    proposals.keep(order, Proposal.Subject.DUPLICATE, made, model_version=_LIKENESS, now=now)


@dataclass(frozen=True)
class Judged:
    """One decided proposal as a page shows it."""

    proposal: Proposal
    name: str

    @property
    def percent(self) -> int:
        """Give the confidence in percent."""
        return round(100 * self.proposal.confidence)


def judged(made: Iterable[Proposal]) -> list[Judged]:
    """Name what was proposed and decided; merges stand in the history already."""
    decided = [one for one in made if one.verdict != Proposal.Verdict.OPEN]
    names = choices.names(Service, [one.value for one in decided if one.subject == "service"])
    names |= choices.names(Unit, [one.value for one in decided if one.subject == "unit"])
    return [Judged(one, names[one.value]) for one in decided if one.value in names]
