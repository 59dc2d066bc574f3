"""What was said around a place, or in like words: for staff to compare, for everybody to count."""

from datetime import datetime, timedelta
from math import cos, radians

from django.db.models import QuerySet

from jiesu.casework.models import Appeal, WorkOrder
from jiesu.casework.reading import gate, search
from jiesu.directory.people import Actor
from jiesu.rules import visibility
from jiesu.rules.lifecycle import OPEN
from jiesu.rules.visibility import Count

_METRES_PER_DEGREE = 111_320.0


def near(lat: float, lon: float, *, metres: float, actor: Actor) -> QuerySet[WorkOrder]:
    """Give the open work orders in a square of twice `metres` around a point."""
    north = metres / _METRES_PER_DEGREE
    east = north / max(cos(radians(lat)), 0.01)
    return gate.orders(actor=actor).filter(
        state__in=OPEN,
        lat__range=(lat - north, lat + north),
        lon__range=(lon - east, lon + east),
    )


def reported_near(lat: float, lon: float, *, since: datetime, actor: Actor) -> Count:
    """Count what was reported in the cell around a point and is open, as the actor may know it."""
    south, west, north, east = visibility.cell_of(lat, lon)
    found = gate.appeals(actor=actor).filter(
        received_at__gte=since, withdrawn_at=None, work_order__state__in=OPEN
    )
    inside = found.filter(lat__gte=south, lat__lt=north, lon__gte=west, lon__lt=east)
    return gate.count(inside.count(), actor=actor)


def candidates(
    text: str, lat: float | None, lon: float | None, *, actor: Actor, now: datetime
) -> list[Appeal]:
    """Gather earlier appeals on open work orders that may be the same matter, by words and place.

    The order says nothing: judging likeness is the work of mining.
    """
    ids = search.find(text, limit=200)
    seen = gate.appeals(actor=actor)
    if lat is not None and lon is not None:
        around = list(near(lat, lon, metres=500, actor=actor).values_list("pk", flat=True)[:200])
        ids += seen.filter(work_order__in=around).values_list("pk", flat=True)[:200]
    since = now - timedelta(days=365)
    found = seen.filter(pk__in=ids, work_order__state__in=OPEN, received_at__gte=since)
    return list(found.select_related("work_order"))
