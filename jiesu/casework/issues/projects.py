"""What is done about an issue (治理项目 / 每月一题): its steps, and its end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from jiesu.casework.errors import InvalidError, NotFoundError, RefusedError
from jiesu.casework.issues.measures_taken import Undertaking
from jiesu.casework.ledger import clock, record
from jiesu.casework.ledger.events import Payload
from jiesu.casework.models import Issue, Milestone, Project
from jiesu.casework.texts import clean, one_line
from jiesu.directory.models import Area, Level, Service, Unit
from jiesu.directory.people import Actor
from jiesu.rules.project_life import TABLE, ProjectAction, ProjectState
from jiesu.rules.roles import Permission


@dataclass(frozen=True)
class Plan:
    """What is to be done: by whom, about what, where, since when. Areas are of one level."""

    title: str
    measure: str
    owner: Unit
    service: Service
    areas: Sequence[Area]
    started_on: date


@transaction.atomic
def begin(issue: Issue | None, plan: Plan, *, actor: Actor, now: datetime) -> Project:
    """Open a project, about a confirmed issue or about none."""
    _require(actor)
    _check(plan)
    project = Project(
        state=ProjectState.OPEN,
        state_since=now,
        issue=issue,
        title=one_line(plan.title)[:200],
        measure=clean(plan.measure)[:2000],
        owner=plan.owner,
        service=plan.service,
        started_on=plan.started_on,
        opened_by_id=actor.staff_id,
        opened_at=now,
    )
    told = {"unit": plan.owner.code, "since": plan.started_on.isoformat()}
    record.begin(project, "project.opened", actor=actor, now=now, payload=told)
    project.areas.set(plan.areas)
    first = issue.work_orders.order_by("pk").first() if issue else None
    if first:
        record.link(project, "grew_from", first, actor=actor, now=now)
    return project


def _check(plan: Plan) -> None:
    if not one_line(plan.title) or not clean(plan.measure):
        raise InvalidError({"measure": _("Give a title, and say what is done.")})
    if len({area.level for area in plan.areas} - {Level.GRID}) != 1:
        raise InvalidError(
            {"areas": _("Choose areas of one level: districts, streets or communities.")}
        )


@transaction.atomic
def promise(project: Project, text: str, due_on: date, *, actor: Actor, now: datetime) -> Milestone:
    """Add a step that is to be reached by a day."""
    _require(actor)
    if not one_line(text):
        raise InvalidError({"text": _("Say what is to be reached.")})
    made = Milestone.objects.create(project=project, text=one_line(text)[:200], due_on=due_on)
    told: Payload = {"milestone": made.pk, "due": due_on.isoformat()}
    record.apply(project, ProjectAction.PROMISE, actor=actor, now=now, payload=told)
    return made


@transaction.atomic
def reach(milestone: Milestone, *, actor: Actor, now: datetime) -> None:
    """Say that a step is reached today."""
    _require(actor)
    waiting = Milestone.objects.filter(pk=milestone.pk, reached_on__isnull=True)
    if waiting.update(reached_on=clock.day_of(now)):
        told: Payload = {"milestone": milestone.pk}
        record.apply(milestone.project, ProjectAction.REACH, actor=actor, now=now, payload=told)


@transaction.atomic
def end(project: Project, *, actor: Actor, now: datetime) -> None:
    """End a project today; it stays on the board with what came of it."""
    _require(actor)
    if project.state != ProjectState.ENDED:
        changes = {"ended_on": clock.day_of(now)}
        record.apply(project, ProjectAction.END, actor=actor, now=now, changes=changes)


def open_steps(project: Project, *, actor: Actor) -> frozenset[ProjectAction]:
    """Name what the actor may do about a project now; a page offers nothing else."""
    state, offered = ProjectState(project.state), TABLE.open_actions
    return frozenset(step for role in actor.roles for step in offered(state, role))


def visible(actor: Actor) -> QuerySet[Project]:
    """Give the projects the actor may see, the latest first."""
    if not actor.may(Permission.BOARD_READ):
        return Project.objects.none()
    found = Project.objects.select_related("issue", "owner", "service")
    return found.prefetch_related("areas", "milestones").order_by("-started_on", "-pk")


def one(pk: int, *, actor: Actor) -> Project:
    """Give a project that the actor may see."""
    found = visible(actor).filter(pk=pk).first()
    if found is None:
        raise NotFoundError
    return found


def issue(pk: int, *, actor: Actor) -> Issue:
    """Give a confirmed issue, to open a project about it."""
    found = Issue.objects.select_related("service", "area").filter(pk=pk).first()
    if found is None or not actor.may(Permission.PROJECT_KEEP):
        raise NotFoundError
    return found


def about(issue_id: int, *, actor: Actor) -> list[Project]:
    """Give the projects about an issue that the actor may see, the latest first."""
    return list(visible(actor).filter(issue=issue_id))


def undertakings() -> list[Undertaking]:
    """Give all projects, for the think tank to judge."""
    found = Project.objects.select_related("service").prefetch_related("areas").order_by("pk")
    return [undertaking(project) for project in found]


def undertaking(project: Project) -> Undertaking:
    """Give what is to be known of a project to judge its effect."""
    areas = list(project.areas.all())
    return Undertaking(
        project=project.pk,
        service=project.service.code,
        service_level=len(project.service.codes),
        areas=tuple(sorted(area.code for area in areas)),
        area_level=areas[0].level,
        since=project.started_on,
    )


def changed_since(moment: datetime) -> bool:
    """Tell whether a project was opened after `moment`."""
    return Project.objects.filter(opened_at__gt=moment).exists()


def _require(actor: Actor) -> None:
    if not actor.may(Permission.PROJECT_KEEP):
        raise RefusedError(_("Only an analyst keeps projects."))
