"""Which area a point lies in."""

from collections.abc import Callable
from functools import cache
from typing import Any

import shapely
from django.db.models import Count, Max, Sum
from shapely.geometry import shape

from jiesu.directory.models import Area, Level

# From the finest down to the coarsest: the first that covers a point is its area.
_FINEST_FIRST = (Level.GRID, Level.COMMUNITY, Level.STREET, Level.DISTRICT)


class _Map:
    """The outlines of one level in a tree for quick look-up."""

    def __init__(self, level: Level) -> None:
        rows = list(Area.objects.filter(level=level).values_list("pk", "geometry"))
        self.ids = [pk for pk, _ in rows]
        self.tree = shapely.STRtree([shape(geometry) for _, geometry in rows])

    def at(self, lat: float, lon: float) -> int | None:
        """Give the id of the outline that covers a point, the first one on a border."""
        found = self.tree.query(shapely.Point(lon, lat), predicate="intersects")
        return self.ids[min(found)] if len(found) else None


@cache
def _map(level: Level, edition: tuple[object, ...]) -> _Map:  # noqa: ARG001  (a new edition, a new map)
    return _Map(level)


def _edition() -> tuple[object, ...]:
    """Change whenever an area is added or its outline is moved, so that a server sees an import."""
    return tuple(Area.objects.aggregate(Count("pk"), Max("pk"), Sum("lat"), Sum("lon")).values())


def locator() -> Callable[[float | None, float | None], int | None]:
    """Give what finds the id of the finest area around a point, as the areas stand now.

    A point is latitude and longitude in degrees; outside the city there is none.
    """
    edition = _edition()
    maps = [_map(level, edition) for level in _FINEST_FIRST]

    def find(lat: float | None, lon: float | None) -> int | None:
        if lat is None or lon is None:
            return None
        return next((found for one in maps if (found := one.at(lat, lon)) is not None), None)

    return find


def locate(lat: float | None, lon: float | None) -> Area | None:
    """Give the finest area that covers a point in degrees, or None outside the city."""
    if lat is None or lon is None:
        return None
    found = locator()(lat, lon)
    return None if found is None else Area.objects.get(pk=found)


def known() -> bool:
    """Tell whether the city has any areas at all."""
    return Area.objects.exists()


def outline(level: Level) -> dict[str, Any]:
    """Give the areas of one level as a GeoJSON FeatureCollection with `code` and `name`."""
    features = [
        {
            "type": "Feature",
            "id": area.pk,
            "geometry": area.geometry,
            "properties": {"code": area.code, "name": area.name},
        }
        for area in Area.objects.filter(level=level)
    ]
    return {"type": "FeatureCollection", "features": features}
