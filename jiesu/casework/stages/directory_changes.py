"""What a change of the directory means for open work: clocks move, work is left behind."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db.models import Q
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jiesu.casework.ledger import clock, record
from jiesu.casework.models import Deadline, WorkOrder
from jiesu.directory.models import DirectoryChange
from jiesu.directory.people import Actor
from jiesu.rules.lifecycle import OPEN

_TOLD = 3  # moved due times that are named one by one


def follow(changes: Sequence[DirectoryChange], now: datetime) -> Iterator[str]:
    """Set clocks anew where days or limits changed; name what is left with what was retired."""
    if any(change.kind in {"calendar", "limits"} for change in changes):
        yield from set_clocks_anew(now=now)
    for change in changes:
        if change.kind in _LEFT_WITH and _goes(change):
            yield from _left(change)
        if change.kind == "areas" and change.before:
            yield from _in_area(change)


def set_clocks_anew(*, now: datetime) -> Iterator[str]:
    """Compute every running clock again by the days and limits in force when it began.

    What was extended stays as it was granted, and the first due time stays beside the new one.
    """
    law = clock.Law()
    moved = [text for deadline in _running() for text in _set_anew(deadline, law, now)]
    if moved:
        sentence = ngettext("%d due time moved.", "%d due times moved.", len(moved))
        yield sentence % len(moved)
    yield from moved[:_TOLD]


def _running() -> Iterator[Deadline]:
    found = Deadline.running().filter(extensions__isnull=True, work_order__state__in=OPEN)
    joined = found.select_related("work_order__service", "work_order__first_appeal")
    return joined.order_by("pk").iterator()


def _set_anew(deadline: Deadline, law: clock.Law, now: datetime) -> Iterator[str]:
    order, before = deadline.work_order, deadline.due_at
    due = law.due_of(deadline)
    if due == before:
        return
    clock.move(deadline, due, now=now)
    order.refresh_from_db()  # one that has two clocks was written with the first
    record.note(
        order,
        "work_order.rescheduled",
        actor=Actor.system(),
        now=now,
        changes={"due_at": clock.next_due(order)},
        payload={"stage": deadline.stage},
    )
    stage, times = deadline.get_stage_display(), (localtime(before), localtime(due))
    yield f"{order.number}, {stage}: {times[0]:%Y-%m-%d %H:%M} → {times[1]:%Y-%m-%d %H:%M}"


def _goes(change: DirectoryChange) -> bool:
    return (change.before.get("active"), change.after.get("active")) == ("True", "False")


# Kind of row → which open work orders are left with one that goes out of use, and what to do.
_LEFT_WITH = {"units": "lead_unit__code", "services": "service__code"}


def _left(change: DirectoryChange) -> Iterator[str]:
    code = change.after["code"]
    found = WorkOrder.objects.filter(Q(**{_LEFT_WITH[change.kind]: code}), state__in=OPEN).count()
    if not found:
        return
    sentence = (
        _(
            "{code} leads {count} open work orders. They stay with it until a dispatcher takes "
            "them back and gives them to another unit (queue “With a retired unit”)."
        )
        if change.kind == "units"
        else _("{count} open work orders are about {code}. They go on; no new one can be.")
    )
    yield sentence.format(code=code, count=found)


def _in_area(change: DirectoryChange) -> Iterator[str]:
    code = change.after["code"]
    within = Q(area__path__contains=f"/{code}/")
    found = WorkOrder.objects.filter(within, state__in=OPEN).count()
    if found:
        sentence = _("{count} open work orders lie in {code}. They stay in it as they were taken.")
        yield sentence.format(code=code, count=found)
