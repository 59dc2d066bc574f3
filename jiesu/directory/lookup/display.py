"""The words people read for codes and limits of the directory."""

from collections.abc import Iterable

from django.utils.translation import ngettext_lazy

from jiesu.directory.models import Area, Service, Unit
from jiesu.rules.timing.deadlines import TimeLimit
from jiesu.rules.timing.deadlines import Unit as TimeUnit

_SPANS = {
    TimeUnit.HOURS: ngettext_lazy("{n} hour", "{n} hours", "n"),
    TimeUnit.DAYS: ngettext_lazy("{n} day", "{n} days", "n"),
    TimeUnit.WORKING_HOURS: ngettext_lazy("{n} working hour", "{n} working hours", "n"),
    TimeUnit.WORKING_DAYS: ngettext_lazy("{n} working day", "{n} working days", "n"),
}


def time_limit(limit: TimeLimit) -> str:
    """Say a limit of time: "5 working days"."""
    return _SPANS[limit.unit].format(n=limit.amount)


def services(codes: Iterable[str]) -> dict[str, str]:
    """Name services by their codes, in the active language."""
    return {row.code: row.name for row in Service.objects.filter(code__in=set(codes))}


def areas(codes: Iterable[str]) -> dict[str, str]:
    """Name areas by their codes, in the active language."""
    known = Area.objects.filter(code__in=set(codes)).defer("geometry")
    return {row.code: row.name for row in known}


def units(codes: Iterable[str]) -> dict[str, str]:
    """Name units by their codes, in the active language."""
    return {row.code: row.name for row in Unit.objects.filter(code__in=set(codes))}
