"""Names of steps, grounds and reasons, for templates: `{% load orders %}`."""

from collections.abc import Callable
from typing import Any, cast

from django import template
from django.db.models import QuerySet
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from jiesu.directory import choices
from jiesu.directory.models import Area
from jiesu.directory.models.names import Nested
from jiesu.rules.dispatch import Concern, ReasonCode
from jiesu.rules.lifecycle import View
from jiesu.web.orders import words
from jiesu.web.orders.fields import spoken

register = template.Library()

# What a field may suggest while somebody types, by the id of the page's list.
_SUGGESTED: dict[str, Callable[[], QuerySet[Any]]] = {
    "services": choices.leaf_services,
    "units": choices.units,
    "areas": choices.settlements,
}

_KILOMETRE = 1000


@register.filter
def event_name(event: str) -> str:
    """Name a step of the log."""
    return str(words.EVENTS[event])


@register.filter
def ground_name(ground: str) -> str:
    """Name a ground; one that a city had before and the law no longer knows stands as its code."""
    return str(words.GROUNDS.get(ground, ground))


@register.filter
def reason_name(reason: ReasonCode) -> str:
    """Name why a unit is proposed."""
    return str(words.REASONS[reason])


@register.filter
def concern_name(concern: Concern) -> str:
    """Name what speaks against a unit."""
    return str(words.CONCERNS[concern])


@register.filter
def channel_name(channel: str) -> str:
    """Name the way an appeal came; one that was added later stands as its code."""
    return str(words.CHANNELS.get(channel, channel))


@register.filter
def view_tone(view: str) -> str:
    """Give the tone in which the appellant's view is shown."""
    return words.VIEW_TONES.get(View(view), "quiet")


@register.filter
def distance(metres: int) -> str:
    """Say how far a place is."""
    return f"{metres} m" if metres < _KILOMETRE else f"{metres / _KILOMETRE:.1f} km"


@register.simple_tag
def suggestions(*lists: str) -> SafeString:
    """Give the lists that fields with suggestions name: `{% suggestions "services" "units" %}`."""
    return SafeString("".join(_datalist(name) for name in lists))


def _datalist(name: str) -> str:
    rows = _SUGGESTED[name]()
    options = ((spoken(row), _above(row)) for row in rows)
    inside = format_html_join("", '<option value="{}">{}</option>', options)
    return format_html('<datalist id="{}">{}</datalist>', name, inside)


def _above(row: Any) -> str:
    """Name what a row stands beneath; units are told apart by their names alone."""
    parent = getattr(row, "parent", None) if isinstance(row, Nested) else None
    return str(parent.name) if parent else ""


@register.filter
def whole(area: Area | None) -> str:
    """Name an area from its district down; `{{ order.area|whole }}`."""
    return " · ".join(_chain(area))


@register.filter
def roughly(area: Area | None) -> str:
    """Name an area's district and street, enough for a list."""
    return " · ".join(_chain(area)[:2])


def _chain(area: Area | None) -> list[str]:
    names: list[str] = []
    while area is not None:
        names.insert(0, area.name)
        area = cast("Area | None", area.parent)
    return names
