from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from jiesu.channels.file_import.values.moments import COMMON, NoDateError, read_moment

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOON = datetime(2020, 1, 2, 12, 0, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    "cell",
    [
        "2020-01-02 12:00:00",
        "2020-01-02T04:00:00Z",
        "2020-01-02T12:00:00+08:00",
        "2020/1/2 12:00:00",
        "2020年1月2日 12:00",
        "43832.5",
        43832.5,
        datetime(2020, 1, 2, 12),  # noqa: DTZ001  (as a spreadsheet gives it)
    ],
)
def test_common_ways_to_write_a_date(cell: Any) -> None:
    assert read_moment(cell, COMMON, SHANGHAI) == NOON


def test_a_day_begins_at_midnight_of_its_zone() -> None:
    assert read_moment(date(2020, 1, 2), COMMON, SHANGHAI) == datetime(2020, 1, 1, 16, tzinfo=UTC)


def test_given_formats() -> None:
    zone = ZoneInfo("America/New_York")
    moment = read_moment("01/02/2020 09:30:00 PM", ("%m/%d/%Y %I:%M:%S %p",), zone)
    assert moment == datetime(2020, 1, 3, 2, 30, tzinfo=UTC)
    assert read_moment("1577966400", ("epoch",), zone) == datetime(2020, 1, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize("cell", ["yesterday", "2020-02-30", "13/13/2020", "7", "1e400", "nan"])
def test_what_is_no_date(cell: Any) -> None:
    with pytest.raises(NoDateError):
        read_moment(cell, COMMON, SHANGHAI)


def test_an_empty_cell_is_no_date_and_no_error() -> None:
    assert read_moment(" ", COMMON, SHANGHAI) is None
