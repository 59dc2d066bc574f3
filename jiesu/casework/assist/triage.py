"""How urgent a matter sounds, from its service and its words, until an operator accepts it."""

from jiesu.casework.models import Appeal
from jiesu.casework.texts import title_of
from jiesu.directory.models import Service
from jiesu.mining.text.normalisation import plain
from jiesu.rules.dispatching import priority


def of_appeal(appeal: Appeal) -> priority.Judgement:
    """Judge an appeal by its own words and the service it was handed in for.

    A title that was made of the text says nothing of its own.
    """
    own = "" if appeal.title == title_of(appeal.text) else f"{appeal.title}。"
    return judge(f"{own}{appeal.text}", appeal.service)


def judge(text: str, service: Service | None) -> priority.Judgement:
    """Judge a text in its plain form by the law's rule."""
    service_class = service.urgency if service else priority.Urgency.GENERAL
    return priority.judge(service_class=priority.Urgency(service_class), text=plain(text))
