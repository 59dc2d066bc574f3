"""A demonstration must show every part at work, be safe to stop, and stay out of real service."""

from collections import Counter
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner
from pytest_django import Settings

from jiesu.casework import audit, queries
from jiesu.casework.models import Appeal, Attachment, Merge, Project, Proposal, Reply, WorkOrder
from jiesu.directory.models import Person
from jiesu.directory.people import Actor, actor_for
from jiesu.rules.lifecycle import CLOSED, State, View
from jiesu.rules.roles import STAFF_ROLES, Role
from jiesu.simulate.city.files import city
from jiesu.simulate.cli import command
from jiesu.simulate.loading import accounts, directory, past
from jiesu.simulate.loading.filling import NotLoadedError, fill
from jiesu.simulate.loading.past import Past

NOW = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
TODAY = NOW.date()


def _staff(role: Role) -> Actor:
    [account] = [one for one in accounts.examples() if one.role == role]
    return actor_for(Person.objects.get(username=account.username), on=TODAY)


@pytest.mark.slow
@pytest.mark.django_db
def test_a_demonstration_is_filled_once(settings: Settings) -> None:
    settings.DEMO = True
    fill(1200, 1, now=NOW)
    counts = _counts()
    _every_queue_has_work()
    _the_past_has_its_own_times()
    _somebody_can_sign_in_for_each_role()
    _everybody_of_the_last_months_was_heard()
    _the_machine_was_right_and_wrong()
    assert not [found for found in audit.verify() if isinstance(found, audit.Fault)]
    assert all(
        report.created == report.changed == 0 for report in directory.load(city(1), on=TODAY)
    )
    fill(1200, 1, now=NOW)
    assert _counts() == counts
    with pytest.raises(NotLoadedError, match="another simulation"):
        fill(1300, 1, now=NOW)


def _counts() -> list[int]:
    return [
        model.objects.count() for model in (Appeal, WorkOrder, Reply, Merge, Attachment, Person)
    ]  # type: ignore[attr-defined]  # all are models


def _every_queue_has_work() -> None:
    states = Counter(WorkOrder.objects.values_list("state", flat=True))
    assert set(State) - set(states) == set()
    for name, role in {
        "acceptance": Role.OPERATOR,
        "dispatch": Role.DISPATCHER,
        "objections": Role.REVIEWER,
        "follow_up": Role.FOLLOW_UP,
        "declines": Role.REVIEWER,
    }.items():
        assert queries.queue(name, actor=_staff(role)).count() >= 3, name
    assert queries.inbox(actor=_staff(Role.HANDLER)).count() >= 3
    assert WorkOrder.objects.filter(rework__gt=0).count() >= 5
    assert WorkOrder.objects.filter(appeal_count__gt=1).exists()
    assert Attachment.objects.filter(appeal__isnull=False).exists()
    assert Attachment.objects.filter(reply__isnull=False).exists()


def _the_past_has_its_own_times() -> None:
    old = WorkOrder.objects.filter(first_appeal__source="simulate 1")
    assert old.count() > 1000
    assert set(old.values_list("state", flat=True)) <= set(CLOSED)
    assert old.filter(completed_at__gt=NOW).count() == 0
    assert old.earliest("created_at").created_at.year == 2024


def _everybody_of_the_last_months_was_heard() -> None:
    recent = Appeal.objects.filter(idempotency_key__contains=":month:")
    assert recent.count() == 20
    assert set(recent.values_list("view", flat=True)) == {View.CONFIRMED}


def _the_machine_was_right_and_wrong() -> None:
    verdicts = set(Proposal.objects.values_list("subject", "verdict"))
    for subject in ("service", "urgency", "duplicate"):
        assert {(subject, "accepted"), (subject, "corrected")} <= verdicts, subject
    assert Project.objects.get().milestones.filter(reached_on__isnull=False).count() == 1


def _somebody_can_sign_in_for_each_role() -> None:
    examples = accounts.examples()
    assert {account.role for account in examples} == set(STAFF_ROLES)
    person = Person.objects.get(username=examples[0].username)
    assert person.check_password(accounts.PASSWORD)


@pytest.mark.django_db
def test_a_past_that_was_stopped_is_gone_on_with() -> None:
    class StoppedError(Exception):
        pass

    def stop(_rows: int) -> None:
        if Appeal.objects.exists():
            raise StoppedError

    invented = city(1)
    begun = Past.begun_or_new(1500, 1, today=TODAY)
    with pytest.raises(StoppedError):
        past.load(begun, invented, now=NOW, watch=stop)
    half = Appeal.objects.count()
    again = Past.begun_or_new(1500, 1, today=datetime(2026, 12, 1, tzinfo=UTC).date())
    assert again == begun
    run = past.load(again, invented, now=NOW, watch=lambda _rows: None)
    assert 0 < half < Appeal.objects.count() == run.imported
    assert run.imported + run.rejected == run.rows_done == 1500


@pytest.mark.django_db
def test_a_real_service_is_left_alone(settings: Settings) -> None:
    settings.DEMO = False
    result = CliRunner().invoke(command, ["load"])
    assert result.exit_code == 1
    assert "JIESU_DEMO=true" in result.output
    assert not Person.objects.exists()
