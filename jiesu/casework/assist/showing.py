"""What somebody is shown who is about to decide: suggested, kept, and given with its ids."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

import structlog
from django.db import DatabaseError

from jiesu.casework.assist import duty_list, guesses, suggestions, triage
from jiesu.casework.assist.suggester import Matter
from jiesu.casework.assist.suggestions import Guess, Guesses, Subject
from jiesu.casework.models import Appeal, Suggestion, WorkOrder
from jiesu.casework.reading import finding, queries
from jiesu.directory.lookup import service_list
from jiesu.directory.models import Service
from jiesu.directory.people import Actor
from jiesu.rules.dispatching.priority import Judgement
from jiesu.rules.lifecycle import Action

_log = structlog.get_logger()
# A step → what is suggested to whoever may take it.
_ASKED: Mapping[Action, Collection[Subject]] = {
    Action.ACCEPT: (Subject.SERVICE, Subject.URGENCY),
    Action.MERGE: (Subject.DUPLICATE,),
    Action.DISPATCH: (Subject.UNIT,),
}


def suggest(work_order: WorkOrder, *, actor: Actor, now: datetime) -> list[Suggestion]:
    """Suggest what bears on the steps that the actor may take now, and keep it as shown."""
    return keep(work_order, _made(work_order, actor, now), now=now)


def keep(work_order: WorkOrder, made: Guesses, *, now: datetime) -> list[Suggestion]:
    """Keep what is shown; where the store is too busy, nobody waits, and the rows have no ids."""
    try:
        return suggestions.show(work_order, made, now=now)
    except DatabaseError:
        _log.exception("suggestions not kept", work_order=work_order.pk)
        return suggestions.rows(made, work_order)


def draft(
    matter: Matter, sounds: Judgement, *, actor: Actor, now: datetime
) -> dict[str, list[Guess]]:
    """Suggest what bears on a matter that is still being told; its work order is to come."""
    return {
        Subject.SERVICE: guesses.services(matter, actor=actor),
        Subject.URGENCY: guesses.urgency(sounds),
        Subject.DUPLICATE: guesses.duplicates(matter, actor=actor, now=now),
    }


def ids(shown: Iterable[Suggestion]) -> list[int]:
    """Give the ids that the step carries which follows."""
    return [row.pk for row in shown if row.pk is not None]


def _made(work_order: WorkOrder, actor: Actor, now: datetime) -> Guesses:
    appeal = work_order.first_appeal
    matter = Matter.of(appeal)
    making: dict[Subject, Callable[[], list[Guess]]] = {
        Subject.SERVICE: lambda: guesses.services(matter, actor=actor),
        Subject.URGENCY: lambda: guesses.urgency(triage.of_appeal(appeal)),
        Subject.DUPLICATE: lambda: guesses.duplicates(matter, but=work_order, actor=actor, now=now),
        Subject.UNIT: lambda: guesses.units(duty_list.propose(work_order, now=now)),
    }
    buttons = queries.buttons(work_order, actor=actor)
    asked = (subject for step, about in _ASKED.items() if step in buttons for subject in about)
    return {subject: making[subject]() for subject in asked}


@dataclass(frozen=True)
class Likely:
    """A service that was suggested."""

    suggestion: Suggestion
    service: Service


def likely_services(shown: Iterable[Suggestion]) -> list[Likely]:
    """Give the services that were suggested, as long as they are in use."""
    made = {row.value: row for row in shown if row.subject == Subject.SERVICE}
    return [Likely(made[row.code], row) for row in service_list.named(list(made))]


@dataclass(frozen=True)
class Like:
    """An open work order that may be the same matter, with the appeal that is most like."""

    suggestion: Suggestion
    order: WorkOrder
    appeal: Appeal


def like_orders(shown: Iterable[Suggestion], *, actor: Actor) -> list[Like]:
    """Give the work orders that were suggested as the same, as far as the actor may see them."""
    made = {row.reasons.get("appeal"): row for row in shown if row.subject == Subject.DUPLICATE}
    seen = finding.open_appeals([pk for pk in made if pk], actor=actor)
    found = [Like(made[appeal.pk], appeal.work_order, appeal) for appeal in seen]
    found = [one for one in found if one.suggestion.value == str(one.order.pk)]
    return sorted(found, key=lambda one: one.suggestion.place)
