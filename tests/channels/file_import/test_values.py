"""Values of files that cannot be meant or kept: a row costs itself, and its sentence says why."""

import csv
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from click.testing import CliRunner
from django.db import DataError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from jiesu.casework.models import Appeal
from jiesu.casework.stages.backfilling import backfill
from jiesu.channels.file_import.cli import command
from jiesu.channels.file_import.loading import load_mapping
from jiesu.channels.file_import.orders import Counts, Order
from jiesu.channels.file_import.taking_in import look_through, take_in
from jiesu.channels.file_import.values.chronology import in_order, readings

MAPPING = """
about = "Letters of an old system"
source = "old"
zone = "{zone}"
{more}
[id]
column = "编号"
[text]
join = ["内容"]
[said_at]
column = "来信时间"
{said}
[completed_at]
column = "办结时间"
[state]
column = "状态"
values = {{ "已办结" = "completed", "未办结" = "registered" }}
"""
HEADER = ["编号", "内容", "来信时间", "办结时间", "状态"]
NOW = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)
NEW_YORK = ZoneInfo("America/New_York")
Run = Callable[..., tuple[Counts, list[str]]]


def line(number: str, said: Any = "2024-01-14 08:00", done: Any = "2024-01-16 08:00") -> list[Any]:
    return [number, f"路灯第{number[:4]}盏不亮，晚上很黑", said, done, "已办结"]


def as_csv(*rows: list[Any], encoding: str = "utf-8") -> bytes:
    lines = (",".join(map(str, row)) for row in (HEADER, *rows))
    return ("\n".join(lines) + "\n").encode(encoding)


def ordered(folder: Path, content: bytes, name: str = "old.csv", **filled: str) -> Order:
    (folder / name).write_bytes(content)
    mapping = folder / "map.toml"
    blanks = {"zone": "Asia/Shanghai", "more": "", "said": ""} | filled
    mapping.write_text(MAPPING.format(**blanks), encoding="utf-8")
    return Order(folder / name, load_mapping(str(mapping)), folder / "rejects.csv")


def told(order: Order) -> list[str]:
    if not order.rejects.exists():
        return []
    with order.rejects.open(encoding="utf-8-sig", newline="") as stream:
        return [f"{row['line']}: {row['why']}" for row in csv.DictReader(stream)]


@pytest.fixture
def run(db: None, tmp_path: Path) -> Run:
    """Look a file through, then take it in: both must say the same of every row."""

    def both(content: bytes, name: str = "old.csv", **filled: str) -> tuple[Counts, list[str]]:
        order = ordered(tmp_path, content, name, **filled)
        before = look_through(order, now=NOW, watch=lambda _done: None).counts
        beforehand = told(order)
        counts = take_in(order, now=NOW, watch=lambda _done: None).counts
        assert (counts, told(order)) == (before, beforehand)
        return counts, told(order)

    return both


def sheet(*rows: list[Any], epoch: datetime | None = None, folder: Path) -> bytes:
    book = openpyxl.Workbook()
    if epoch:
        book.epoch = epoch
    page: Any = book.active
    for row in (HEADER, *rows):
        page.append(row)
    book.save(folder / "made.xlsx")
    return (folder / "made.xlsx").read_bytes()


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("0001-01-01 00:00:00", "where there is no date"),
        ("1900-01-01", "where there is no date"),
        ("1970-01-01T00:00:00Z", "where there is no date"),
        ("0999-12-31 23:59", "earliest"),
        ("9999-12-31 23:59:59", "where there is no date"),
        ("2126-01-01", "lies ahead"),
        ("2026-12-02", "lies ahead"),
    ],
)
def test_row_24_a_date_that_cannot_be_meant_costs_its_row_only(
    run: Run, said: str, why: str
) -> None:
    counts, sentences = run(as_csv(line("Q4"), line("Q5", said), line("Q6")))
    assert (counts.imported, counts.rejected) == (2, 1)
    assert sentences[0].startswith(f'3: "{said}" in column 来信时间')
    assert why in sentences[0]


def test_row_24_what_the_source_writes_for_no_date_can_be_named(run: Run) -> None:
    rows = as_csv(line("Q4", "", "1900-01-01"), line("Q5", "2024-01-14", "1900-01-01"))
    counts, (sentence,) = run(rows.replace(b"1900-01-01", b""))
    assert (counts.imported, counts.rejected) == (1, 1)
    assert "has no date" in sentence
    counts, _sentences = run(as_csv(line("Q6", "1900-01-01")), said='empty = ["1900-01-01"]')
    assert counts.rejected == 1


@pytest.mark.django_db
def test_row_24_and_40_what_the_database_refuses_costs_its_row_only(tmp_path: Path) -> None:
    order = ordered(tmp_path, as_csv(*(line(f"R{n}") for n in range(37))))
    receive, bad = backfill.receive_closed, {"R0", "R17", "R18", "R36"}

    def refuse(rows: Any, *, now: datetime) -> Any:
        taken = receive(rows, now=now)
        if bad & {row.source_id for row in rows}:
            raise DataError("value out of range\nDETAIL: of the driver")
        return taken

    with patch.object(backfill, "receive_closed", refuse):
        counts = take_in(order, now=NOW, watch=lambda _done: None).counts
    assert (counts.imported, counts.rejected, counts.rows) == (33, 4, 37)
    assert [sentence.split(":")[0] for sentence in told(order)] == ["2", "19", "20", "38"]
    assert "(value out of range)" in told(order)[0]
    again = take_in(order, now=NOW + timedelta(hours=1), watch=lambda _done: None).counts
    assert (again.imported, again.known) == (4, 33)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_row_25_bytes_that_are_no_character_cost_their_row_only(run: Run, encoding: str) -> None:
    rows = as_csv(*(line(f"B{n}") for n in range(60)), encoding=encoding)
    broken = rows.replace("第B30盏".encode(encoding), "第B30".encode(encoding) + b"\xff")
    counts, (sentence,) = run(broken)
    assert (counts.imported, counts.rejected) == (59, 1)
    assert sentence.startswith("32: Some bytes of this row are no characters")


def test_row_25_a_short_file_with_a_bad_byte_is_still_what_it_is(run: Run) -> None:
    counts, (sentence,) = run(as_csv(line("B1"), line("B2")) + b"B3,\xff\xfe,2024-01-14,,\n")
    assert (counts.imported, counts.rejected) == (2, 1)
    assert "no characters" in sentence


@pytest.mark.parametrize("left", ["不是表".encode("gb18030"), b"line\nx\n", b'"' * 9, b"1,2"])
def test_row_25_what_somebody_made_of_the_rejects_stops_nothing(
    run: Run, tmp_path: Path, left: bytes
) -> None:
    (tmp_path / "rejects.csv").write_bytes(left)
    counts, (sentence,) = run(as_csv(line("B1"), line("B2", "yesterday")))
    assert (counts.imported, counts.rejected) == (1, 1)
    assert "yesterday" in sentence


def test_row_25_bytes_of_a_parquet_file_are_text_or_cost_their_row(
    run: Run, tmp_path: Path
) -> None:
    pa, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    rows = [line("P1"), line("P2"), line("P3")]
    columns = dict(zip(HEADER, map(list, zip(*rows, strict=True)), strict=True))
    columns["内容"] = ["路灯坏了".encode(), b"\xff\xfe", "路灯又坏了".encode()]
    moments = [1_704_067_200_000_000, 1_704_067_200_000_000, -(10**18)]  # the last: 29,719 B.C.
    table = pa.table(columns).set_column(2, "来信时间", pa.array(moments, pa.timestamp("us")))
    parquet.write_table(table, tmp_path / "made.parquet")
    counts, sentences = run((tmp_path / "made.parquet").read_bytes(), name="old.parquet")
    assert (counts.imported, counts.rejected) == (1, 2)
    assert all("cannot be read" in sentence for sentence in sentences)
    assert Appeal.objects.get().text == "路灯坏了"


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("1712010112345", 'milliseconds from 1970, write formats = ["epoch_ms"]'),
        ("1712010112", 'seconds from 1970, write formats = ["epoch"]'),
        ("1.71201E+12", "lost digits in a spreadsheet"),
        ("17120101", "earliest"),
        ("99999999999999999999", "is no date"),
        ("20240114080", "is no date"),
    ],
)
def test_row_27_digits_run_together_are_no_old_date(run: Run, said: str, why: str) -> None:
    counts, (sentence,) = run(as_csv(line("Q4"), line("Q5", said)))
    assert (counts.imported, counts.rejected) == (1, 1)
    assert why in sentence


def test_row_27_milliseconds_are_read_where_the_mapping_says_so(run: Run) -> None:
    run(as_csv(line("Q5", "1712010112345", "")), said='formats = ["epoch_ms"]')
    assert Appeal.objects.get().said_at == datetime(2024, 4, 1, 22, 21, 52, 345_000, tzinfo=UTC)


def test_row_27_an_old_source_says_how_old_it_is(run: Run) -> None:
    rows = as_csv(line("Q5", "1961-05-04 08:00", "1961-05-05"))
    assert run(rows)[0].rejected == 1
    assert run(rows, more="earliest = 1950-01-01")[0].imported == 1


def test_row_27_completed_in_a_hundred_years_is_refused(run: Run) -> None:
    counts, (sentence,) = run(as_csv(line("Q4"), line("Q5", done="2126-01-16 08:00")))
    assert (counts.imported, counts.rejected) == (1, 1)
    assert "办结时间" in sentence


@pytest.mark.parametrize("dated", [True, False])
def test_row_27_a_workbook_of_1904_counts_from_its_own_day(
    run: Run, tmp_path: Path, dated: Any
) -> None:
    said = datetime(2020, 1, 2, 12) if dated else 43832.5 - 1462  # noqa: DTZ001  (a wall clock)
    book = sheet(line("Q1", said), epoch=CALENDAR_MAC_1904, folder=tmp_path)
    assert run(book, name="old.xlsx")[0].imported == 1
    assert Appeal.objects.get().said_at == datetime(2020, 1, 2, 4, tzinfo=UTC)


def test_row_28_numbers_that_lost_digits_name_nothing(run: Run, tmp_path: Path) -> None:
    numbers: list[Any] = [320102202401150001, 320102202401150002, 123456789012345, "A-1"]
    rows = [[number, *line("x")[1:]] for number in numbers]
    counts, sentences = run(sheet(*rows, folder=tmp_path), name="ids.xlsx")
    assert (counts.imported, counts.rejected, counts.repeated) == (2, 2, 0)
    assert all("Format the column as text" in sentence for sentence in sentences)


@pytest.mark.parametrize("number", ["3.20102E+17", "3.20102e+17", "1E+15", '"3,20102E+17"'])
def test_row_28_the_same_in_csv(run: Run, number: str) -> None:
    counts, (sentence,) = run(as_csv(line("12E5"), [number, *line("x")[1:]]))
    assert (counts.imported, counts.rejected) == (1, 1)
    assert number.strip('"') in sentence


@pytest.mark.parametrize(
    ("said", "done", "expected"),
    [
        ("2024-11-03 01:50", "2024-11-03 01:10", ("05:50", "06:10")),
        ("2024-11-03 01:10", "2024-11-03 01:50", ("05:10", "05:50")),
        ("2024-11-03 01:30", "2024-11-03 01:30", ("05:30", "05:30")),
        ("2024-11-03 00:30", "2024-11-03 02:30", ("04:30", "07:30")),
        ("2024-03-10 02:30", "2024-03-10 03:10", ("06:30", "07:10")),
        ("2024-03-10 01:50", "2024-03-10 02:30", ("06:50", "07:30")),
        ("2024-03-10 03:10", "2024-03-10 02:30", ("07:10", "07:30")),
    ],
)
def test_row_29_instants_are_compared_and_not_clocks(
    run: Run, said: str, done: str, expected: tuple[str, str]
) -> None:
    counts, _sentences = run(as_csv(line("N1", said, done)), zone="America/New_York")
    assert counts.imported == 1
    order = Appeal.objects.get().work_order
    assert order.completed_at is not None
    kept = (Appeal.objects.get().said_at, order.completed_at)
    assert tuple(f"{moment:%H:%M}" for moment in kept) == expected


def test_row_29_what_stands_the_wrong_way_round_is_still_refused(run: Run) -> None:
    rows = as_csv(line("N1", "2024-11-03 03:10", "2024-11-03 01:50"))
    _counts, (sentence,) = run(rows, zone="America/New_York")
    assert "completed_at is 2024-11-03 01:50:00, before it was said" in sentence


@given(st.datetimes(datetime(1980, 1, 1), datetime(2030, 1, 1)))  # noqa: DTZ001  (wall clocks)
def test_row_29_every_clock_has_a_reading_that_shows_it_or_there_is_none(wall: datetime) -> None:
    found = readings(wall.replace(tzinfo=NEW_YORK))
    shown = [moment.astimezone(NEW_YORK).replace(tzinfo=None) for moment in found]
    assert len(found) in {1, 2}
    assert all(one == wall for one in shown) or len(set(shown)) == 2  # the hour that is missing


def test_row_29_two_hours_at_once_are_put_in_order() -> None:
    second = datetime(2024, 11, 3, 1, 20, tzinfo=NEW_YORK)
    moments = {
        "said_at": datetime(2024, 11, 3, 1, 40, tzinfo=NEW_YORK),
        "accepted_at": second,
        "completed_at": second.replace(minute=30),
        "due_at": None,
    }
    found = in_order(moments)
    assert found["due_at"] is None
    known = [found[name] for name in ("said_at", "accepted_at", "completed_at")]
    assert known == sorted(moment for moment in known if moment)


def test_row_30_signs_that_are_no_characters_go(run: Run) -> None:
    run(as_csv(["A\uffff1", "路\ufffe灯\x0b坏了", *line("x")[2:]]))
    appeal = Appeal.objects.get()
    assert (appeal.source_id, appeal.text) == ("A1", "路灯坏了")


ODD = ["", "2024-01-14 08:00", "0001-01-01", "2126-01-01", "45000", "1712010112345", "nan", "1e400"]
ODDER = [
    "3.20102E+17",
    "A1",
    "A2",
    "\x00",
    "\uffff",
    "已办结",
    "未办结",
    "9999-12-31T23:59:59-14:00",
]
cells = st.sampled_from([*ODD, *ODDER]) | st.text(
    st.characters(exclude_characters="\r\n", codec="utf-8"), max_size=12
)


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[*HealthCheck])
@given(st.lists(st.lists(cells, min_size=5, max_size=5), min_size=1, max_size=8))
def test_rows_24_and_25_the_dry_run_says_what_the_run_does(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]
) -> None:
    Appeal.objects.all().delete()
    folder = tmp_path_factory.mktemp("files")
    with (folder / "made.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([HEADER, *([cell.strip('"') for cell in r] for r in rows)])
    order = ordered(folder, (folder / "made.csv").read_bytes())
    dry = look_through(order, now=NOW, watch=lambda _done: None).counts
    kept = take_in(order, now=NOW, watch=lambda _done: None).counts
    assert kept == dry


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["c24-empty-dates.csv"])
def test_row_24_through_the_command(tmp_path: Path, name: str) -> None:
    order = ordered(tmp_path, as_csv(line("Q4"), line("Q5", "0001-01-01 00:00:00")), name)
    options = [str(order.path), "--mapping", str(tmp_path / "map.toml")]
    dry = CliRunner().invoke(command, [*options, "--dry-run"])
    result = CliRunner().invoke(command, options)
    assert (dry.exit_code, result.exit_code) == (0, 0), result.output
    for output in (dry.output, result.output):
        assert [int(row.split()[-1]) for row in output.splitlines() if "imported" in row] == [1]
