"""A city's own numbers: by file or by hand, from a day to a day, each with its basis."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from jiesu.directory import editing, policy
from jiesu.directory.cli import command
from jiesu.directory.editing import CellsError, Change
from jiesu.directory.models import PolicyNumber, StageLimit
from jiesu.rules.policy import SAMPLE
from jiesu.rules.timing.deadlines import TimeLimit, Unit
from tests.city import City, build

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
TODAY = date(2026, 11, 24)
NUMBERS = """number,amount,unit,basis,valid_from,valid_to
extension_times,2,,decree 7,2026-01-01,
extension_each,5,days,decree 7,2026-01-01,2026-12-31
calls,4,,decree 7,2026-12-01,
least_cases,50,,decree 8,2025-01-01,2025-12-31
"""
LIMITS = """stage,urgency,service,appeal_kind,amount,unit,basis,valid_from
reply,general,lights,,3,working_days,decree 7,2026-01-01
reply,general,lights,consultation,1,working_days,decree 7,2026-01-01
reply,general,,,6,days,decree 7,2026-12-01
"""


@pytest.fixture
def city(db: None) -> City:
    return build()


def take_in(folder: Path, name: str, rows: str) -> str:
    (folder / name).write_text(rows)
    return CliRunner().invoke(command, ["import", str(folder / name)]).output


def test_where_a_city_has_set_nothing_the_samples_hold() -> None:
    assert policy.policy(on=TODAY) == SAMPLE


def test_numbers_hold_from_their_first_day_to_their_last(tmp_path: Path) -> None:
    take_in(tmp_path, "numbers.csv", NUMBERS)
    now = policy.policy(on=TODAY)
    assert (now.extensions.times, now.extensions.basis) == (2, "decree 7")
    assert now.extensions.each == TimeLimit(5, Unit.DAYS)
    assert (now.calls, now.samples) == (SAMPLE.calls, SAMPLE.samples)
    then = policy.policy(on=date(2027, 1, 1))
    assert (then.extensions.times, then.calls.attempts) == (2, 4)
    assert then.extensions.each == SAMPLE.extensions.each
    assert policy.policy(on=date(2025, 12, 31)).samples.least == 50


def test_of_two_numbers_in_force_the_later_holds(tmp_path: Path) -> None:
    rows = "number,amount,valid_from\ncalls,5,2026-02-01\ncalls,4,2026-01-01\n"
    take_in(tmp_path, "numbers.csv", rows)
    assert policy.policy(on=TODAY).calls.attempts == 5


def test_a_limit_of_a_service_or_a_kind_holds_before_the_general_one(
    city: City, tmp_path: Path
) -> None:
    take_in(tmp_path, "limits.csv", LIMITS)
    limits = policy.limits(on=TODAY)

    def reply(kind: str, *, lit: bool = True) -> TimeLimit:
        matter = policy.matter("general", service=city.lights if lit else None, kind=kind)
        return limits.of("reply", matter).time

    assert reply("complaint") == TimeLimit(3, Unit.WORKING_DAYS)
    assert reply("consultation") == TimeLimit(1, Unit.WORKING_DAYS)
    assert reply("consultation", lit=False) == TimeLimit(7, Unit.DAYS)
    assert list(editing.rows("limits", "Street")) == list(
        StageLimit.objects.filter(service=city.lights)
    )


@pytest.mark.parametrize(
    "cells", [{"number": "calls", "unit": "days"}, {"number": "extension_each"}]
)
def test_a_count_has_no_unit_and_a_length_of_time_has_one(cells: dict[str, str]) -> None:
    row = {"amount": "3", "valid_from": "2026-01-01", **cells}
    with pytest.raises(CellsError, match=r"(?s)unit|单位"):
        editing.store(Change("numbers", row), by_id=None, now=NOW)
    assert not PolicyNumber.objects.exists()
