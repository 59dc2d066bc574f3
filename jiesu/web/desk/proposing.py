"""What is proposed to somebody who decides, and the record of it, so that accuracy can be told."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from jiesu import insight
from jiesu.casework import proposals, usual
from jiesu.casework.dispatch import Candidate
from jiesu.casework.models import Proposal, WorkOrder
from jiesu.casework.proposals import Guess
from jiesu.directory import choices, service_list
from jiesu.directory.models import Service, Unit, Urgency
from jiesu.web.desk.similar import Matter, Similar

_MOST = 3
_LEAST = 0.03  # confidence below which a service is not worth a look
_DUTY_LIST = "duty-list-1"


@dataclass(frozen=True)
class ServiceGuess:
    """A proposed service: how sure (0 to 1), by which method, and why.

    The think tank gives the words that speak for it; without it, `count` tells how many appeals in
    like words were accepted so.
    """

    service: Service
    confidence: float
    method: str
    words: tuple[str, ...] = ()
    count: int = 0

    @property
    def percent(self) -> int:
        """Give the confidence in percent."""
        return round(100 * self.confidence)


def services(matter: Matter) -> list[ServiceGuess]:
    """Propose services, the likeliest first: as the think tank has learned, else by like words."""
    return (insight.INSTALLED and _learned(matter)) or _usual(matter)


def _learned(matter: Matter) -> list[ServiceGuess]:
    from jiesu.insight import suggestions

    found = {one.code: one for one in suggestions.services(matter.title, matter.text, limit=_MOST)}
    return [
        ServiceGuess(row, one.confidence, one.version, one.because)
        for row in service_list.named(list(found))
        if (one := found[row.code]).confidence >= _LEAST
    ]


def _usual(matter: Matter) -> list[ServiceGuess]:
    found = {one.code: one for one in usual.services(f"{matter.title} {matter.text}")[:_MOST]}
    return [
        ServiceGuess(row, found[row.code].share, usual.METHOD, count=found[row.code].count)
        for row in service_list.named(list(found))
    ]


def keep_services(order: WorkOrder, guesses: Sequence[ServiceGuess], *, now: datetime) -> None:
    """Keep the services that were proposed."""
    made = [
        Guess(one.service.code, one.confidence, " ".join(one.words) or f"appeals:{one.count}")
        for one in guesses
    ]
    version = guesses[0].method if guesses else usual.METHOD
    proposals.keep(order, Proposal.Subject.SERVICE, made, model_version=version, now=now)


def keep_units(order: WorkOrder, candidates: Iterable[Candidate], *, now: datetime) -> None:
    """Keep the units that the duty list proposed."""
    made = [
        Guess(one.unit.code, one.proposal.confidence, one.proposal.reason.code)
        for one in candidates
    ]
    proposals.keep(order, Proposal.Subject.UNIT, made, model_version=_DUTY_LIST, now=now)


def keep_similar(order: WorkOrder, found: Sequence[Similar], *, now: datetime) -> None:
    """Keep the work orders that were proposed as the same matter."""
    made = [Guess(str(one.order.pk), one.likeness, " ".join(one.words)) for one in found]
    if found:
        version = found[0].method
        proposals.keep(order, Proposal.Subject.DUPLICATE, made, model_version=version, now=now)


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
    names = {
        "service": choices.names(Service, [o.value for o in decided if o.subject == "service"]),
        "unit": choices.names(Unit, [o.value for o in decided if o.subject == "unit"]),
        "urgency": {one.value: str(one.label) for one in Urgency},
    }
    named = [(one, names.get(one.subject, {}).get(one.value)) for one in decided]
    return [Judged(one, name) for one, name in named if name]
