"""The one file that changes state: compare-and-set, one log entry, one delivery per subscriber.

Everything happens in one transaction or not at all. Callers give `actor` and `now`; the duty in
which the actor acts is found here, so that no page can lend somebody a duty.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from jiesu.casework.errors import OvertakenError, RefusedError
from jiesu.casework.ledger import bulk, clock, outbox
from jiesu.casework.ledger.entries import Happened, Step
from jiesu.casework.ledger.events import Payload
from jiesu.casework.models import Appeal, Link, LogEntry, Recorded, WorkOrder
from jiesu.directory.people import Actor
from jiesu.rules.roles import Role
from jiesu.rules.steps import Clocks, NotAllowedError

Changes = Mapping[str, Any]


def acting_roles(thing: Recorded, actor: Actor) -> list[Role]:
    """Name the duties in which the actor may act on this thing."""
    if actor.kind == "resident" and not thing.is_own(actor):
        return []
    return [role for role, unit in sorted(actor.grants, key=str) if thing.serves(role, unit)]


@transaction.atomic
def apply(  # noqa: PLR0913  (one door: what, on what, by whom, when, and its traces)
    thing: Recorded,
    action: str,
    *,
    actor: Actor,
    now: datetime,
    happened_at: datetime | None = None,
    appeal: Appeal | None = None,
    changes: Changes | None = None,
    payload: Payload | None = None,
    clocks: Clocks | None = None,
) -> LogEntry:
    """Take one step of the life cycle, and turn the clocks that the table names for it.

    `changes` are fields of the thing that change with it; `happened_at` is when a step was taken
    that is told only now; `clocks` stand in the place of the table's where the step's own
    circumstances decide. Raises `RefusedError` where the law has no such step for the actor,
    `OvertakenError` where the thing has moved on meanwhile.
    """
    at = _happened(happened_at, now)
    for role in acting_roles(thing, actor):
        try:
            rule = thing.table.rule_for(thing.state, action, role)
        except NotAllowedError:
            continue
        turned = clock.turn(thing, rule.clocks if clocks is None else clocks, now=at)
        fields = {**(changes or {}), **turned, "state": rule.to}
        if rule.to != thing.state:
            fields["state_since"] = at
        return _write(thing, fields, Step(rule.event, role, actor, now, appeal, payload, at))
    raise RefusedError(_("This step is not open to you now. Load the page again to see what is."))


def _happened(happened_at: datetime | None, now: datetime) -> datetime:
    """Give when a step was taken; one that lies ahead raises `ValueError`."""
    if happened_at is not None and happened_at > now:
        raise ValueError(f"{happened_at} is still to come")
    return happened_at or now


def note(  # noqa: PLR0913  (as above)
    thing: Recorded,
    event: str,
    *,
    actor: Actor,
    now: datetime,
    appeal: Appeal | None = None,
    changes: Changes | None = None,
    payload: Payload | None = None,
) -> LogEntry:
    """Log something that changes no state, with the same care about who came first."""
    role = min(acting_roles(thing, actor) or actor.roles)
    return _write(thing, changes or {}, Step(event, role, actor, now, appeal, payload))


def explain(
    thing: Recorded, entry: LogEntry, text: str, *, ground: str = "", public: bool = False
) -> None:
    """Keep the words that belong to a step, which its log entry must not hold.

    `public` ones are shown to the appellant too.
    """
    thing.words().create(
        event=entry.event, version=entry.seq, ground=ground, text=text, public=public
    )


def link(thing: Recorded, kind: str, other: Recorded, *, actor: Actor, now: datetime) -> None:
    """Keep how one thing hangs on another, such as `grew_from`; the same again adds nothing."""
    ends = {
        "from_chain": thing.CHAIN,
        "from_id": thing.pk,
        "to_chain": other.CHAIN,
        "to_id": other.pk,
    }
    traces = {"by_id": actor.person_id, "at": now}
    Link.objects.get_or_create(**ends, kind=kind, defaults=traces)


@transaction.atomic
def _write(thing: Recorded, fields: Changes, step: Step) -> LogEntry:
    things = type(thing)._default_manager
    before = things.filter(pk=thing.pk, state=thing.state, version=thing.version)
    if not before.update(**fields, version=thing.version + 1):
        raise OvertakenError
    last = LogEntry.objects.get(chain=thing.CHAIN, thing_id=thing.pk, seq=thing.version)
    thing.version += 1
    for name, value in fields.items():
        setattr(thing, name, value)
    entry = step.entry(thing, last.hash)
    entry.save(force_insert=True)
    outbox.enqueue([entry])
    return entry


@transaction.atomic
def begin(
    thing: Recorded, event: str, *, actor: Actor, now: datetime, payload: Payload | None = None
) -> LogEntry:
    """Write a new thing with its first log entry."""
    thing.version = 1
    thing.save(force_insert=True)
    entry = Step(event, min(actor.roles), actor, now, payload=payload).entry(thing, "")
    entry.save(force_insert=True)
    outbox.enqueue([entry])
    return entry


Pairs = Sequence[tuple[WorkOrder, Appeal]]


@transaction.atomic
def register(
    pairs: Pairs, event: str, *, actor: Actor, now: datetime, payload: Payload | None = None
) -> list[LogEntry]:
    """Write new work orders, each with its first appeal and its first log entry."""
    for work_order, _appeal in pairs:
        work_order.version = 1
    _insert(pairs)
    role = min(actor.roles)
    entries = [
        Step(event, role, actor, now, appeal, payload).entry(work_order, "")
        for work_order, appeal in pairs
    ]
    bulk.insert(entries)
    outbox.enqueue(entries)
    return entries


def _insert(pairs: Pairs) -> None:
    bulk.insert([work_order for work_order, _appeal in pairs])
    for work_order, appeal in pairs:
        appeal.work_order = appeal.first_work_order = work_order
    bulk.insert([appeal for _work_order, appeal in pairs])


@transaction.atomic
def take_over(
    pairs: Pairs, steps: Sequence[Sequence[Happened]], *, actor: Actor, now: datetime
) -> None:
    """Write work orders begun elsewhere, each with its appeal and all steps (one at least) so far.

    Subscribers are told of the first step alone: whoever copies reads the state as it is, and the
    appellant heard of the others where they were taken.
    """
    for (work_order, _appeal), taken in zip(pairs, steps, strict=True):
        work_order.version = len(taken)
    _insert(pairs)
    chains = [_chain(*pair, taken, actor, now) for pair, taken in zip(pairs, steps, strict=True)]
    bulk.insert([entry for chain in chains for entry in chain])
    outbox.enqueue([chain[0] for chain in chains])


def _chain(
    work_order: WorkOrder, appeal: Appeal, taken: Sequence[Happened], actor: Actor, now: datetime
) -> list[LogEntry]:
    chain: list[LogEntry] = []
    for seq, step in enumerate(taken, start=1):
        previous = chain[-1].hash if chain else ""
        written = Step(step.event, min(actor.roles), actor, now, appeal, step.payload, step.at)
        chain.append(written.entry(work_order, previous, seq))
    return chain
