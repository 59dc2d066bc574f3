"""Where: districts, streets, communities and grids."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from jiesu.directory.models.names import Nested


class Level(models.TextChoices):
    """How large an area is, from the city's districts down to its grids."""

    DISTRICT = "district", _("district")
    STREET = "street", _("street or town")
    COMMUNITY = "community", _("community")
    GRID = "grid", _("grid")


class Area(Nested):
    """A part of the city with its outline; `lat` and `lon` are its middle, in degrees (WGS 84)."""

    level = models.CharField(max_length=16, choices=Level, db_index=True)
    geometry = models.JSONField(help_text="GeoJSON Polygon or MultiPolygon, longitude first.")
    lat = models.FloatField()
    lon = models.FloatField()
