"""The channel of GeoReport v2."""

from django.urls import include
from django.utils.translation import gettext_lazy as _

from jiesu.channels.base import Channel
from jiesu.channels.open311.doors import refuse
from jiesu.channels.open311.posting import CHANNEL as NAME

CHANNEL = Channel(
    NAME,
    _("Open311"),
    root="open311/",
    refuse=refuse,
    urls=include("jiesu.channels.open311.urls"),
)
