"""Coordinates as files write them, as latitude and longitude of WGS 84."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from jiesu.rules.numbers import decimal


class Point(NamedTuple):
    """A place in degrees."""

    lat: float
    lon: float


class Bounds(NamedTuple):
    """The box in which the places of a file lie, in degrees."""

    south: float
    west: float
    north: float
    east: float

    def hold(self, point: Point) -> bool:
        """Say whether the point lies inside."""
        return self.south <= point.lat <= self.north and self.west <= point.lon <= self.east


_EARTH = Bounds(-90, -180, 90, 180)


class NoPlaceError(ValueError):
    """The coordinates are of no place that can be meant; its text says why."""


def read_point(first: str, second: str, system: str, bounds: Bounds | None) -> Point | None:
    """Read two coordinates, latitude first (`wgs84`) or east first (`lv95`).

    Both empty or both zero is no place. Raises `NoPlaceError` with a sentence.
    """
    if not first and not second:
        return None
    try:
        a, b = decimal(first), decimal(second)
    except ValueError as error:
        raise NoPlaceError(
            _('The coordinates "%(a)s" and "%(b)s" are no numbers.') % {"a": first, "b": second}
        ) from error
    if a == b == 0:
        return None
    point = from_lv95(a, b) if system == "lv95" else Point(a, b)
    _check(point, bounds or _EARTH)
    return point


def _check(point: Point, bounds: Bounds) -> None:
    if bounds.hold(point):
        return
    words = {"lat": point.lat, "lon": point.lon}
    if bounds.hold(Point(point.lon, point.lat)):
        raise NoPlaceError(
            _("Latitude %(lat)s and longitude %(lon)s seem to be swapped. Exchange them.") % words
        )
    raise NoPlaceError(
        _("Latitude %(lat)s and longitude %(lon)s lie outside the region of this file.") % words
    )


def from_lv95(east: float, north: float) -> Point:
    """Convert Swiss LV95 metres, right to about one metre.

    Source: swisstopo, Approximate formulas for the transformation between Swiss projection
    coordinates and WGS84 (2016), section 2.2.
    """
    y, x = (east - 2_600_000) / 1e6, (north - 1_200_000) / 1e6
    lon = 2.6779094 + 4.728982 * y + 0.791484 * y * x + 0.1306 * y * x**2 - 0.0436 * y**3
    lat = (
        16.9023892
        + 3.238272 * x
        - 0.270978 * y**2
        - 0.002528 * x**2
        - 0.0447 * y**2 * x
        - 0.0140 * x**3
    )
    return Point(lat * 100 / 36, lon * 100 / 36)
