"""What everybody may know of appeals: which there are, roughly where, and how far they have come.

An appeal is known to the public by the number of its first work order. Its tracking code is the
key to it and is never published.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from jiesu.casework.errors import NotFoundError
from jiesu.casework.models import Appeal
from jiesu.casework.reading import gate
from jiesu.directory.people import Actor
from jiesu.rules.lifecycle import OPEN

_NUMBER = re.compile(r"\d{8}-(\d{7,18})")


@dataclass(frozen=True)
class Search:
    """What is looked for; the times are those of receipt, both ends included.

    `unclassified` adds to the services those appeals that have none yet.
    """

    since: datetime | None = None
    until: datetime | None = None
    service_codes: Collection[str] = ()
    open: bool | None = None
    unclassified: bool = False


def listed(*, actor: Actor) -> QuerySet[Appeal]:
    """Give the appeals that may be shown to whoever asks (mostly `PUBLIC`), newest first."""
    shown = gate.appeals(actor=actor)
    return shown.select_related(
        "area__parent",
        "service",
        "first_work_order",
        "work_order__lead_unit",
        "work_order__service",
    ).order_by("-received_at", "-pk")


def find(search: Search, *, actor: Actor) -> QuerySet[Appeal]:
    """Give those of the listed appeals that are looked for."""
    found = listed(actor=actor)
    if search.since:
        found = found.filter(received_at__gte=search.since)
    if search.until:
        found = found.filter(received_at__lte=search.until)
    if search.service_codes or search.unclassified:
        found = found.filter(_of_services(search))
    if search.open is not None:
        being_open = Q(work_order__state__in=OPEN)
        found = found.filter(being_open if search.open else ~being_open)
    return found


def _of_services(search: Search) -> Q:
    """Ask for the service that was decided on, else for the one that was chosen."""
    codes, undecided = list(search.service_codes), Q(work_order__service__isnull=True)
    asked = Q(work_order__service__code__in=codes) | undecided & Q(service__code__in=codes)
    return asked | undecided & Q(service__isnull=True) if search.unclassified else asked


def by_number(number: str, *, actor: Actor) -> Appeal:
    """Give a listed appeal by its public number; raises `NotFoundError`."""
    fitting = _NUMBER.fullmatch(number)
    serial = int(fitting[1]) if fitting else 0
    found = listed(actor=actor).filter(first_work_order=serial).first()
    if found is None or found.first_work_order.number != number:
        raise NotFoundError
    return found
