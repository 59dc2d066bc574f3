"""How urgent a matter sounds, from its service and its words, until an operator accepts it."""

from datetime import datetime

from jiesu.casework import proposals
from jiesu.casework.models import Appeal, Proposal, WorkOrder
from jiesu.casework.proposals import Guess
from jiesu.directory.models import Service
from jiesu.rules import priority

_VERSION = "urgency-words-1"
_SURE = 1.0  # a rule has no doubts; how right it is, the verdicts of people tell


def of_appeal(appeal: Appeal) -> priority.Judgement:
    """Judge an appeal by its own words and the service it was handed in for."""
    return judge(f"{appeal.title}。{appeal.text}", appeal.service)


def propose(work_order: WorkOrder, *, now: datetime) -> None:
    """Keep how urgent it sounds, for somebody to judge."""
    sounds = of_appeal(work_order.first_appeal)
    guess = Guess(sounds.urgency, _SURE, " ".join(sounds.words))
    subject = Proposal.Subject.URGENCY
    proposals.keep(work_order, subject, [guess], model_version=_VERSION, now=now)


def judge(text: str, service: Service | None) -> priority.Judgement:
    """Judge by the law's rule; a title goes before the text, for only the opening is read."""
    service_class = service.urgency if service else priority.Urgency.GENERAL
    return priority.judge(service_class=priority.Urgency(service_class), text=text)
