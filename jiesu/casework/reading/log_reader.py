"""Reading the records that nobody can change: the log, its seals, and who looked at identities."""

from django.db.models import Q, QuerySet

from jiesu.casework.models import Delivery, Link, LogEntry, Seal, ViewLog
from jiesu.casework.reading import gate
from jiesu.directory.people import Actor
from jiesu.rules.roles import Permission


def entries(chain: str, thing: int | None, *, actor: Actor) -> QuerySet[LogEntry]:
    """Give log entries, the latest first; with a number, those of one thing."""
    found = gate.entries(actor=actor).order_by("-pk")
    return found if thing is None else found.filter(chain=chain, thing_id=thing)


def links(chain: str, thing: int | None, *, actor: Actor) -> QuerySet[Link]:
    """Give what one thing hangs on, and what hangs on it."""
    here = Q(from_chain=chain, from_id=thing) | Q(to_chain=chain, to_id=thing)
    return gate.links(actor=actor).filter(here).order_by("pk")


def seals(*, actor: Actor) -> list[Seal]:
    """Give the latest seals."""
    return list(Seal.objects.order_by("-last_id")[:5]) if actor.may(Permission.LOG_READ) else []


def views(*, actor: Actor) -> QuerySet[ViewLog]:
    """Give the looks at identities, the latest first."""
    return gate.views(actor=actor).select_related("by").order_by("-at")


def dead_letters(*, actor: Actor) -> list[Delivery]:
    """List what could not be told to a subscriber, the oldest first."""
    found = Delivery.objects.filter(dead=True, log__in=gate.entries(actor=actor).values("pk"))
    return list(found.select_related("log").order_by("log_id")[:500])
