"""What a change of the directory would have done: tried on past work orders, then undone."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from jiesu.casework.assist import duty_list
from jiesu.casework.models import WorkOrder
from jiesu.directory.models import Unit

_SAMPLE = 500


@dataclass(frozen=True)
class Moved:
    """One work order that would go to another unit than before the change."""

    work_order: WorkOrder
    before: Unit | None
    after: Unit | None


@dataclass(frozen=True)
class Effect:
    """How many of the latest work orders were tried, and which would be proposed elsewhere."""

    tried: int
    moved: list[Moved]


def effect_on_dispatch(change: Callable[[], object], *, now: datetime) -> Effect:
    """Try a change on the latest dispatched work orders; whatever it raises is passed on."""
    found = WorkOrder.objects.filter(service__isnull=False, lead_unit__isnull=False)
    orders = list(found.select_related("service", "area").order_by("-pk")[:_SAMPLE])
    before = _proposed(orders, now)
    with transaction.atomic():
        change()
        after = _proposed(orders, now)
        transaction.set_rollback(True)
    moved = [
        Moved(order, before[key], after[key])
        for order in orders
        if before[key := _key(order)] != after[key]
    ]
    return Effect(len(orders), moved)


def _key(order: WorkOrder) -> tuple[int | None, int | None]:
    return order.service_id, order.area_id


def _proposed(
    orders: list[WorkOrder], now: datetime
) -> dict[tuple[int | None, int | None], Unit | None]:
    """Propose once for each service in each area."""
    one_of_each = {_key(order): order for order in orders}
    return {key: _first(order, now) for key, order in one_of_each.items()}


def _first(order: WorkOrder, now: datetime) -> Unit | None:
    found = duty_list.propose_for(order.service, order.area, now=now)
    return found[0].unit if found else None
