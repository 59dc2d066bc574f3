"""Taking over what is under way elsewhere: appeals with every step so far, and running clocks.

What a city brings along when it changes its system in the middle of its work. Unlike the closed
past (see `backfill`) such work is owed from now on: it stands in the queues and its deadlines run,
from the steps that were taken and not from the day it was taken over.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from jiesu.casework.errors import RefusedError
from jiesu.casework.ledger import bulk, clock, record
from jiesu.casework.ledger.entries import Happened
from jiesu.casework.ledger.events import Payload
from jiesu.casework.models import Appeal, Deadline, WorkOrder
from jiesu.casework.stages.backfilling import backfill
from jiesu.casework.stages.backfilling.backfill import HistoryRow, Taken
from jiesu.directory import policy
from jiesu.directory.models import Stage
from jiesu.directory.people import Actor
from jiesu.rules.lifecycle import TABLE, Action, State
from jiesu.rules.policy import Matter
from jiesu.rules.steps import Clocks

# The straight way of a work order to its reply: the time of each step, and what it is in the law.
_WAY = {
    "accepted_at": Action.ACCEPT,
    "dispatched_at": Action.DISPATCH,
    "signed_at": Action.SIGN,
    "started_at": Action.START,
    "replied_at": Action.REPLY,
}
_SPOKEN = Clocks((Stage.FIRST_CONTACT,))  # work begins with a call to the appellant


def receive_open(rows: Sequence[HistoryRow], *, now: datetime) -> Taken:
    """Take in one batch of work under way, in one transaction.

    A row's state must be where its times lead. Raises `RefusedError`; rows whose source id is known
    are passed over and named.
    """
    with transaction.atomic():
        fresh, known = backfill.sort_out(rows)
        pairs = backfill.made(fresh)
        courses = [_course(row, *pair) for row, pair in zip(fresh, pairs, strict=True)]
        steps = [course.steps for course in courses]
        record.take_over(pairs, steps, actor=Actor.system(), now=now)
        backfill.keep_replies(fresh, pairs)
        for (order, _appeal), course in zip(pairs, courses, strict=True):
            for one in course.clocks:
                one.work_order_id = order.pk
        bulk.insert([one for course in courses for one in course.clocks])
    return Taken([row.source_id for row in fresh], known)


class _Course(NamedTuple):
    """The steps a row's times tell, and the clocks they started and met."""

    steps: list[Happened]
    clocks: list[Deadline]


def _course(row: HistoryRow, order: WorkOrder, appeal: Appeal) -> _Course:
    """Walk from the receipt as far as the times of a row go, each step by the table of the law."""
    matter = policy.matter(order.urgency, service=order.service, kind=appeal.kind)
    said: Payload = {"channel": row.channel, "kind": row.kind, "taken_over": True}
    matter = policy.matter(order.urgency, service=order.service, kind=row.kind)
    course = _Course(
        [Happened("appeal.received", row.said_at, said)],
        [_clock(Stage.ACCEPT, matter, row.said_at)],
    )
    state = State.REGISTERED
    for name, action in _WAY.items():
        at = getattr(row, name)
        if at is None:
            break
        rule = TABLE[state, action]
        course.steps.append(Happened(rule.event, at, _told(action, row, order.urgency)))
        clocks = _SPOKEN if action is Action.START else rule.clocks
        _turn(course.clocks, clocks, matter, at)
        state = rule.to
    _check(row, state, course)
    _set_times(order, course)
    return course


def _check(row: HistoryRow, state: State, course: _Course) -> None:
    times = [step.at for step in course.steps]
    if state != row.state or times != sorted(times):
        sentence = _("The times of {source} lead elsewhere than to the state it names.")
        raise RefusedError(sentence.format(source=row.source_id))


def _told(action: Action, row: HistoryRow, urgency: str) -> Payload:
    told: dict[Action, Payload] = {
        Action.ACCEPT: {"service": row.service_code, "urgency": urgency},
        Action.DISPATCH: {"unit": row.unit_code},
        Action.START: {"contacted": True},
        Action.REPLY: {"outcome": row.outcome},
    }
    return told.get(action, {})


def _turn(running: list[Deadline], clocks: Clocks, matter: Matter, at: datetime) -> None:
    """Meet and start clocks as the step does."""
    for one in running:
        if one.stage in clocks.met and one.met_at is None:
            one.met_at = at
            # One that was met too late was marked where it ran.
            one.overdue_at = one.due_at if at > one.due_at else None
    running += [_clock(Stage(stage), matter, at) for stage in clocks.started]


def _clock(stage: Stage, matter: Matter, start: datetime) -> Deadline:
    due = clock.due_at(stage, matter, now=start)
    remind_at = clock.remind_at(due, start)
    return Deadline(
        stage=stage, started_at=start, due_at=due, original_due_at=due, remind_at=remind_at
    )


def _set_times(order: WorkOrder, course: _Course) -> None:
    """Give the work order what it shows of its course: when it is due, and since when it stands."""
    order.due_at = min((one.due_at for one in course.clocks if one.met_at is None), default=None)
    replies = (one.due_at for one in course.clocks if one.stage == Stage.REPLY)
    order.first_due_at = next(replies, None)
    order.state_since = course.steps[-1].at
