"""The list of services as people choose from it."""

from jiesu.directory.models import Service

Choice = tuple[str, str]


def choices() -> list[tuple[str, list[Choice]]]:
    """Give the services in use as (name of the top level, [(code, name from there down)])."""
    active = list(Service.objects.filter(active=True).order_by("path"))
    names = {service.code: service.name for service in active}
    parents = {service.parent_id for service in active}
    groups: dict[str, list[Choice]] = {}
    for service in active:
        if service.pk in parents:
            continue
        top, *below = [names.get(code, code) for code in reversed(service.codes)]
        groups.setdefault(top, []).append((service.code, " · ".join(below) or top))
    return list(groups.items())


def named(codes: list[str]) -> list[Service]:
    """Give the services in use of these codes, in this order."""
    found = {one.code: one for one in Service.objects.filter(code__in=codes, active=True)}
    return [found[code] for code in codes if code in found]
