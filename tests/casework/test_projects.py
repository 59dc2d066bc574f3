"""What is done about an issue: opened from a confirmed one, logged, kept by an analyst alone."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest

from jiesu.casework.errors import InvalidError, NotFoundError, OvertakenError, RefusedError
from jiesu.casework.issues import decisions, projects
from jiesu.casework.issues.projects import Plan
from jiesu.casework.ledger import audit
from jiesu.casework.ledger.entries import lines_of
from jiesu.casework.models import Appeal, Issue, Project
from jiesu.casework.reading import log_reader
from jiesu.rules.project_life import ProjectAction, ProjectState
from jiesu.rules.roles import Role
from tests.casework.conftest import City

pytestmark = pytest.mark.django_db


@pytest.fixture
def issue(city: City, receive: Callable[..., Appeal], now: datetime) -> Issue:
    members = [receive().pk, receive().pk]
    return decisions.confirm("滨江路路灯", members, actor=city.staff(Role.ANALYST), now=now)


@pytest.fixture
def plan(city: City) -> Plan:
    return Plan(
        "换线路", "整条路更换线路", city.office, city.lights, [city.street], date(2026, 11, 1)
    )


def test_each_step_of_a_project_is_logged_in_codes(
    city: City, issue: Issue, plan: Plan, later: Callable[[float], datetime]
) -> None:
    analyst = city.staff(Role.ANALYST)
    project = projects.begin(issue, plan, actor=analyst, now=later(1))
    step = projects.promise(project, "一期完工", date(2026, 12, 1), actor=analyst, now=later(2))
    for _twice in range(2):
        projects.reach(step, actor=analyst, now=later(3))
        projects.end(project, actor=analyst, now=later(4))
    logged = lines_of(project)
    assert [one.event for one in logged] == [
        "project.opened",
        "project.promised",
        "project.reached",
        "project.ended",
    ]
    assert [(one.chain, one.seq) for one in logged] == [("project", n) for n in (1, 2, 3, 4)]
    assert logged[0].payload == {"unit": "office", "since": "2026-11-01"}
    assert "换线路" not in str([one.payload for one in logged])
    assert not [found for found in audit.verify() if isinstance(found, audit.Fault)]
    project.refresh_from_db()
    assert (project.state, project.version) == (ProjectState.ENDED, 4)
    assert project.ended_on is not None
    with pytest.raises(RefusedError):
        projects.promise(project, "二期", date(2027, 1, 1), actor=analyst, now=later(5))


def test_a_project_outlives_the_work_orders_it_grew_from(
    city: City, issue: Issue, plan: Plan, later: Callable[[float], datetime]
) -> None:
    analyst = city.staff(Role.ANALYST)
    project = projects.begin(issue, plan, actor=analyst, now=later(1))
    members = list(Appeal.objects.values_list("pk", flat=True))
    decisions.split(members, members, reason="另一处", actor=analyst, now=later(2))
    projects.promise(project, "一期完工", date(2026, 12, 1), actor=analyst, now=later(3))
    assert project.version == 2
    auditor = city.staff(Role.AUDITOR)
    [link] = log_reader.links("project", project.pk, actor=auditor)
    assert not log_reader.links("project", project.pk, actor=analyst)
    assert (link.kind, link.to_chain) == ("grew_from", "work_order")


def test_a_project_may_be_about_no_issue(city: City, plan: Plan, now: datetime) -> None:
    project = projects.begin(None, plan, actor=city.staff(Role.ANALYST), now=now)
    assert projects.one(project.pk, actor=city.staff(Role.LEADER)).issue is None


def test_the_second_of_two_who_keep_a_project_is_told(
    city: City, issue: Issue, plan: Plan, now: datetime
) -> None:
    analyst = city.staff(Role.ANALYST)
    mine = projects.begin(issue, plan, actor=analyst, now=now)
    theirs = projects.one(mine.pk, actor=analyst)
    projects.end(mine, actor=analyst, now=now)
    with pytest.raises(OvertakenError):
        projects.promise(theirs, "二期", date(2027, 1, 1), actor=analyst, now=now)
    assert not mine.milestones.exists()


def test_a_page_offers_what_the_table_allows(
    city: City, issue: Issue, plan: Plan, now: datetime
) -> None:
    analyst = city.staff(Role.ANALYST)
    project = projects.begin(issue, plan, actor=analyst, now=now)
    assert projects.open_steps(project, actor=analyst) == set(ProjectAction)
    assert not projects.open_steps(project, actor=city.staff(Role.LEADER))
    projects.end(project, actor=analyst, now=now)
    assert projects.open_steps(project, actor=analyst) == {ProjectAction.REACH}


@pytest.mark.parametrize("role", [Role.LEADER, Role.OPERATOR, Role.HANDLER])
def test_only_an_analyst_keeps_projects(
    role: Role, city: City, issue: Issue, plan: Plan, now: datetime
) -> None:
    with pytest.raises(RefusedError):
        projects.begin(issue, plan, actor=city.staff(role), now=now)
    with pytest.raises(NotFoundError):
        projects.issue(issue.pk, actor=city.staff(role))
    assert not Project.objects.exists()


def test_a_plan_that_cannot_be_judged_is_refused(
    city: City, issue: Issue, plan: Plan, now: datetime
) -> None:
    wrong = (
        replace(plan, title=" "),
        replace(plan, measure="\n"),
        replace(plan, areas=[]),
        replace(plan, areas=[city.street, city.district]),
    )
    for one in wrong:
        with pytest.raises(InvalidError):
            projects.begin(issue, one, actor=city.staff(Role.ANALYST), now=now)
    assert not Project.objects.exists()


def test_who_reads_no_board_sees_no_project(
    city: City, issue: Issue, plan: Plan, now: datetime
) -> None:
    project = projects.begin(issue, plan, actor=city.staff(Role.ANALYST), now=now)
    assert projects.one(project.pk, actor=city.staff(Role.LEADER)) == project
    with pytest.raises(NotFoundError):
        projects.one(project.pk, actor=city.staff(Role.OPERATOR))


def test_the_think_tank_is_told_codes_and_levels(
    city: City, issue: Issue, plan: Plan, now: datetime
) -> None:
    project = projects.begin(issue, plan, actor=city.staff(Role.ANALYST), now=now)
    [told] = projects.undertakings()
    assert (told.project, told.service, told.service_level) == (project.pk, "lights", 1)
    assert (told.areas, told.area_level, told.since) == (("s1",), "street", plan.started_on)
