"""Reading for pages and channels: queues, inboxes, time lines. Nothing here writes."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q, QuerySet

from jiesu.casework.ledger import record
from jiesu.casework.ledger.entries import lines_of
from jiesu.casework.models import (
    Appeal,
    Deadline,
    Extension,
    LogEntry,
    Note,
    Objection,
    Reply,
    WorkOrder,
)
from jiesu.casework.reading import gate
from jiesu.directory.models import Person, Stage
from jiesu.directory.people import Actor
from jiesu.mining.text.identity import scrub
from jiesu.rules.lifecycle import OPEN, TABLE, Action, State
from jiesu.rules.steps import Audience
from jiesu.rules.visibility import WRONGDOING, Listener

UNIT_STATES = (State.DISPATCHED, State.SIGNED, State.HANDLING)
# Queue → which work orders wait in it.
QUEUES: dict[str, Q] = {
    "acceptance": Q(state=State.REGISTERED),
    "dispatch": Q(state=State.ACCEPTED),
    "objections": Q(state=State.OBJECTED),
    "follow_up": Q(state=State.REPLIED),
    "declines": Q(state=State.DECLINE_PROPOSED),
    "retired_units": Q(state__in=UNIT_STATES, lead_unit__active=False),
}


def queue(name: str, *, actor: Actor) -> QuerySet[WorkOrder]:
    """Give what waits in a queue of the desk, what is due first on top.

    History is under nobody's clock: what was left open in it is no work of today.
    """
    waiting = gate.orders(actor=actor).filter(QUEUES[name], due_at__isnull=False)
    return waiting.order_by("due_at", "pk")


def inbox(*, actor: Actor) -> QuerySet[WorkOrder]:
    """Give what the actor's units have to do, what is due first on top."""
    mine = gate.orders(actor=actor).filter(
        lead_unit__in=actor.unit_ids, state__in=UNIT_STATES, due_at__isnull=False
    )
    return mine.order_by("due_at", "pk")


def supported(*, actor: Actor) -> QuerySet[WorkOrder]:
    """Give the open work orders of other units that the actor's units support."""
    helped = gate.orders(actor=actor).filter(support_units__in=actor.unit_ids, state__in=OPEN)
    return helped.order_by(F("due_at").asc(nulls_last=True), "pk")


def buttons(work_order: WorkOrder, *, actor: Actor) -> list[Action]:
    """Name what the actor may do now; a page offers nothing else."""
    roles = record.acting_roles(work_order, actor)
    allowed = {action for role in roles for action in TABLE.open_actions(work_order.state, role)}
    if work_order.first_appeal.kind != WRONGDOING:
        allowed.discard(Action.CLEAR)  # nothing else must accuse somebody
    return [action for action in Action if action in allowed]


def own_buttons(appeal: Appeal, *, actor: Actor) -> list[Action]:
    """Name what the appellant may do now: with the matter, or with their part of a joint one."""
    if appeal.withdrawn_at is not None:
        return []
    orders = {appeal.work_order_id: appeal.work_order}
    orders.setdefault(appeal.first_work_order_id, appeal.first_work_order)
    return [action for order in orders.values() for action in buttons(order, actor=actor)]


def taken_from(work_order: WorkOrder, seen: int, action: Action, *, actor: Actor) -> bool:
    """Tell whether this very actor took this step from a version, so that it came twice."""
    events = {rule.event for (_state, taken), rule in TABLE.items() if taken is action}
    entry = lines_of(work_order).filter(seq=seen + 1).first()
    return entry is not None and entry.event in events and entry.actor_id == actor.person_id


@dataclass(frozen=True)
class TimelineEntry:
    """One line of a time line: the step, who took it, and the words that belong to it.

    `by` is for staff only; `dispute` is the objection made with the step.
    """

    entry: LogEntry
    note: Note | None
    reply: Reply | None
    extension: Extension | None = None
    dispute: Objection | None = None
    by: str = ""


def timeline(work_order: WorkOrder, *, actor: Actor) -> list[TimelineEntry]:
    """Tell what happened, the first step first, as far as it is told to the actor."""
    listener = gate.listener(actor=actor)
    entries = lines_of(work_order)
    words = _Words(work_order)
    if listener is Listener.UNIT and gate.guards_words(work_order, actor=actor):
        for note in words.notes.values():
            note.text = scrub(note.text)
    return [
        words.line(entry, public=listener is Listener.PUBLIC)
        for entry in entries
        if _is_told(entry.event, listener)
    ]


def _is_told(event: str, listener: Listener) -> bool:
    """Tell whether a step is told; one that nobody knows any more is for the staff.

    That somebody pressed the appellant is for those who supervise, not for who may have pressed.
    """
    if listener is Listener.PUBLIC:
        return TABLE.events.get(event, Audience.STAFF) is not Audience.STAFF
    return listener is Listener.STAFF or event != "appeal.protected"


class _Words:
    """What was written with the steps of one work order, read once."""

    def __init__(self, work_order: WorkOrder) -> None:
        self.notes = {note.version: note for note in work_order.notes.all()}
        self.replies = {r.at: r for r in work_order.replies.prefetch_related("photos")}
        disputes = work_order.objections.select_related("unit", "proposed_unit")
        self.disputes = {dispute.at: dispute for dispute in disputes}
        extensions = Extension.objects.filter(deadline__work_order=work_order)
        self.extensions = {extension.at: extension for extension in extensions}
        people = Person.objects.filter(pk__in=lines_of(work_order).values("actor_id"))
        self.people = {person.pk: str(person) for person in people}

    def line(self, entry: LogEntry, *, public: bool) -> TimelineEntry:
        """Give the line of one step; a step and its words were written at the same instant."""
        note = self.notes.get(entry.seq)
        return TimelineEntry(
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


def reply_due(work_order: WorkOrder, *, actor: Actor) -> datetime | None:
    """Give the date by which a reply is promised now; None before dispatch and after the reply."""
    mine = Deadline.objects.filter(work_order__in=gate.orders(actor=actor).values("pk"))
    running = mine.filter(
        work_order=work_order, stage=Stage.REPLY, met_at__isnull=True, ended_at__isnull=True
    )
    return running.values_list("due_at", flat=True).first()
