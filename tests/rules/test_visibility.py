"""Who may see what: every reader against every kind of matter."""

from itertools import product

import pytest

from jiesu.rules import visibility
from jiesu.rules.roles import STAFF_ROLES, Permission, Role, permissions_of
from jiesu.rules.visibility import (
    CELL,
    SMALL,
    Count,
    Listener,
    Matter,
    Reach,
    Reader,
    Scope,
    admits,
)

TOP, BUREAU, SECTION, DESK, OTHER = 1, 2, 3, 4, 9
ABOVE = {BUREAU: TOP, SECTION: BUREAU, DESK: SECTION}
WHISTLE, INQUIRY = "whistleblow_report", "inquiry"
KINDS = (WHISTLE, INQUIRY, "complaint", "help")
SECRECIES = ("normal", "confidential", "anonymous")


def staff(*roles: Role, units: tuple[int, ...] = ()) -> Reader:
    held = frozenset(units)
    kept = visibility.kept_from(held, ABOVE)
    return Reader("staff", frozenset(roles), held, kept)


def seen(scope: Scope, **facts: object) -> bool:
    matter = {"appeal": 7, "kind": "help", "secrecy": "normal"} | facts
    return admits(scope, Matter(**matter))  # type: ignore[arg-type]  # facts by name


@pytest.mark.parametrize(
    ("unit", "accused", "kept"),
    [
        (BUREAU, BUREAU, True),  # itself
        (TOP, TOP, True),
        (SECTION, BUREAU, True),  # below it
        (DESK, BUREAU, True),  # and below that
        (SECTION, TOP, True),
        (BUREAU, SECTION, True),  # above it, but not at the top
        (BUREAU, DESK, True),
        (SECTION, DESK, True),
        (TOP, BUREAU, False),  # the top supervises
        (TOP, DESK, False),
        (OTHER, BUREAU, False),
        (BUREAU, OTHER, False),
    ],
)
def test_what_accuses_a_unit_is_kept_from_its_line_up_to_who_supervises_it(
    unit: int, accused: int, *, kept: bool
) -> None:
    assert visibility.barred(unit, accused, ABOVE) is kept
    assert (accused in visibility.kept_from(frozenset({unit}), ABOVE)) is kept


def test_each_unit_somebody_serves_keeps_from_him_what_accuses_it() -> None:
    both = visibility.kept_from(frozenset({DESK, OTHER}), ABOVE)
    assert both == {TOP, BUREAU, SECTION, DESK, OTHER}
    assert visibility.kept_from(frozenset({TOP}), ABOVE) == {TOP}
    assert visibility.kept_from(frozenset(), ABOVE) == frozenset()


def test_a_circle_of_units_does_not_go_on_for_ever() -> None:
    circle = {BUREAU: SECTION, SECTION: BUREAU}
    assert visibility.barred(BUREAU, SECTION, circle)
    assert not visibility.barred(OTHER, SECTION, circle)


@pytest.mark.parametrize(
    ("kind", "secrecy", "accused"), list(product(KINDS, SECRECIES, (False, True)))
)
def test_the_public_sees_what_protects_nobody(kind: str, secrecy: str, *, accused: bool) -> None:
    harmless = kind in {"complaint", "help"} and secrecy != "confidential" and not accused
    facts = {"kind": kind, "secrecy": secrecy, "accused": frozenset({OTHER} if accused else ())}
    everybody = Reader("public")
    assert seen(visibility.PUBLISHED, **facts) is harmless
    assert visibility.cases(everybody) == visibility.figures(everybody) == visibility.PUBLISHED


def test_a_resident_sees_the_appeal_whose_code_he_showed() -> None:
    scope = visibility.cases(Reader("resident", frozenset({Role.RESIDENT}), appeal=7))
    assert scope.reach is Reach.OWN
    assert seen(scope, appeal=7, kind=WHISTLE, secrecy="confidential")
    assert not seen(scope, appeal=8)
    assert visibility.cases(Reader("resident", frozenset({Role.RESIDENT}))) == visibility.NOTHING
    assert not seen(visibility.NOTHING)


@pytest.mark.parametrize("role", STAFF_ROLES)
def test_staff_see_as_far_as_their_duty_goes(role: Role) -> None:
    scope = visibility.cases(staff(role, units=(BUREAU,)))
    may = permissions_of(frozenset({role}))
    mine = {"units": frozenset({BUREAU, OTHER})}
    everywhere = Permission.APPEAL_READ in may
    assert seen(scope) is everywhere
    assert seen(scope, kind=WHISTLE, secrecy="confidential") is everywhere
    assert seen(scope, **mine) is (everywhere or Permission.APPEAL_READ_OWN_UNIT in may)
    assert not seen(scope, **mine, accused=frozenset({SECTION}))
    assert seen(scope, accused=frozenset({OTHER})) is everywhere
    assert not seen(scope, units=frozenset({SECTION}), accused=frozenset({OTHER, DESK}))


@pytest.mark.parametrize("role", STAFF_ROLES)
def test_figures_count_all_but_wrongdoing_and_what_accuses_ones_own(role: Role) -> None:
    scope = visibility.figures(staff(role, units=(SECTION,)))
    reads = Permission.BOARD_READ in permissions_of(frozenset({role}))
    assert seen(scope, kind="complaint", secrecy="confidential") is reads
    assert seen(scope, accused=frozenset({OTHER})) is reads
    assert not seen(scope, kind=WHISTLE)
    assert not seen(scope, accused=frozenset({SECTION}))


def test_the_worker_copies_everything_and_other_machines_see_nothing() -> None:
    worker = Reader("system", frozenset({Role.SYSTEM}))
    facts = {"kind": WHISTLE, "secrecy": "confidential", "accused": frozenset({OTHER})}
    assert seen(visibility.cases(worker), **facts)
    assert seen(visibility.figures(worker), **facts)
    machine = Reader("machine", frozenset({Role.RESIDENT}))
    assert visibility.cases(machine) == visibility.figures(machine) == visibility.NOTHING


def test_steps_are_told_for_who_asks() -> None:
    assert visibility.listener(Reader("public")) is Listener.PUBLIC
    assert visibility.listener(Reader("resident", appeal=7)) is Listener.PUBLIC
    assert visibility.listener(Reader("system", frozenset({Role.SYSTEM}))) is Listener.PUBLIC
    assert visibility.listener(staff(Role.HANDLER)) is Listener.UNIT
    assert visibility.listener(staff(Role.REVIEWER)) is Listener.STAFF
    assert visibility.listener(staff(Role.HANDLER, Role.AUDITOR)) is Listener.STAFF


@pytest.mark.parametrize(("kind", "secrecy"), list(product(KINDS, SECRECIES)))
def test_words_come_as_they_were_said_to_who_takes_them_and_else_without_the_person(
    kind: str, secrecy: str
) -> None:
    def reads(reader: Reader) -> bool:
        return visibility.reads_words(reader, kind, secrecy)

    assert reads(staff(Role.OPERATOR))
    assert reads(Reader("resident", appeal=7))
    assert reads(Reader("system"))
    assert reads(staff(Role.HANDLER)) is (kind != WHISTLE and secrecy == "normal")
    assert not reads(staff(Role.LEADER))
    assert not reads(Reader("public"))


def test_small_counts_are_told_to_those_who_may_list_what_they_count() -> None:
    assert SMALL == 5
    for reader in (Reader("public"), Reader("resident", appeal=7), staff(Role.ADMINISTRATOR)):
        assert visibility.least(reader) == SMALL
    for role in (Role.OPERATOR, Role.HANDLER, Role.ANALYST, Role.LEADER, Role.AUDITOR):
        assert visibility.least(staff(role)) == 1
    assert visibility.least(Reader("system")) == 1


@pytest.mark.parametrize(
    ("number", "said"), [(0, "0"), (1, "< 5"), (4, "< 5"), (5, "5"), (12, "12")]
)
def test_a_small_count_is_told_as_fewer_than(number: int, said: str) -> None:
    assert str(visibility.told(number, SMALL)) == said
    assert visibility.told(number, 1) == Count(number)
    assert visibility.told(number, SMALL).number == (None if said == "< 5" else number)


def test_one_small_part_is_not_what_the_others_leave() -> None:
    def said(**parts: int) -> dict[str, str]:
        return {name: str(count) for name, count in visibility.parts_told(parts, 5).items()}

    assert said(a=7, b=9, c=0) == {"a": "7", "b": "9", "c": "0"}
    assert said(a=2, b=9, c=7) == {"a": "< 5", "b": "9", "c": "–"}
    assert said(a=2, b=3, c=7) == {"a": "< 5", "b": "< 5", "c": "7"}
    assert said(a=1, b=1, c=7, d=8) == {"a": "< 5", "b": "< 5", "c": "–", "d": "8"}
    assert said(a=2, b=5) == {"a": "< 5", "b": "–"}
    assert said(a=4, c=0) == {"a": "< 5", "c": "0"}
    assert visibility.parts_told({"a": 1, "b": 7}, 1) == {"a": Count(1), "b": Count(7)}


def test_a_place_is_counted_with_its_whole_cell() -> None:
    south, west, north, east = visibility.cell_of(30.1013, 110.1036)
    assert (south, west) == pytest.approx((30.1, 110.1))
    assert (north - south, east - west) == pytest.approx((CELL, CELL))
    assert visibility.cell_of(30.1049, 110.1001) == (south, west, north, east)
    assert visibility.cell_of(-0.001, -0.001)[:2] == pytest.approx((-CELL, -CELL))
    assert CELL == 0.005  # some 500 m
