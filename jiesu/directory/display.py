"""The names people read for codes of the directory."""

from collections.abc import Iterable

from jiesu.directory.models import Area, Service, Unit


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
