"""A demonstration must show every part at work, be safe to stop, and stay out of real service."""

from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from pytest_django import Settings

from jiesu.casework.ledger import audit
from jiesu.casework.models import Appeal, Attachment, Merge, Project, Reply, Suggestion, WorkOrder
from jiesu.casework.reading import queries
from jiesu.directory.models import Person
from jiesu.directory.people import Actor, actor_for
from jiesu.rules.lifecycle import CLOSED, State, View
from jiesu.rules.roles import STAFF_ROLES, Role
from jiesu.simulate.city.files import city
from jiesu.simulate.cli import command
from jiesu.simulate.loading import accounts, directory, past
from jiesu.simulate.loading.filling import NotLoadedError, fill
from jiesu.simulate.loading.flow import Flow, LoadPlan

if TYPE_CHECKING:
    from django.db.models import QuerySet

NOW = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
TODAY = NOW.date()


def _staff(role: Role) -> Actor:
    [account] = [one for one in accounts.examples() if one.role == role]
    return actor_for(Person.objects.get(username=account.username), on=TODAY)


@pytest.mark.slow
@pytest.mark.django_db
def test_a_demonstration_is_filled_once(settings: Settings) -> None:
    settings.DEMO = True
    fill(5000, 1, now=NOW)
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
    fill(5000, 1, now=NOW)
    assert _counts() == counts
    with pytest.raises(NotLoadedError, match="another simulation"):
        fill(5100, 1, now=NOW)


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
    assert old.count() > 4500
    assert old.filter(completed_at__gt=NOW).count() == 0
    assert old.filter(created_at__gt=NOW).count() == 0
    assert (NOW - old.earliest("created_at").created_at).days > 290
    _what_is_under_way_is_owed(old.exclude(state__in=CLOSED))


def _what_is_under_way_is_owed(under_way: "QuerySet[WorkOrder]") -> None:
    assert under_way.count() > 20
    assert not under_way.filter(due_at__isnull=True).exists()
    late = under_way.filter(due_at__lt=NOW).count()
    assert 0 < late < under_way.count() / 3
    reached = {State.REGISTERED: 1, State.DISPATCHED: 3, State.HANDLING: 5, State.REPLIED: 6}
    for state, entries in reached.items():
        assert set(under_way.filter(state=state).values_list("version", flat=True)) <= {entries}


def _everybody_of_the_last_months_was_heard() -> None:
    recent = Appeal.objects.filter(idempotency_key__contains=":month:")
    assert 12 <= recent.count() <= 60
    assert set(recent.values_list("view", flat=True)) == {View.CONFIRMED}


def _the_machine_was_right_and_wrong() -> None:
    verdicts = set(Suggestion.objects.values_list("subject", "verdict"))
    for subject in ("service", "urgency", "duplicate"):
        assert {(subject, "accepted"), (subject, "corrected")} <= verdicts, subject
    reached = Project.objects.filter(milestones__reached_on__isnull=False).distinct()
    assert reached.count() == Project.objects.count() == 2


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

    flow = Flow(LoadPlan.begun_or_new(1500, 1, now=NOW), city(1))
    with pytest.raises(StoppedError):
        past.load(flow, now=NOW, watch=stop)
    half = Appeal.objects.count()
    later = datetime(2026, 12, 1, tzinfo=UTC)
    again = Flow(LoadPlan.begun_or_new(1500, 1, now=later), city(1))
    assert again.wanted == flow.wanted
    run = past.load(again, now=later, watch=lambda _rows: None)
    assert 0 < half < Appeal.objects.count() == run.imported
    assert len(again.lately) + len(again.months) == run.rejected
    assert run.imported + run.rejected == run.rows_done


@pytest.mark.django_db
def test_a_real_service_is_left_alone(settings: Settings) -> None:
    settings.DEMO = False
    result = CliRunner().invoke(command, ["load"])
    assert result.exit_code == 1
    assert "JIESU_DEMO=true" in result.output
    assert not Person.objects.exists()
