"""Finding work orders again, and going through a queue one by one."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from jiesu.casework.models import Appeal, WorkOrder
from jiesu.casework.reading import dossier, finding, queries
from jiesu.casework.reading.finding import Narrowing
from jiesu.casework.reading.gate import PUBLIC
from jiesu.casework.stages import intake, merging
from jiesu.rules.roles import Role

if TYPE_CHECKING:
    from tests.casework.conftest import City

Receive = Callable[..., Appeal]


def test_a_work_order_is_found_by_number_code_and_words(receive: Receive, city: "City") -> None:
    order = receive().work_order
    other = receive(text="小区门口垃圾成堆").work_order
    reader = city.staff(Role.DISPATCHER)
    appeal = order.appeals.get()
    for asked in (order.number, str(order.pk), appeal.spaced_code, appeal.code.lower(), "路灯"):
        assert list(finding.everywhere(asked, actor=reader)) == [order], asked
    assert list(finding.everywhere("垃圾", actor=reader)) == [other]
    assert not finding.everywhere("路灯", actor=city.staff(Role.HANDLER))


def test_a_list_is_narrowed(receive: Receive, city: "City", now: datetime) -> None:
    here, nowhere = receive(), receive(lat=None, lon=None)
    waiting = queries.queue("acceptance", actor=city.staff(Role.OPERATOR))

    def found(narrowing: Narrowing, at: datetime = now) -> set[WorkOrder]:
        return set(finding.narrow(waiting, narrowing, now=at))

    assert found(Narrowing()) == {here.work_order, nowhere.work_order}
    assert found(Narrowing(area_path=city.district.path)) == {here.work_order}
    assert found(Narrowing(urgency="urgent")) == set()
    assert found(Narrowing(late=True)) == set()
    assert len(found(Narrowing(late=True), now + timedelta(days=9))) == 2
    assert found(Narrowing(words=str(nowhere.work_order.pk))) == {nowhere.work_order}


def test_the_next_of_a_queue_follows_and_the_last_leads_to_the_first(
    receive: Receive, city: "City"
) -> None:
    orders = [receive().work_order for _ in range(3)]
    waiting = queries.queue("acceptance", actor=city.staff(Role.OPERATOR))
    first, second, third = waiting
    assert {first, second, third} == set(orders)
    assert finding.next_after(waiting, first) == second
    assert finding.next_after(waiting, third) == first
    assert finding.next_after(waiting.filter(pk=first.pk), first) is None


def test_a_dossier_tells_where_the_appeals_went(
    receive: Receive, city: "City", now: datetime
) -> None:
    first, second = receive(), receive(text="滨江路的灯不亮")
    operator = city.staff(Role.OPERATOR)
    merging.merge(second.work_order, into=first.work_order, actor=operator, now=now)
    assert dossier.of(second.work_order, actor=operator).merged_into == first.work_order
    assert dossier.of(first.work_order, actor=operator).appeals == [first, second]
    second.refresh_from_db()
    merging.unmerge(second, actor=operator, now=now)
    assert dossier.of(second.first_work_order, actor=operator).merged_into is None


def test_the_time_line_names_staff_to_staff_only(
    receive: Receive, city: "City", now: datetime
) -> None:
    order = receive().work_order
    operator = city.staff(Role.OPERATOR)
    intake.answer(order, text="每晚八点亮灯。", actor=operator, now=now)
    [_received, told] = queries.timeline(order, actor=operator)
    assert told.by == "a-operator"
    assert told.reply is not None
    [_received, told] = queries.timeline(order, actor=PUBLIC)
    assert (told.by, told.reply is not None) == ("", True)
