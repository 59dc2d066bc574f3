"""Accounts and duties, and what one person may not be at once."""

from datetime import date

import pytest
from click.testing import CliRunner

from jiesu.directory import staff
from jiesu.directory.models import Person, Unit
from jiesu.directory.people import actor_for
from jiesu.directory.people_cli import command
from jiesu.rules.roles import Permission, Role

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
TOMORROW = date(2026, 11, 25)


def test_a_duty_is_held_from_a_day_to_a_day() -> None:
    li = Person.objects.create_user("li")
    staff.grant(li, Role.OPERATOR, unit=None, on=TODAY)
    assert actor_for(li, on=TODAY).may(Permission.APPEAL_RECEIVE)
    assert not actor_for(li, on=date(2026, 11, 23)).roles
    staff.revoke(li, Role.OPERATOR, unit=None, on=TOMORROW)
    assert actor_for(li, on=TODAY).holds(Role.OPERATOR)
    assert not actor_for(li, on=TOMORROW).roles


def test_duties_that_watch_each_other_are_refused_to_one_person() -> None:
    wang = Person.objects.create_user("wang")
    staff.grant(wang, Role.DISPATCHER, unit=None, on=TODAY)
    with pytest.raises(staff.StaffError):
        staff.grant(wang, Role.REVIEWER, unit=None, on=TODAY)
    assert actor_for(wang, on=TODAY).roles == {Role.DISPATCHER}


def test_who_left_holds_nothing() -> None:
    zhao = Person.objects.create_user("zhao", is_active=False)
    staff.grant(zhao, Role.AUDITOR, unit=None, on=TODAY)
    assert not actor_for(zhao, on=TODAY).roles


def test_the_first_administrator_is_made_at_the_command_line() -> None:
    Unit.objects.create(code="u1", names={"zh-hans": "街道办"}, level="street")
    runner = CliRunner()
    weak = runner.invoke(command, ["add", "boss", "--role", "administrator", "--password", "123"])
    assert weak.exit_code == 1
    assert "Traceback" not in weak.output
    made = ["add", "sun", "--role", "handler", "--unit", "u1", "--password", "long enough 7"]
    assert runner.invoke(command, made).exit_code == 0
    listed = runner.invoke(command, ["list"])
    assert "handler (u1)" in listed.output
    no_unit = runner.invoke(
        command, ["add", "x", "--unit", "nowhere", "--password", "long enough 7"]
    )
    assert no_unit.exit_code == 1
    assert not Person.objects.filter(username="x").exists()
