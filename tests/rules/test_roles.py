"""Roles grant what they name, and duties that must stay apart are told apart."""

import pytest

from jiesu.rules.roles import (
    KEPT_APART,
    STAFF_ROLES,
    Permission,
    Role,
    clashes,
    permissions_of,
)


def test_one_person_may_not_hold_both_of_a_pair() -> None:
    both = frozenset({Role.DISPATCHER, Role.REVIEWER, Role.LEADER})
    assert clashes(both) == [(Role.DISPATCHER, Role.REVIEWER)]
    assert clashes(frozenset({Role.DISPATCHER, Role.LEADER})) == []


def test_no_pair_is_a_role_with_itself() -> None:
    assert all(one is not other for one, other in KEPT_APART)


def test_roles_add_up() -> None:
    assert permissions_of(frozenset()) == frozenset()
    both = permissions_of(frozenset({Role.LEADER, Role.DISPATCHER}))
    assert both == {Permission.BOARD_READ, Permission.TEXT_READ, Permission.APPEAL_READ}


@pytest.mark.parametrize("role", [Role.ANALYST, Role.LEADER, Role.ADMINISTRATOR, Role.AUDITOR])
def test_who_needs_no_identity_cannot_open_the_vault(role: Role) -> None:
    assert Permission.IDENTITY_REVEAL not in permissions_of(frozenset({role}))


@pytest.mark.parametrize("role", [Role.HANDLER, Role.UNIT_HEAD])
def test_units_read_only_what_is_theirs(role: Role) -> None:
    assert Permission.APPEAL_READ not in permissions_of(frozenset({role}))
    assert Permission.APPEAL_READ_OWN_UNIT in permissions_of(frozenset({role}))


def test_every_permission_is_granted_to_somebody_and_residents_have_none() -> None:
    assert permissions_of(frozenset(STAFF_ROLES)) == set(Permission)
    assert permissions_of(frozenset({Role.RESIDENT, Role.SYSTEM})) == frozenset()
