"""The one gate: turns whoever asks into the rows, counts and words that they may see.

The law stands in `rules.visibility`; here it becomes queries. What one may not see does not exist:
no list holds it, no number counts it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from django.db.models import Q, QuerySet

from jiesu.casework.errors import NotFoundError
from jiesu.casework.models import Appeal, Link, LogEntry, ViewLog, WorkOrder
from jiesu.directory.models import Unit
from jiesu.directory.people import Actor
from jiesu.mining.text.identity import scrub
from jiesu.rules import visibility
from jiesu.rules.roles import Permission
from jiesu.rules.visibility import Count, Listener, Matter, Reach, Reader, Scope

PUBLIC = Actor("public")  # everybody, and nobody known
_MANY = 5000  # ids asked about at once


def reader(actor: Actor) -> Reader:
    """Describe an actor as the law of visibility wants it."""
    kept = visibility.kept_from(actor.unit_ids, _above()) if actor.unit_ids else frozenset()
    return Reader(actor.kind, actor.roles, actor.unit_ids, kept, actor.appeal_id)


def _above() -> dict[int, int]:
    """Give each unit's parent."""
    return dict(Unit.objects.exclude(parent=None).values_list("pk", "parent_id"))


def orders(*, actor: Actor) -> QuerySet[WorkOrder]:
    """Give the work orders the actor may open."""
    scope, found = visibility.cases(reader(actor)), WorkOrder.objects.all()
    return _orders_within(found, scope).select_related("service", "area", "lead_unit")


def appeals(*, actor: Actor) -> QuerySet[Appeal]:
    """Give the appeals the actor may open; to `PUBLIC`, those that are published."""
    return _within(visibility.cases(reader(actor)))


def behind_figures(*, actor: Actor) -> QuerySet[Appeal]:
    """Give the appeals that may be listed and counted for the actor, without their words."""
    return _within(visibility.figures(reader(actor)))


def _within(scope: Scope) -> QuerySet[Appeal]:
    found = Appeal.objects.exclude(kind__in=scope.without_kinds)
    found = found.exclude(secrecy__in=scope.without_secrecies)
    if scope.reach is Reach.OWN:
        return found.filter(pk=scope.appeal or 0)
    if scope.reach is not Reach.ALL:
        found = found.filter(work_order__in=_reached(WorkOrder.objects.all(), scope).values("pk"))
    hidden = _hidden(scope)
    return found.exclude(work_order__in=hidden) if hidden is not None else found


def _orders_within(found: QuerySet[WorkOrder], scope: Scope) -> QuerySet[WorkOrder]:
    if scope == visibility.PUBLISHED:
        return found.none()  # work orders are for those who work on them
    found, hidden = _reached(found, scope), _hidden(scope)
    return found.exclude(pk__in=hidden) if hidden is not None else found


def _reached(found: QuerySet[WorkOrder], scope: Scope) -> QuerySet[WorkOrder]:
    if scope.reach is Reach.OWN:
        return found.filter(appeals__pk=scope.appeal or 0)
    if scope.reach is Reach.UNITS:
        mine = Q(lead_unit__in=scope.units) | Q(support_units__in=scope.units)
        return found.filter(mine).distinct()
    return found if scope.reach is Reach.ALL else found.none()


def _hidden(scope: Scope) -> QuerySet[WorkOrder, int] | None:
    """Give the ids of the work orders kept out for whom they accuse; None where none can be.

    Merging takes nothing out: an appeal accuses whom its first work order accused. Few accuse a
    unit, so naming those keeps the database from walking all that do not.
    """
    if scope.accusing and not scope.kept_from:
        return None
    accusing = WorkOrder.objects.filter(accused_unit__isnull=False)
    if scope.accusing:
        accusing = accusing.filter(accused_unit__in=scope.kept_from)
    merged = Appeal.objects.filter(first_work_order__in=accusing).order_by()
    own = accusing.values_list("pk", flat=True)
    return own.union(merged.values_list("work_order", flat=True))


def entries(*, actor: Actor) -> QuerySet[LogEntry]:
    """Give the lines of the log but those of work orders that are hidden from the actor."""
    found = LogEntry.objects.all()
    if not actor.may(Permission.LOG_READ):
        return found.none()
    hidden = _hidden(visibility.cases(reader(actor)))
    if hidden is None:
        return found
    return found.exclude(chain=WorkOrder.CHAIN, thing_id__in=hidden)


def links(*, actor: Actor) -> QuerySet[Link]:
    """Give how things hang together but for work orders that are hidden from the actor."""
    found = Link.objects.all()
    if not actor.may(Permission.LOG_READ):
        return found.none()
    hidden = _hidden(visibility.cases(reader(actor)))
    if hidden is None:
        return found
    found = found.exclude(from_chain=WorkOrder.CHAIN, from_id__in=hidden)
    return found.exclude(to_chain=WorkOrder.CHAIN, to_id__in=hidden)


def views(*, actor: Actor) -> QuerySet[ViewLog]:
    """Give the looks at identities but those of appeals that are hidden from the actor."""
    found = ViewLog.objects.all()
    if not actor.may(Permission.LOG_READ):
        return found.none()
    hidden = _hidden(visibility.cases(reader(actor)))
    if hidden is None:
        return found
    appeals = Appeal.objects.filter(work_order__in=hidden).values("pk")
    return found.exclude(chain="appeal", thing_id__in=appeals)


@dataclass(frozen=True)
class Withheld:
    """What is in no list and no number made elsewhere for somebody: kinds, and ids of appeals."""

    kinds: frozenset[str]
    appeals: frozenset[int]


def withheld(*, actor: Actor) -> Withheld:
    """Say what a copy of the facts must leave out for the actor; few appeals accuse a unit."""
    scope = visibility.figures(reader(actor))
    if scope.reach is not Reach.ALL:
        raise NotFoundError
    hidden = _hidden(scope)
    found = Appeal.objects.filter(work_order__in=hidden) if hidden is not None else ()
    return Withheld(scope.without_kinds, frozenset(one.pk for one in found))


def allowed(ids: Iterable[int], *, actor: Actor) -> set[int]:
    """Give those of some ids of appeals that may be listed for the actor."""
    found = behind_figures(actor=actor)
    parts = (found.filter(pk__in=some).values_list("pk", flat=True) for some in _parts(ids))
    return {pk for part in parts for pk in part}


def _parts(ids: Iterable[int]) -> Iterator[tuple[int, ...]]:
    rest = iter(ids)
    while part := tuple(islice(rest, _MANY)):
        yield part


def is_public(appeal: Appeal) -> bool:
    """Tell of a loaded appeal whether everybody may know of it."""
    first, order = appeal.first_work_order, appeal.work_order
    accused = _named([first.accused_unit_id, order.accused_unit_id])
    matter = Matter(appeal.pk, appeal.kind, appeal.secrecy, accused=accused)
    return visibility.admits(visibility.PUBLISHED, matter)


def _named(units: Iterable[int | None]) -> frozenset[int]:
    return frozenset(unit for unit in units if unit is not None)


def units_kept_out(order: WorkOrder) -> frozenset[int]:
    """Give the units that may neither handle nor see a work order, for whom it accuses."""
    merged = order.appeals.values_list("first_work_order__accused_unit", flat=True)
    accused = _named([order.accused_unit_id, *merged])
    above = _above() if accused else {}
    return frozenset(
        unit
        for one in accused
        for unit in {one}.union(above, above.values())
        if visibility.barred(unit, one, above)
    )


def listener(*, actor: Actor) -> Listener:
    """Say for whom steps and notes are told when they are told to the actor."""
    return visibility.listener(Reader(actor.kind, actor.roles))


def count(number: int, *, actor: Actor) -> Count:
    """Give a number as it may be told to the actor."""
    return visibility.told(number, _least(actor))


def counts(parts: Mapping[str, int], *, actor: Actor) -> dict[str, Count]:
    """Give the parts of a whole as they may be told to the actor."""
    return visibility.parts_told(parts, _least(actor))


def _least(actor: Actor) -> int:
    return visibility.least(Reader(actor.kind, actor.roles))


def readable(appeal: Appeal, *, actor: Actor) -> Appeal:
    """Give a loaded appeal with its words as the actor may read them; it is not to be saved."""
    asks = Reader(actor.kind, actor.roles, appeal=actor.appeal_id)
    if not visibility.reads_words(asks, appeal.kind, appeal.secrecy):
        appeal.title, appeal.text = scrub(appeal.title), scrub(appeal.text)
        appeal.place_words = scrub(appeal.place_words)
        appeal.view_reason = scrub(appeal.view_reason)
    return appeal


def lines(found: Iterable[WorkOrder], *, actor: Actor) -> list[WorkOrder]:
    """Give loaded work orders for a list, what their first appeal says as the actor may read it."""
    listed = list(found)
    for order in listed:
        readable(order.first_appeal, actor=actor)
    return listed


def guards_words(order: WorkOrder, *, actor: Actor) -> bool:
    """Tell whether a work order holds words that the actor reads only without the person."""
    asks = Reader(actor.kind, actor.roles, appeal=actor.appeal_id)
    said = order.appeals.values_list("kind", "secrecy")
    return not all(visibility.reads_words(asks, kind, secrecy) for kind, secrecy in said)
