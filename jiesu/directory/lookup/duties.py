"""The duty list in force, as the law's own type."""

from datetime import date

from django.db.models import Q

from jiesu.directory.models import DutyItem
from jiesu.rules.dispatching.dispatch import Duty, DutyKind


def in_force(on: date, *, services: list[str]) -> list[Duty]:
    """List the duties on a day for the service codes, and those that name no service."""
    valid = Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gte=on))
    fitting = Q(service__code__in=services) | Q(service__isnull=True)
    items = (
        DutyItem.objects.filter(valid, fitting, lead_unit__active=True)
        .select_related("service", "area", "lead_unit")
        .prefetch_related("support_units")
    )
    return [_duty(item) for item in items]


def _duty(item: DutyItem) -> Duty:
    return Duty(
        id=item.pk,
        service=item.service.code if item.service else "",
        area=item.area.code if item.area else "",
        kind=DutyKind(item.kind),
        lead_unit=item.lead_unit.code,
        support_units=tuple(unit.code for unit in item.support_units.all()),
        basis=item.basis,
        valid_from=item.valid_from,
        valid_to=item.valid_to,
    )
