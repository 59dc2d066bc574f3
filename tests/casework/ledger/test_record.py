"""One door for things of all rooms: when a step happened, and who is told of which chain."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from jiesu.casework.issues import projects
from jiesu.casework.issues.projects import Plan
from jiesu.casework.ledger import outbox, record
from jiesu.casework.ledger.outbox import Subscriber
from jiesu.casework.models import Appeal, Delivery, LogEntry, Project
from jiesu.rules.lifecycle import Action
from jiesu.rules.roles import Role
from tests.casework.conftest import City


@pytest.fixture
def project(city: City, now: datetime) -> Callable[[], Project]:
    day = date(2026, 11, 1)
    plan = Plan("换线路", "整条路更换线路", city.office, city.lights, [city.street], day)
    return lambda: projects.begin(None, plan, actor=city.staff(Role.ANALYST), now=now)


def test_a_step_told_late_keeps_both_its_times(
    receive: Callable[..., Appeal], city: City, later: Callable[[float], datetime]
) -> None:
    order, operator = receive().work_order, city.staff(Role.OPERATOR)
    entry = record.apply(order, Action.ACCEPT, actor=operator, now=later(5), happened_at=later(2))
    assert (entry.at, entry.recorded_at) == (later(2), later(5))
    assert order.state_since == later(2)


def test_nothing_is_told_before_it_happens(
    receive: Callable[..., Appeal], city: City, now: datetime
) -> None:
    order, soon = receive().work_order, now + timedelta(seconds=1)
    with pytest.raises(ValueError, match="still to come"):
        record.apply(
            order, Action.ACCEPT, actor=city.staff(Role.OPERATOR), now=now, happened_at=soon
        )


def test_things_of_one_number_have_each_a_chain(
    receive: Callable[..., Appeal], project: Callable[[], Project]
) -> None:
    order, begun = receive().work_order, project()
    first = LogEntry.objects.filter(seq=1)
    assert first.get(chain="work_order").thing_id == order.pk
    assert first.get(chain="project").thing_id == begun.pk


def test_who_asks_for_no_chain_hears_of_work_orders_only(
    receive: Callable[..., Appeal], project: Callable[[], Project], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "_plugged", {})
    outbox.plug(Subscriber("orders", lambda _occurrences: None))
    outbox.plug(Subscriber("projects", lambda _occurrences: None, chains=frozenset({"project"})))
    receive()
    project()
    told = Delivery.objects.values_list("subscriber", "log__chain")
    assert sorted(told) == [("orders", "work_order"), ("projects", "project")]
