"""How urgent a matter sounds, from its service and its words, until an operator accepts it."""

from jiesu.casework.models import Appeal
from jiesu.directory.models import Service
from jiesu.rules.dispatching import priority


def of_appeal(appeal: Appeal) -> priority.Judgement:
    """Judge an appeal by its own words and the service it was handed in for."""
    return judge(f"{appeal.title}。{appeal.text}", appeal.service)


def judge(text: str, service: Service | None) -> priority.Judgement:
    """Judge by the law's rule; a title goes before the text, for only the opening is read."""
    service_class = service.urgency if service else priority.Urgency.GENERAL
    return priority.judge(service_class=priority.Urgency(service_class), text=text)
