"""The numbers of the law: the limit that speaks of a matter most closely holds."""

from datetime import UTC, datetime, timedelta

import pytest

from jiesu.rules.dispatching.priority import Urgency
from jiesu.rules.lifecycle import Stage
from jiesu.rules.policy import SAMPLE, Calls, Limit, Limits, Matter, _hours, _sample_limits
from jiesu.rules.timing.deadlines import TimeLimit, Unit

PIPES = Matter("general", ("pipes", "water", "works"), "complaint")


def limit(days: int, service: str = "", kind: str = "", urgency: str = "general") -> Limit:
    return Limit("reply", urgency, TimeLimit(days, Unit.DAYS), "decree 7", service, kind)


def test_every_stage_has_a_limit_with_its_basis_for_every_class() -> None:
    for stage in Stage:
        for urgency in Urgency:
            assert SAMPLE.limits.of(stage, Matter(urgency)).basis


@pytest.mark.parametrize(
    ("own", "days"),
    [
        ([], 7),
        ([limit(6)], 6),
        ([limit(6), limit(5)], 6),
        ([limit(6), limit(5, kind="complaint")], 5),
        ([limit(6, kind="complaint"), limit(5, service="works")], 5),
        ([limit(6, service="works"), limit(5, service="pipes")], 5),
        ([limit(6, service="pipes"), limit(5, service="pipes", kind="complaint")], 5),
        ([limit(6, service="roads"), limit(5, kind="consultation"), limit(4, urgency="urgent")], 7),
    ],
)
def test_the_closest_limit_holds_and_the_earlier_of_two(own: list[Limit], days: int) -> None:
    assert Limits((*own, *SAMPLE.limits.rows)).of("reply", PIPES).time.amount == days


def test_no_limit_of_a_service_slows_an_emergency_down() -> None:
    own = Limits((limit(15, service="works"), *SAMPLE.limits.rows))
    urgent = Matter("emergency", PIPES.services, PIPES.kind)
    assert own.of("reply", urgent) == SAMPLE.limits.of("reply", urgent)


def test_a_rate_is_compared_from_the_least_number_of_cases_on() -> None:
    assert not SAMPLE.samples.suffice(29)
    assert SAMPLE.samples.suffice(30)


def test_the_largest_photo_is_said_in_megabytes_and_measured_in_bytes() -> None:
    assert SAMPLE.uploads.largest == 20 * 1024 * 1024


def test_the_samples_are_built_from_their_table_and_nothing_else() -> None:
    assert tuple(_sample_limits()) == SAMPLE.limits.rows
    assert _hours(2, 24) == [TimeLimit(2, Unit.HOURS), TimeLimit(24, Unit.HOURS)]


def test_row_42_calls_in_vain_count_where_they_lie_hours_apart() -> None:
    calls = Calls(attempts=3, apart=2, basis="")
    start = datetime(2026, 3, 2, 9, tzinfo=UTC)

    def counted(*minutes: int) -> int:
        return calls.in_vain(start + timedelta(minutes=one) for one in minutes)

    assert counted() == 0
    assert counted(0) == 1
    assert counted(0, 1, 2) == 1
    assert counted(0, 119, 120) == 2
    assert counted(0, 119, 238) == 2  # apart from the last that counted
    assert counted(0, 120, 239, 240) == 3
    assert counted(0, 200, 300, 400) == 3
