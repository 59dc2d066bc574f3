"""The one file that changes state: compare-and-set, one log entry, one delivery per subscriber.

Everything happens in one transaction or not at all. Callers give `actor` and `now`; the duty in
which the actor acts is found here, so that no page can lend somebody a duty.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from jiesu.casework import audit, bulk, outbox
from jiesu.casework.errors import OvertakenError, RefusedError
from jiesu.casework.events import EVENTS, Payload, codes_only
from jiesu.casework.models import Appeal, LogEntry, Note, WorkOrder
from jiesu.directory.people import Actor
from jiesu.rules.lifecycle import Action, NotAllowedError, State, rule_for
from jiesu.rules.roles import Role

# Held in a unit, and of use only for the work orders of that unit.
UNIT_ROLES = frozenset({Role.HANDLER, Role.UNIT_HEAD})

Changes = Mapping[str, Any]


def acting_roles(work_order: WorkOrder, actor: Actor) -> list[Role]:
    """Name the duties in which the actor may act on this work order."""
    if actor.kind == "resident" and not _is_appellant(work_order, actor):
        return []
    return [role for role, unit in sorted(actor.grants, key=str) if _serves(work_order, role, unit)]


def _serves(work_order: WorkOrder, role: Role, unit_id: int | None) -> bool:
    return role not in UNIT_ROLES or (unit_id is not None and unit_id == work_order.lead_unit_id)


def _is_appellant(work_order: WorkOrder, actor: Actor) -> bool:
    return (
        actor.appeal_id is not None
        and Appeal.objects.filter(pk=actor.appeal_id, work_order=work_order).exists()
    )


def apply(  # noqa: PLR0913  (one door: what, on what, by whom, when, and its traces)
    work_order: WorkOrder,
    action: Action,
    *,
    actor: Actor,
    now: datetime,
    appeal: Appeal | None = None,
    changes: Changes | None = None,
    payload: Payload | None = None,
) -> LogEntry:
    """Take one step of the life cycle.

    `changes` are fields of the work order that change with it. Raises `RefusedError` where the law
    has no such step for the actor, `OvertakenError` where the work order has moved on meanwhile.
    """
    state = State(work_order.state)
    for role in acting_roles(work_order, actor):
        try:
            rule = rule_for(state, action, role)
        except NotAllowedError:
            continue
        fields = {**(changes or {}), "state": rule.to}
        if rule.to != state:
            fields["state_since"] = now
        return _write(work_order, fields, _Step(rule.event, role, actor, now, appeal, payload))
    raise RefusedError(_("This step is not open to you now. Load the page again to see what is."))


def note(  # noqa: PLR0913  (as above)
    work_order: WorkOrder,
    event: str,
    *,
    actor: Actor,
    now: datetime,
    appeal: Appeal | None = None,
    changes: Changes | None = None,
    payload: Payload | None = None,
) -> LogEntry:
    """Log something that changes no state, with the same care about who came first."""
    role = min(acting_roles(work_order, actor) or actor.roles)
    return _write(work_order, changes or {}, _Step(event, role, actor, now, appeal, payload))


def explain(
    work_order: WorkOrder, entry: LogEntry, text: str, *, ground: str = "", public: bool = False
) -> None:
    """Keep the words that belong to a step, which its log entry must not hold.

    `public` ones are shown to the appellant too.
    """
    Note.objects.create(
        work_order=work_order,
        event=entry.event,
        version=entry.seq,
        ground=ground,
        text=text,
        public=public,
    )


@dataclass(frozen=True)
class _Step:
    """What one log entry tells beside the work order it belongs to."""

    event: str
    role: Role
    actor: Actor
    now: datetime
    appeal: Appeal | None = None
    payload: Payload | None = None

    def entry(self, work_order: WorkOrder, previous: str) -> LogEntry:
        """Make the log entry for the version the work order has now."""
        if self.event not in EVENTS:
            raise ValueError(f"{self.event} is no event of casework/events.py")
        entry = LogEntry(
            work_order_id=work_order.pk,
            seq=work_order.version,
            event=self.event,
            appeal_id=self.appeal.pk if self.appeal else None,
            at=self.now,
            recorded_at=self.now,
            actor_kind=self.actor.kind,
            actor_role=self.role,
            actor_id=self.actor.person_id,
            payload=codes_only(self.payload or {}),
            previous=previous,
        )
        entry.hash = audit.digest(entry)
        return entry


@transaction.atomic
def _write(work_order: WorkOrder, fields: Changes, step: _Step) -> LogEntry:
    before = WorkOrder.objects.filter(
        pk=work_order.pk, state=work_order.state, version=work_order.version
    )
    if not before.update(**fields, version=work_order.version + 1):
        raise OvertakenError
    previous = LogEntry.objects.get(work_order_id=work_order.pk, seq=work_order.version).hash
    work_order.version += 1
    for name, value in fields.items():
        setattr(work_order, name, value)
    entry = step.entry(work_order, previous)
    entry.save(force_insert=True)
    outbox.enqueue([entry])
    return entry


@transaction.atomic
def register(
    pairs: Sequence[tuple[WorkOrder, Appeal]],
    event: str,
    *,
    actor: Actor,
    now: datetime,
    payload: Payload | None = None,
) -> list[LogEntry]:
    """Write new work orders, each with its first appeal and its first log entry."""
    for work_order, _appeal in pairs:
        work_order.version = 1
    bulk.insert([work_order for work_order, _appeal in pairs])
    for work_order, appeal in pairs:
        appeal.work_order = appeal.first_work_order = work_order
    bulk.insert([appeal for _work_order, appeal in pairs])
    role = min(actor.roles)
    entries = [
        _Step(event, role, actor, now, appeal, payload).entry(work_order, "")
        for work_order, appeal in pairs
    ]
    bulk.insert(entries)
    outbox.enqueue(entries)
    return entries
