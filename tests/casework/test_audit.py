"""The log cannot be changed, and a change by force is found."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from click.testing import CliRunner
from django.db import DatabaseError, connection, transaction

from jiesu.casework.issues import projects
from jiesu.casework.issues.projects import Plan
from jiesu.casework.ledger import audit, triggers
from jiesu.casework.models import Appeal, LogEntry, Project, Seal
from jiesu.config.verbs.verifying import command
from jiesu.rules.roles import Role
from tests.casework.conftest import City

Receive = Callable[..., Appeal]


def faults() -> list[audit.Fault]:
    return [found for found in audit.verify() if isinstance(found, audit.Fault)]


@pytest.fixture
def project(city: City, now: datetime) -> Project:
    """Give a project with two lines of log."""
    day, analyst = date(2026, 11, 1), city.staff(Role.ANALYST)
    plan = Plan("换线路", "整条路更换线路", city.office, city.lights, [city.street], day)
    begun = projects.begin(None, plan, actor=analyst, now=now)
    projects.end(begun, actor=analyst, now=now)
    return begun


def by_force(statement: str) -> None:
    """Do what an intruder with the database password would do."""
    with connection.cursor() as cursor:
        for lift in triggers.not_append_only(connection.vendor):
            cursor.execute(lift)
        cursor.execute("DELETE FROM casework_delivery")
        cursor.execute(statement)


@pytest.mark.parametrize(
    "statement",
    ["UPDATE casework_logentry SET event = 'x'", "DELETE FROM casework_logentry"],
)
def test_the_database_refuses_to_change_the_log(receive: Receive, statement: str) -> None:
    receive()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert LogEntry.objects.get().event == "appeal.received"


def test_a_whole_log_holds_with_its_seals(receive: Receive, now: datetime) -> None:
    for _appeal in range(3):
        receive()
    assert audit.seal(now=now) is None  # too fresh: a slow writer may still bring a smaller id
    sealed = audit.seal(now=now + timedelta(minutes=3))
    assert sealed is not None
    assert sealed.count == 3
    receive()
    assert not faults()
    result = CliRunner().invoke(command)
    assert result.exit_code == 0
    assert "4 entries, 1 seals" in result.output


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE casework_logentry SET event = 'appeal.receivee'", "content changed"),
        ("UPDATE casework_logentry SET actor_kind = 'staff'", "content changed"),
        ("DELETE FROM casework_logentry", "missing"),
        ("UPDATE casework_seal SET count = 7", "content changed"),
    ],
)
def test_one_changed_place_is_found(
    receive: Receive, now: datetime, statement: str, found: str
) -> None:
    receive()
    audit.seal(now=now + timedelta(minutes=3))
    by_force("DELETE FROM casework_delivery")  # they point at the entries
    by_force(statement)
    assert found in {fault.what for fault in faults()}
    result = CliRunner().invoke(command)
    assert result.exit_code == 1
    assert found in result.output


def test_a_chain_of_its_own_is_recomputed_too(project: Project) -> None:
    assert not faults()
    by_force("UPDATE casework_logentry SET chain = 'work_order' WHERE chain = 'project'")
    assert {fault.what for fault in faults()} >= {"content changed", "missing"}


def test_a_project_cut_at_its_end_is_found(project: Project) -> None:
    by_force("DELETE FROM casework_logentry WHERE chain = 'project' AND seq = 2")
    assert faults() == [audit.Fault(f"project {project.pk}/2", "missing")]


def test_a_rewritten_chain_breaks_its_seal(receive: Receive, now: datetime) -> None:
    """Whoever recomputes the hash of an entry must also forge every later seal."""
    receive()
    audit.seal(now=now + timedelta(minutes=3))
    entry = LogEntry.objects.get()
    entry.actor_kind = "staff"
    by_force(
        "UPDATE casework_logentry SET actor_kind = 'staff', "  # noqa: S608  (a test's own hash)
        f"hash = '{audit.digest(entry)}'"
    )
    assert [fault.where for fault in faults()] == [f"seal {Seal.objects.get()}"]
