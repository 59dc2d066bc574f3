"""The queries of the gate give what the law admits, for every reader of a small city."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import product

import pytest

from jiesu.casework.errors import NotFoundError
from jiesu.casework.kinds import Kind, Secrecy
from jiesu.casework.models import Appeal, LogEntry, ViewLog, WorkOrder
from jiesu.casework.reading import gate, neighbours
from jiesu.casework.reading.gate import PUBLIC
from jiesu.directory.models import Unit
from jiesu.directory.people import Actor
from jiesu.rules import visibility
from jiesu.rules.roles import STAFF_ROLES, Role
from jiesu.rules.visibility import Count, Matter
from tests.casework.conftest import City

Receive = Callable[..., Appeal]


def test_the_law_speaks_of_the_kinds_that_appeals_have() -> None:
    assert {visibility.WRONGDOING, visibility.INQUIRY} <= set(Kind.values)
    assert {visibility.NORMAL, visibility.CONFIDENTIAL} <= set(Secrecy.values)


@dataclass
class House:
    """Four units in a line, one beside it, and a matter of every sort."""

    top: Unit
    bureau: Unit
    section: Unit
    desk: Unit
    beside: Unit

    @property
    def units(self) -> list[Unit]:
        return [self.top, self.bureau, self.section, self.desk, self.beside]


def unit(code: str, parent: Unit | None = None) -> Unit:
    return Unit.objects.create(code=code, names={"zh-hans": code}, level="city", parent=parent)


@pytest.fixture
def house(city: City) -> House:
    top = unit("top")
    bureau = unit("bureau-2", top)
    section = unit("section", bureau)
    return House(top, bureau, section, unit("desk", section), city.office)


@pytest.fixture
def matters(house: House, receive: Receive) -> list[Appeal]:
    made = [
        receive(text=f"{kind} {secrecy}", kind=kind, secrecy=secrecy)
        for kind, secrecy in product(Kind.values, Secrecy.values)
    ]
    for lead, accused in product([None, *house.units[1:]], [None, *house.units]):
        appeal = receive(text="灯坏了")
        order = WorkOrder.objects.filter(pk=appeal.work_order_id)
        order.update(lead_unit=lead, accused_unit=accused)
        appeal.work_order.support_units.set([house.desk] if lead == house.beside else [])
        made.append(appeal)
    accusing, harmless = made[-2], receive(text="灯坏了，合并")
    WorkOrder.objects.filter(pk=harmless.work_order_id).update(lead_unit=house.section)
    Appeal.objects.filter(pk=accusing.pk).update(work_order=harmless.work_order)
    return list(Appeal.objects.select_related("work_order", "first_work_order").order_by("pk"))


def actors(house: House) -> list[Actor]:
    staff = [
        Actor("staff", frozenset({(role, one.pk if one else None)}))
        for role, one in product(STAFF_ROLES, [None, *house.units])
    ]
    return [PUBLIC, Actor.system(), Actor.resident(), Actor.machine("open311"), *staff]


def facts(appeal: Appeal, others: list[Appeal]) -> Matter:
    """Say of an appeal what the law asks: all that share its work order accuse together."""
    order = appeal.work_order
    together = [one for one in others if one.work_order_id == order.pk]
    accused = {order.accused_unit_id, *(one.first_work_order.accused_unit_id for one in together)}
    working = {order.lead_unit_id, *order.support_units.values_list("pk", flat=True)}
    return Matter(
        appeal.pk,
        appeal.kind,
        appeal.secrecy,
        frozenset(working - {None}),  # type: ignore[arg-type]  # none is left
        frozenset(accused - {None}),  # type: ignore[arg-type]  # as above
    )


def test_every_reader_gets_what_the_law_admits(house: House, matters: list[Appeal]) -> None:
    known = {one.pk: facts(one, matters) for one in matters}
    residents = [Actor.resident(matters[0].pk), Actor.resident(matters[-1].pk)]
    for actor in (*residents, *actors(house)):
        reader = gate.reader(actor)
        for scope, found in (
            (visibility.cases(reader), gate.appeals(actor=actor)),
            (visibility.figures(reader), gate.behind_figures(actor=actor)),
        ):
            admitted = {pk for pk, one in known.items() if visibility.admits(scope, one)}
            assert set(found.values_list("pk", flat=True)) == admitted, actor
        orders = {one.work_order_id for one in matters if one.pk in _opened(reader, known)}
        expected = set() if actor == PUBLIC else orders
        served = gate.orders(actor=actor).filter(appeals__isnull=False)
        assert set(served.values_list("pk", flat=True)) == expected, actor


def _opened(reader: visibility.Reader, known: dict[int, Matter]) -> set[int]:
    scope = visibility.cases(reader)
    return {pk for pk, one in known.items() if visibility.admits(scope, one)}


def test_what_is_hidden_from_somebody_is_in_no_list_and_no_number_of_his(
    house: House, matters: list[Appeal]
) -> None:
    leader = Actor("staff", frozenset({(Role.LEADER, house.section.pk)}))
    everything = {one.pk for one in matters}
    seen = gate.allowed(sorted(everything), actor=leader)
    assert seen == set(gate.behind_figures(actor=leader).values_list("pk", flat=True))
    assert everything - seen
    without = gate.withheld(actor=leader)
    assert without.kinds == {Kind.WHISTLEBLOW_REPORT}
    hidden = {one.pk for one in matters if one.kind in without.kinds} | without.appeals
    assert everything - hidden == seen
    free = Actor("staff", frozenset({(Role.LEADER, None)}))
    assert gate.withheld(actor=free) == gate.Withheld(without.kinds, frozenset())
    with pytest.raises(NotFoundError):
        gate.withheld(actor=Actor.resident())


def test_many_ids_are_asked_about_in_parts(
    matters: list[Appeal], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate, "_MANY", 7)
    ids = [one.pk for one in matters]
    assert gate.allowed(ids, actor=Actor.system()) == set(ids)
    assert gate.allowed(iter(ids[:7]), actor=Actor.system()) == set(ids[:7])


def test_the_log_holds_nothing_of_what_is_hidden(
    house: House, matters: list[Appeal], now: datetime
) -> None:
    for one in matters:
        ViewLog.objects.create(identity_id=1, thing_id=one.pk, by=_person(), reason="x", at=now)
    for held in (None, *house.units):
        auditor = Actor("staff", frozenset({(Role.AUDITOR, held.pk if held else None)}))
        orders = gate.orders(actor=auditor).values_list("pk", flat=True)
        logged = gate.entries(actor=auditor).values_list("thing_id", flat=True)
        assert set(logged) == set(orders)
        looked = gate.views(actor=auditor).values_list("thing_id", flat=True)
        assert set(looked) == set(gate.appeals(actor=auditor).values_list("pk", flat=True))
    assert LogEntry.objects.count() == gate.entries(actor=_staff(Role.AUDITOR)).count()
    assert not gate.entries(actor=_staff(Role.OPERATOR))
    assert not gate.views(actor=_staff(Role.OPERATOR))


def _person() -> "object":
    from jiesu.directory.models import Person

    return Person.objects.get(username="a-auditor")


def _staff(role: Role) -> Actor:
    return Actor("staff", frozenset({(role, None)}))


def test_a_loaded_appeal_is_public_where_the_list_of_the_public_has_it(
    matters: list[Appeal],
) -> None:
    public = set(gate.appeals(actor=PUBLIC).values_list("pk", flat=True))
    alone = [one for one in matters if one.work_order_id == one.first_work_order_id]
    merged_into = {one.work_order_id for one in matters} - {one.work_order_id for one in alone}
    for one in alone:
        if one.work_order_id not in merged_into and one.pk != matters[-1].pk:
            assert gate.is_public(one) is (one.pk in public), one


def test_units_of_the_accuseds_line_are_kept_out(house: House, receive: Receive) -> None:
    order = receive().work_order
    assert gate.units_kept_out(order) == frozenset()
    order.accused_unit = house.section
    line = {house.bureau.pk, house.section.pk, house.desk.pk}
    assert gate.units_kept_out(order) == line
    other = receive()
    WorkOrder.objects.filter(pk=other.first_work_order_id).update(accused_unit=house.beside)
    Appeal.objects.filter(pk=other.pk).update(work_order=order)
    assert gate.units_kept_out(order) == line | {house.beside.pk}


def test_small_numbers_are_told_to_staff_alone() -> None:
    assert gate.count(3, actor=PUBLIC) == Count(None, small=True)
    assert gate.count(3, actor=_staff(Role.OPERATOR)) == Count(3)
    assert gate.counts({"a": 3, "b": 9}, actor=PUBLIC)["b"] == Count(None)
    assert gate.counts({"a": 3, "b": 9}, actor=Actor.system())["b"] == Count(9)
    assert gate.listener(actor=PUBLIC) is visibility.Listener.PUBLIC


@pytest.mark.parametrize("role", [Role.HANDLER, Role.OPERATOR])
def test_who_may_not_read_the_words_reads_them_without_the_person(
    role: Role, receive: Receive
) -> None:
    said = "找张伟 13800138000"
    open_one, guarded = receive(text=said), receive(text=said, secrecy="confidential")
    raw = role is Role.OPERATOR
    actor = _staff(role)
    assert gate.readable(open_one, actor=actor).text == said
    told = gate.readable(guarded, actor=actor)
    assert ("13800138000" in told.text) is raw
    assert ("13800138000" in told.title) is raw
    mine = Actor.resident(guarded.pk)
    assert gate.readable(Appeal.objects.get(pk=guarded.pk), actor=mine).text == said
    guarded.place_words = "电话13800138000"
    assert ("13800138000" in gate.readable(guarded, actor=actor).place_words) is raw


def test_everybody_counts_whole_cells_of_what_is_published(receive: Receive, now: datetime) -> None:
    def near(lat: float = 30.1013, actor: Actor = PUBLIC) -> Count:
        since = now - timedelta(days=30)
        return neighbours.reported_near(lat, 110.1, since=since, actor=actor)

    for _ in range(4):
        receive(lat=30.101, lon=110.101)
    receive(lat=30.101, lon=110.101, kind="whistleblow_report")
    receive(lat=30.101, lon=110.101, secrecy="confidential")
    assert near() == Count(None, small=True)
    assert near(actor=Actor.system()) == Count(6)
    receive(lat=30.1001, lon=110.104)
    assert near() == near(30.1049) == Count(5)
    assert near(30.1051) == Count(0)
