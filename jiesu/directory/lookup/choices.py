"""What a form may offer: the services, units and areas in use."""

from collections.abc import Iterable

from django.db.models import QuerySet

from jiesu.directory.models import Area, Level, Service, Unit


def services() -> QuerySet[Service]:
    """Give the services in use, each beneath its parent."""
    return Service.objects.filter(active=True).select_related("parent__parent").order_by("path")


def leaf_services() -> QuerySet[Service]:
    """Give the services in use that have no finer ones beneath them: what an appeal is about."""
    return services().exclude(children__active=True)


def units() -> QuerySet[Unit]:
    """Give the units in use, the city's first, then by code."""
    return Unit.objects.filter(active=True).order_by("level", "code")


def areas() -> QuerySet[Area]:
    """Give all areas, each beneath its parent."""
    return Area.objects.select_related("parent").defer("geometry").order_by("path")


def settlements() -> QuerySet[Area]:
    """Give the areas people name: districts, streets and communities, without the grids."""
    return areas().exclude(level=Level.GRID)


def service(code: str) -> Service | None:
    """Give a service in use by its code."""
    return services().filter(code=code).first() if code else None


def ever_services(codes: Iterable[str]) -> set[str]:
    """Give those of the codes that are or were of a service: what was reported keeps its own."""
    return set(Service.objects.filter(code__in=set(codes)).values_list("code", flat=True))


def area(code: str) -> Area | None:
    """Give an area by its code."""
    return areas().filter(code=code).first() if code else None


def unit(code: str) -> Unit | None:
    """Give a unit in use by its code."""
    return units().filter(code=code).first() if code else None


def names(kind: type[Service | Area | Unit], codes: Iterable[str]) -> dict[str, str]:
    """Give the names of rows by their codes, in the reader's language."""
    found = kind.objects.filter(code__in={code for code in codes if code})
    return {row.code: row.name for row in found}


def streets() -> QuerySet[Area]:
    """Give the areas of the second level, each beneath its district."""
    return areas().filter(level=Level.STREET)


def districts() -> QuerySet[Area]:
    """Give the areas of the first level, by which long lists are narrowed."""
    return areas().filter(level=Level.DISTRICT)
