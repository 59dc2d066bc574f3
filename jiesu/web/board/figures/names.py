"""What people call the things that figures are broken down by."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiesu.casework import wording
from jiesu.casework.kinds import Kind
from jiesu.directory.lookup import display

DIMENSIONS: dict[str, Promise] = {
    "service_1": gettext_lazy("kind of matter"),
    "service_2": gettext_lazy("kind of matter, second level"),
    "service_3": gettext_lazy("kind of matter, third level"),
    "district": gettext_lazy("district"),
    "street": gettext_lazy("street or town"),
    "community": gettext_lazy("community"),
    "unit": gettext_lazy("unit"),
    "channel": gettext_lazy("channel"),
    "kind": gettext_lazy("what is asked for"),
}
_AREAS = ("district", "street", "community")


def named(dimension: str, codes: Iterable[str]) -> dict[str, str]:
    """Name the codes of a dimension; one without a name keeps its code."""
    codes = set(codes)
    return {code: code for code in codes} | _known(dimension, codes) | {"": _("not known")}


def _known(dimension: str, codes: set[str]) -> dict[str, str]:
    if dimension.startswith("service"):
        return display.services(codes)
    if dimension in _AREAS:
        return display.areas(codes)
    if dimension == "unit":
        return display.units(codes)
    if dimension == "channel":
        return {code: wording.say("channel", code) for code in codes}
    return {code: str(name) for code, name in Kind.choices if code in codes}


def of_rows(rows: Iterable[dict[str, str]]) -> dict[str, str]:
    """Name all services, areas and units that rows of facts mention, by code."""
    rows = list(rows)
    found: dict[str, str] = {}
    for dimension in ("service_3", "service_2", "service_1", "street", "district", "unit"):
        found |= _known(dimension, {row[dimension] for row in rows if row.get(dimension)})
    return found
