"""Finding work orders again: by number, by tracking code, by words; and narrowing a list."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, F, Q, QuerySet, When

from jiesu.casework.errors import NotFoundError
from jiesu.casework.kinds import Kind
from jiesu.casework.models import Appeal, WorkOrder
from jiesu.casework.reading import access, gate, search
from jiesu.directory.people import Actor
from jiesu.rules.lifecycle import OPEN

_MOST = 500  # appeals looked at by words; more say nothing about what was meant
_NUMBER = re.compile(r"(?:\d{8}-)?0*(\d{1,18})")


@dataclass(frozen=True)
class Narrowing:
    """What a list is narrowed to; empty fields narrow nothing."""

    words: str = ""
    urgency: str = ""
    area_path: str = ""
    late: bool = False


def narrow(
    orders: QuerySet[WorkOrder], narrowing: Narrowing, *, now: datetime
) -> QuerySet[WorkOrder]:
    """Keep of a list what fits, in its order."""
    if narrowing.urgency:
        orders = orders.filter(urgency=narrowing.urgency)
    if narrowing.area_path:
        orders = orders.filter(area__path__startswith=narrowing.area_path)
    if narrowing.late:
        orders = orders.filter(due_at__lt=now)
    if narrowing.words:
        orders = orders.filter(_said(narrowing.words))
    return orders


def _said(words: str) -> Q:
    number = _NUMBER.fullmatch(words.strip())
    if number:
        return Q(pk=int(number[1]))
    return Q(pk__in=WorkOrder.objects.filter(appeals__in=search.find(words, limit=_MOST)))


def for_a_list(orders: QuerySet[WorkOrder]) -> QuerySet[WorkOrder]:
    """Read with each work order what a list shows of it: its first words, and where it is."""
    levels = ["area", *(f"area{'__parent' * up}" for up in range(1, 4))]
    return orders.select_related("first_appeal", levels[-1]).defer(
        *(f"{level}__geometry" for level in levels)
    )


def everywhere(words: str, *, actor: Actor) -> QuerySet[WorkOrder]:
    """Find work orders among all that the actor may see: open ones first, then the newest."""
    seen = gate.orders(actor=actor)
    coded = _by_code(words)
    found = seen.filter(pk=coded) if coded else seen.filter(_said(words))
    closed = Case(When(state__in=OPEN, then=0), default=1)
    return found.order_by(closed, "-created_at")


def one(name: str, *, actor: Actor) -> WorkOrder | None:
    """Give the work order of a number or a tracking code, if the actor may see it."""
    number = _NUMBER.fullmatch(name.strip())
    pk = int(number[1]) if number else _by_code(name)
    return gate.orders(actor=actor).filter(pk=pk).first() if pk else None


def _by_code(words: str) -> int | None:
    try:
        return access.by_code(words).work_order_id
    except NotFoundError:
        return None


def next_after(orders: QuerySet[WorkOrder], order: WorkOrder) -> WorkOrder | None:
    """Give what stands behind `order` in a queue, what is due next first; else its first other."""
    behind = Q(due_at=order.due_at, pk__gt=order.pk)
    if order.due_at is not None:
        behind |= Q(due_at__gt=order.due_at) | Q(due_at__isnull=True)
    others = orders.exclude(pk=order.pk).order_by(F("due_at").asc(nulls_last=True), "pk")
    return others.filter(behind).first() or others.first()


def open_texts(*, after: int, limit: int, actor: Actor) -> list[tuple[Any, ...]]:
    """Give (id, title, text, time, lat, lon) of the newest open appeals behind an id.

    They come in the order of ids. Reports of wrongdoing are not compared with anything.
    """
    seen = gate.appeals(actor=actor)
    found = seen.filter(pk__gt=after, work_order__state__in=OPEN, withdrawn_at=None)
    columns = ("pk", "title", "text", "received_at", "lat", "lon")
    rows = found.exclude(kind=Kind.WHISTLEBLOW_REPORT).order_by("-pk").values_list(*columns)
    return list(rows[:limit])[::-1]


def open_appeals(ids: Sequence[int], *, actor: Actor) -> list[Appeal]:
    """Give those of some appeals, not taken back, whose work order is open and may be seen."""
    orders = gate.orders(actor=actor).filter(state__in=OPEN)
    found = Appeal.objects.filter(pk__in=ids, work_order__in=orders.values("pk"), withdrawn_at=None)
    return list(found.select_related("work_order"))
