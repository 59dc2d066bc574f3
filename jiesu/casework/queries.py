"""Reading for pages and channels: queues, inboxes, time lines, neighbours. Nothing here writes."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import cos, radians

from django.db.models import F, QuerySet

from jiesu.casework import access, record, search
from jiesu.casework.models import (
    Appeal,
    Extension,
    LogEntry,
    Note,
    Objection,
    Reply,
    WorkOrder,
)
from jiesu.directory.models import Person, Stage
from jiesu.directory.people import Actor
from jiesu.rules.lifecycle import OPEN, TABLE, Action, State, open_actions

# Queue → the state whose work orders wait in it.
QUEUES: dict[str, State] = {
    "acceptance": State.REGISTERED,
    "dispatch": State.ACCEPTED,
    "objections": State.OBJECTED,
    "follow_up": State.REPLIED,
    "declines": State.DECLINE_PROPOSED,
}
UNIT_STATES = (State.DISPATCHED, State.SIGNED, State.HANDLING)

_METRES_PER_DEGREE = 111_320.0


def queue(name: str, *, actor: Actor) -> QuerySet[WorkOrder]:
    """Give what waits in a queue of the desk, what is due first on top.

    History is under nobody's clock: what was left open in it is no work of today.
    """
    waiting = access.visible(actor).filter(state=QUEUES[name], due_at__isnull=False)
    return waiting.order_by("due_at", "pk")


def inbox(*, actor: Actor) -> QuerySet[WorkOrder]:
    """Give what the actor's units have to do, what is due first on top."""
    mine = access.visible(actor).filter(
        lead_unit__in=actor.unit_ids, state__in=UNIT_STATES, due_at__isnull=False
    )
    return mine.order_by("due_at", "pk")


def supported(*, actor: Actor) -> QuerySet[WorkOrder]:
    """Give the open work orders of other units that the actor's units support."""
    helped = access.visible(actor).filter(support_units__in=actor.unit_ids, state__in=OPEN)
    return helped.order_by(F("due_at").asc(nulls_last=True), "pk")


def buttons(work_order: WorkOrder, *, actor: Actor) -> list[Action]:
    """Name what the actor may do now; a page offers nothing else."""
    roles = record.acting_roles(work_order, actor)
    allowed = {action for role in roles for action in open_actions(State(work_order.state), role)}
    return [action for action in Action if action in allowed]


def taken_from(work_order: WorkOrder, seen: int, action: Action, *, actor: Actor) -> bool:
    """Tell whether the actor himself took this step from a version, so that it came twice."""
    events = {rule.event for (_state, taken), rule in TABLE.items() if taken is action}
    entry = LogEntry.objects.filter(work_order_id=work_order.pk, seq=seen + 1).first()
    return entry is not None and entry.event in events and entry.actor_id == actor.person_id


@dataclass(frozen=True)
class Line:
    """One line of a time line: the step, who took it, and the words that belong to it.

    `by` is for staff only; `dispute` is the objection made with the step.
    """

    entry: LogEntry
    note: Note | None
    reply: Reply | None
    extension: Extension | None = None
    dispute: Objection | None = None
    by: str = ""


def timeline(work_order: WorkOrder, *, public: bool) -> list[Line]:
    """Tell what happened, the first step first; `public` leaves out what is for staff only."""
    entries = LogEntry.objects.filter(work_order_id=work_order.pk).order_by("seq")
    words = _Words(work_order)
    return [
        words.line(entry, public=public)
        for entry in entries
        if not (public and entry.event in _STAFF_ONLY)
    ]


class _Words:
    """What was written with the steps of one work order, read once."""

    def __init__(self, work_order: WorkOrder) -> None:
        self.notes = {note.version: note for note in work_order.notes.all()}
        self.replies = {r.at: r for r in work_order.replies.prefetch_related("photos")}
        disputes = work_order.objections.select_related("unit", "proposed_unit")
        self.disputes = {dispute.at: dispute for dispute in disputes}
        extensions = Extension.objects.filter(deadline__work_order=work_order)
        self.extensions = {extension.at: extension for extension in extensions}
        people = Person.objects.filter(
            pk__in=LogEntry.objects.filter(work_order_id=work_order.pk).values("actor_id")
        )
        self.people = {person.pk: str(person) for person in people}

    def line(self, entry: LogEntry, *, public: bool) -> Line:
        """Give the line of one step; a step and its words were written at the same instant."""
        note = self.notes.get(entry.seq)
        return Line(
            entry,
            note if note and (note.public or not public) else None,
            self._reply(entry),
            self.extensions.get(entry.at) if entry.event == "work_order.extended" else None,
            self.disputes.get(entry.at) if entry.event == "work_order.objected" else None,
            "" if public else self.people.get(entry.actor_id or 0, ""),
        )

    def _reply(self, entry: LogEntry) -> Reply | None:
        """Give the reply of a step; one of the past came with its appeal, at its own time."""
        if entry.event == "appeal.imported":
            return next((r for r in self.replies.values() if r.by_id is None), None)
        return self.replies.get(entry.at) if entry.event in _WITH_REPLY else None


_WITH_REPLY = frozenset({"work_order.replied", "work_order.answered"})


_STAFF_ONLY = frozenset(
    {
        "work_order.decline_proposed",
        "work_order.decline_refused",
        "work_order.objected",
        "work_order.objection_upheld",
        "work_order.objection_overruled",
        "work_order.reminded",
        "work_order.overdue",
        "work_order.returned",
        "work_order.joined_issue",
        "work_order.left_issue",
        "appeal.joined",
        "appeal.left",
        "appeal.protected",
        "group.decided",
        "project.opened",
        "project.promised",
        "project.reached",
        "project.ended",
    }
)


def reply_due(work_order: WorkOrder) -> datetime | None:
    """Give the date by which a reply is promised now; None before dispatch and after the reply."""
    running = work_order.deadlines.filter(stage=Stage.REPLY, met_at__isnull=True)
    return running.values_list("due_at", flat=True).first()


def near(lat: float, lon: float, *, metres: float) -> QuerySet[WorkOrder]:
    """Give the open work orders in a square of twice `metres` around a point."""
    north = metres / _METRES_PER_DEGREE
    east = north / max(cos(radians(lat)), 0.01)
    return WorkOrder.objects.filter(
        state__in=OPEN,
        lat__range=(lat - north, lat + north),
        lon__range=(lon - east, lon + east),
    )


def reported_near(lat: float, lon: float, *, metres: float, since: datetime) -> int:
    """Count what others reported around a point, telling nothing else."""
    found = near(lat, lon, metres=metres).filter(created_at__gte=since)
    return sum(found.values_list("appeal_count", flat=True))


def candidates(
    text: str, lat: float | None, lon: float | None, *, actor: Actor, now: datetime
) -> list[Appeal]:
    """Gather earlier appeals on open work orders that may be the same matter, by words and place.

    The order says nothing: judging likeness is the work of mining.
    """
    ids = search.find(text, limit=200)
    if lat is not None and lon is not None:
        around = near(lat, lon, metres=500).values_list("pk", flat=True)[:200]
        ids += Appeal.objects.filter(work_order__in=list(around)).values_list("pk", flat=True)[:200]
    since = now - timedelta(days=365)
    found = Appeal.objects.filter(pk__in=ids, work_order__state__in=OPEN, received_at__gte=since)
    orders = set(access.visible(actor).filter(appeals__in=ids).values_list("pk", flat=True))
    return [a for a in found.select_related("work_order") if a.work_order_id in orders]
