"""`jiesu import`, through its own door."""

import csv
import os
import signal
import sqlite3
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result

from jiesu.casework.models import Appeal, ImportRun, LogEntry, Reply
from jiesu.channels.file_import.cli import command
from jiesu.directory.models import Service
from jiesu.rules.lifecycle import Outcome, State

MAPPING = """
about = "A test"
source = "test"
zone = "Asia/Shanghai"

[id]
column = "id"

[text]
column = "text"

[said_at]
column = "time"

[completed_at]
column = "closed"

[state]
column = "closed"
otherwise = "completed"
default = "registered"

[place]
lat = "lat"
lon = "lon"
bounds = [30.6, 120.8, 31.9, 122.2]
"""
HEADER = ["id", "text", "time", "closed", "lat", "lon"]
GOOD = ["1", "路灯坏了", "2020-01-02 08:00:00", "2020-01-05 08:00:00", "31.23", "121.47"]


@pytest.fixture
def mapping(tmp_path: Path) -> Path:
    path = tmp_path / "test.toml"
    path.write_text(MAPPING, encoding="utf-8")
    return path


@pytest.fixture
def file(tmp_path: Path) -> Any:
    def write(*rows: list[str], encoding: str = "utf-8", header: list[str] = HEADER) -> Path:
        path = tmp_path / "appeals.csv"
        with path.open("w", encoding=encoding, newline="") as stream:
            csv.writer(stream).writerows([header, *rows])
        return path

    return write


@pytest.fixture
def imported(mapping: Path) -> Any:
    def run(path: Path, *options: str, using: str = str(mapping)) -> Result:
        return CliRunner().invoke(command, [str(path), "--mapping", using, *options])

    return run


def counts(result: Result) -> dict[str, int]:
    """Read the last word of each line of the summary."""
    assert result.exit_code == 0, result.output
    lines = [line.rsplit(maxsplit=1) for line in result.output.splitlines()]
    return {
        line[0].strip(): int(line[1].replace(",", ""))
        for line in lines
        if len(line) == 2 and line[1].replace(",", "").isdigit()
    }


def rejects(path: Path) -> list[dict[str, str]]:
    with path.with_name(f"{path.name}.rejects.csv").open(encoding="utf-8-sig", newline="") as s:
        return list(csv.DictReader(s))


@pytest.mark.django_db
def test_closed_history_lands_as_closed_history_with_its_own_times(
    file: Any, imported: Any
) -> None:
    result = imported(file(GOOD))
    assert counts(result)["imported"] == counts(result)["rows in all"] == 1
    appeal = Appeal.objects.select_related("work_order").get()
    assert (appeal.source, appeal.source_id, appeal.text) == ("test", "1", "路灯坏了")
    assert appeal.said_at == appeal.received_at == datetime(2020, 1, 2, 0, 0, tzinfo=UTC)
    assert appeal.work_order.state == State.COMPLETED
    assert appeal.work_order.outcome == Outcome.NONE
    assert appeal.work_order.completed_at == datetime(2020, 1, 5, 0, 0, tzinfo=UTC)
    assert not appeal.work_order.deadlines.exists()
    assert LogEntry.objects.get().event == "appeal.imported"


@pytest.mark.django_db
def test_the_second_time_everything_is_already_here(file: Any, imported: Any) -> None:
    path = file(GOOD, ["2", *GOOD[1:]])
    imported(path)
    again = counts(imported(path))
    assert (again["imported"], again["already here"], again["rows in all"]) == (0, 2, 2)
    assert Appeal.objects.count() == 2


@pytest.mark.django_db
def test_a_file_that_has_grown_brings_only_what_is_new(file: Any, imported: Any) -> None:
    imported(file(GOOD))
    grown = counts(imported(file(GOOD, ["2", *GOOD[1:]])))
    assert (grown["imported"], grown["already here"]) == (1, 1)


@pytest.mark.django_db
def test_a_repeated_id_is_named_with_the_work_order_of_the_first(file: Any, imported: Any) -> None:
    path = file(GOOD, GOOD)
    found = counts(imported(path))
    assert (found["imported"], found["duplicate within the file"]) == (1, 1)
    (told,) = rejects(path)
    assert (told["line"], told["verdict"]) == ("3", "duplicate")
    assert Appeal.objects.get().work_order.number in told["why"]


BAD = {
    "no id": (0, "", "has no id"),
    "an endless id": (0, "9" * 200, "too long"),
    "no text": (1, " ", "has no text"),
    "100 kB of text": (1, "漏水" * 50_000, "100000 characters"),
    "a date that is none": (2, "2020-02-30", '"2020-02-30" in column time is no date'),
    "no date": (2, "", "no date on which it was said"),
    "a date ahead": (2, "2999-01-01", "lies ahead"),
    "an end before the beginning": (3, "2019-12-31", "before it was said"),
    "swapped coordinates": (4, None, "swapped"),
    "coordinates elsewhere": (4, "48.2", "outside the region"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("case", BAD)
def test_a_bad_row_is_refused_in_a_sentence_and_the_others_are_taken(
    case: str, file: Any, imported: Any
) -> None:
    column, value, why = BAD[case]
    bad = ["2", *GOOD[1:]]
    if value is None:
        bad[4], bad[5] = bad[5], bad[4]
    else:
        bad[column] = value
    path = file(GOOD, bad, ["3", *GOOD[1:]])
    found = counts(imported(path))
    assert (found["imported"], found["rejected"], found["rows in all"]) == (2, 1, 3)
    (told,) = rejects(path)
    assert (told["line"], told["verdict"]) == ("3", "rejected")
    assert why in told["why"]
    assert GOOD[2] in told["row"] or column == 2


@pytest.mark.django_db
def test_controls_marks_of_direction_and_script_leave_only_words(file: Any, imported: Any) -> None:
    text = "a\x00b\u202ec <script>alert(1)</script>"
    imported(file([GOOD[0], text, *GOOD[2:]]))
    assert Appeal.objects.get().text == "abc <script>alert(1)</script>"


@pytest.mark.django_db
def test_gb18030_is_taken_in(file: Any, imported: Any) -> None:
    result = imported(file(GOOD, encoding="gb18030"))
    assert "GB18030" in result.output
    assert Appeal.objects.get().text == "路灯坏了"


@pytest.mark.django_db
def test_a_missing_column_is_named_before_anything_is_taken_in(file: Any, imported: Any) -> None:
    result = imported(file(GOOD[1:], header=HEADER[1:]))
    assert result.exit_code == 1
    assert "no column id" in result.output
    assert "closed, lat, lon, text, time" in result.output
    assert not ImportRun.objects.exists()


@pytest.mark.django_db
def test_a_spreadsheet_with_merged_cells_and_serial_dates(tmp_path: Path, imported: Any) -> None:
    book = openpyxl.Workbook()
    for row in (HEADER, [1, "a", 43832.5, None, 31.23, 121.47], [2, None, None, None, None, None]):
        book.active.append(row)
    for column in "BCEF":
        book.active.merge_cells(f"{column}2:{column}3")
    book.save(tmp_path / "appeals.xlsx")
    assert counts(imported(tmp_path / "appeals.xlsx"))["imported"] == 2
    said = set(Appeal.objects.values_list("source_id", "text", "said_at", "lat"))
    noon = datetime(2020, 1, 2, 4, 0, tzinfo=UTC)
    assert said == {("1", "a", noon, 31.23), ("2", "a", noon, 31.23)}


@pytest.mark.django_db
def test_a_dry_run_says_the_same_and_changes_nothing(file: Any, imported: Any) -> None:
    path = file(GOOD, GOOD, ["2", "", *GOOD[2:]])
    dry = imported(path, "--dry-run")
    assert not Appeal.objects.exists()
    assert not ImportRun.objects.exists()
    assert counts(dry) == counts(imported(path))


@pytest.mark.django_db
def test_a_limit_takes_so_many_rows_and_the_rest_can_follow(file: Any, imported: Any) -> None:
    path = file(GOOD, ["2", *GOOD[1:]], ["3", *GOOD[1:]])
    assert counts(imported(path, "--limit", "2"))["rows in all"] == 2
    assert counts(imported(path))["imported"] == 1


@pytest.mark.django_db
def test_replies_are_kept_with_the_appeals_they_answer(tmp_path: Path, imported: Any) -> None:
    path = tmp_path / "replies.csv"
    path.write_text(
        "msg_id,user,topic,time,detail,reply,reply_time\n"
        "1,A1,咨询公积金,2019-04-25 09:32:09,怎么提取,您好！可在线上办理,2019-05-10 14:56:53\n",
        encoding="utf-8",
    )
    imported(path, using="smart-government-replies")
    reply = Reply.objects.select_related("work_order").get()
    assert reply.text == "您好！可在线上办理"
    assert reply.at == datetime(2019, 5, 10, 6, 56, 53, tzinfo=UTC)
    assert reply.work_order.outcome == Outcome.ANSWERED
    assert reply.work_order.appeals.get().kind == "inquiry"


@pytest.mark.slow
def test_a_killed_import_is_gone_on_with_and_loses_and_doubles_nothing(
    file: Any, mapping: Path, tmp_path: Path
) -> None:
    rows = [[str(n), *GOOD[1:]] for n in range(2_500)]
    rows[10][2] = rows[2_000][2] = "never"
    path = file(*rows)
    environment = os.environ | {"JIESU_DATA": str(tmp_path / "data"), "JIESU_DATABASE": ""}
    environment |= {"JIESU_LANGUAGE": "en", "DJANGO_SETTINGS_MODULE": "jiesu.config.settings"}
    order = [Path(sys.executable).with_name("jiesu"), "import", path, "--mapping", mapping]
    process = subprocess.Popen(order, env=environment, stderr=subprocess.DEVNULL)
    wait_for_rows(tmp_path / "data" / "jiesu.sqlite3")
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    output = subprocess.check_output(order, env=environment, stderr=subprocess.DEVNULL, text=True)
    assert "gone on with after row" in output
    with sqlite3.connect(tmp_path / "data" / "jiesu.sqlite3") as database:
        tables = ("casework_appeal", "casework_workorder", "casework_logentry")
        stored = [database.execute(f"select count(*) from {t}").fetchone()[0] for t in tables]  # noqa: S608
        run = database.execute("select rows_done, imported, rejected from casework_importrun")
        assert run.fetchone() == (2_500, 2_498, 2)
    database.close()
    assert stored == [2_498] * 3
    assert [told["line"] for told in rejects(path)] == ["12", "2002"]


def wait_for_rows(path: Path) -> None:
    """Wait until a first batch was written, for at most a minute."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
            done = database.execute("select rows_done from casework_importrun").fetchone()
        except sqlite3.OperationalError:  # not there yet
            done = None
        else:
            database.close()
        if done and done[0]:
            return
        time.sleep(0.01)
    raise AssertionError("no batch was written within a minute")


NYC = (
    "Unique Key,Created Date,Agency,Complaint Type,Status\n"
    "1,01/02/2020 09:30:00 PM,DOT,Street Condition,Closed\n"
    "2,01/03/2020 09:30:00 PM,DOT,street condition,Open\n"
)


@pytest.mark.django_db
def test_names_that_the_directory_lacks_are_told(tmp_path: Path, imported: Any) -> None:
    path = tmp_path / "nyc.csv"
    path.write_text(NYC)
    result = imported(path, using="nyc-311")
    output = " ".join(result.output.split())
    assert "no service_code for 2 names of the file" in output
    assert "no unit_code for 1 name of the file" in output
    assert not Service.objects.exists()
    assert Appeal.objects.filter(service__isnull=True).count() == 2


@pytest.mark.django_db
def test_names_that_the_directory_lacks_can_be_added(tmp_path: Path, imported: Any) -> None:
    path = tmp_path / "nyc.csv"
    path.write_text(NYC)
    imported(path, "--add-missing", using="nyc-311")
    services = Appeal.objects.values_list("service__code", "service__parent__code")
    assert set(services) == {("nyc-311.street-condition", "nyc-311")}
    assert set(Appeal.objects.values_list("work_order__lead_unit__code", flat=True)) == {
        "nyc-311.dot"
    }


@pytest.mark.django_db
def test_names_are_found_in_either_language(tmp_path: Path, imported: Any) -> None:
    service = Service(code="road", names={"zh-hans": "路面破损", "en": "Street Condition"})
    service.place_under(None)
    service.save()
    path = tmp_path / "nyc.csv"
    path.write_text(NYC)
    imported(path, using="nyc-311")
    assert set(Appeal.objects.values_list("service__code", flat=True)) == {"road"}
