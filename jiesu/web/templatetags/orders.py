"""Places, distances and what fields suggest, for templates: `{% load orders %}`."""

from collections.abc import Callable
from typing import Any, cast

from django import template
from django.db.models import QuerySet
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from jiesu.directory.lookup import choices
from jiesu.directory.models import Area
from jiesu.directory.models.names import Nested
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
