"""From one thing to one class of things (一类事): what an analyst decides about a mined group.

Decisions are kept by the ids of appeals, not by the number a run of mining gave the group, so that
the next run can keep them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from jiesu.casework.errors import InvalidError, RefusedError
from jiesu.casework.issues.constraints import Constraints, added_up
from jiesu.casework.ledger import record
from jiesu.casework.ledger.events import Payload
from jiesu.casework.models import GroupDecision, Issue, WorkOrder
from jiesu.casework.reading import gate
from jiesu.casework.texts import clean, one_line
from jiesu.directory.people import Actor
from jiesu.rules.roles import Permission

Members = Sequence[int]  # ids of appeals


@dataclass(frozen=True)
class Mined:
    """What a machine said of the group decided about: how sure (0 to 1), by which version."""

    confidence: float | None = None
    version: str = ""


BY_HAND = Mined()


@transaction.atomic
def confirm(
    title: str, members: Members, *, mined: Mined = BY_HAND, actor: Actor, now: datetime
) -> Issue:
    """Make a group an issue; its work orders carry it from now on."""
    _require(actor)
    name = one_line(title)[:200]
    if not name or not members:
        raise InvalidError({"title": _("Give the issue a title that names place and problem.")})
    orders = list(WorkOrder.objects.filter(appeals__in=members).distinct())
    issue = Issue.objects.create(
        title=name,
        service=orders[0].service if orders else None,
        area=orders[0].area if orders else None,
        confirmed_by_id=actor.staff_id,
        confirmed_at=now,
    )
    for order in orders:
        _join(order, issue, actor=actor, now=now)
    kind = GroupDecision.Kind.CONFIRM
    _decide(kind, members, issue=issue, mined=mined, actor=actor, now=now)
    return issue


def _join(order: WorkOrder, issue: Issue, *, actor: Actor, now: datetime) -> None:
    payload = {"issue": issue.pk}
    changes = {"issue": issue}
    record.note(
        order, "work_order.joined_issue", actor=actor, now=now, changes=changes, payload=payload
    )


@transaction.atomic
def dismiss(
    members: Members, *, reason: str, mined: Mined = BY_HAND, actor: Actor, now: datetime
) -> None:
    """Say that a group is no issue; it is not shown as hot again."""
    _require(actor)
    kind = GroupDecision.Kind.DISMISS
    _decide(kind, members, reason=reason, mined=mined, actor=actor, now=now)


@transaction.atomic
def merge(
    groups: Sequence[Members], *, reason: str, mined: Mined = BY_HAND, actor: Actor, now: datetime
) -> None:
    """Say that groups are one and the same."""
    _require(actor)
    together = [one for group in groups for one in group]
    kind = GroupDecision.Kind.MERGE
    _decide(kind, together, reason=reason, mined=mined, actor=actor, now=now)


@transaction.atomic
def split(  # noqa: PLR0913  (all that a decision holds)
    members: Members,
    apart: Members,
    *,
    reason: str,
    mined: Mined = BY_HAND,
    actor: Actor,
    now: datetime,
) -> None:
    """Say that `apart` do not belong to the others; confirmed ones leave their issue too."""
    _require(actor)
    rest = sorted(set(members) - set(apart))
    kind = GroupDecision.Kind.SPLIT
    _decide(kind, rest, apart=apart, reason=reason, mined=mined, actor=actor, now=now)
    leaving = WorkOrder.objects.filter(appeals__in=apart, issue__isnull=False).distinct()
    for order in leaving:
        payload = {"issue": order.issue_id}
        record.note(
            order,
            "work_order.left_issue",
            actor=actor,
            now=now,
            changes={"issue": None},
            payload=payload,
        )


def _require(actor: Actor) -> None:
    if not actor.may(Permission.GROUP_DECIDE):
        raise RefusedError(_("Only an analyst decides about groups of appeals."))


def _decide(  # noqa: PLR0913  (all that a decision holds)
    kind: GroupDecision.Kind,
    members: Members,
    *,
    apart: Members = (),
    issue: Issue | None = None,
    reason: str = "",
    mined: Mined,
    actor: Actor,
    now: datetime,
) -> None:
    decision = GroupDecision.objects.create(
        kind=kind,
        members=sorted(members),
        apart=sorted(apart),
        issue=issue,
        reason=clean(reason)[:2000],
        confidence=mined.confidence,
        model_version=mined.version,
        by_id=actor.staff_id,
        at=now,
    )
    _tell(decision, actor=actor, now=now)


def _tell(decision: GroupDecision, *, actor: Actor, now: datetime) -> None:
    """Log it on the work order of the earliest appeal, for those who keep count."""
    earliest = WorkOrder.objects.get(appeals=min([*decision.members, *decision.apart]))
    payload: Payload = {"decision": decision.pk, "kind": decision.kind}
    record.note(earliest, "group.decided", actor=actor, now=now, payload=payload)


def constraints() -> Constraints:
    """Say what all decisions add up to."""
    return added_up(GroupDecision.objects.order_by("pk"))


def decided_since(moment: datetime) -> bool:
    """Tell whether anything was decided about groups after `moment`."""
    return GroupDecision.objects.filter(at__gt=moment).exists()


def decisions_about(members: Members, *, actor: Actor) -> list[GroupDecision]:
    """Give the decisions that named any of these appeals, the latest first."""
    wanted = gate.allowed(members, actor=actor)
    found = GroupDecision.objects.select_related("issue", "by").order_by("-pk")
    return [one for one in found if wanted & {*one.members, *one.apart}]
