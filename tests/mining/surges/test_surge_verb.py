import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pyarrow import parquet

from jiesu.mining.cli import command

COLUMNS = [
    "service", "area", "day", "expected", "low", "high", "came", "score", "p", "alarm", "since",
    "because",
]  # fmt: skip


def _source(path: Path, heading: str = "time,service,area") -> Path:
    first = date(2024, 1, 1)
    rows = [(first + timedelta(day), "noise", "a") for day in range(300) for _ in range(2)]
    rows += [(first + timedelta(day), "noise", "b") for day in range(0, 300, 3)]
    rows += [(first + timedelta(day), "noise", "b") for day in range(290, 300) for _ in range(9)]
    with path.open("w", newline="") as file:
        file.write(heading + "\n")
        csv.writer(file).writerows(rows)
    return path


def _surge(*arguments: object) -> Result:
    return CliRunner().invoke(command, ["surge", *map(str, arguments)])


def test_every_stream_and_day_is_told(tmp_path: Path) -> None:
    out = tmp_path / "out.parquet"
    done = _surge(_source(tmp_path / "in.csv"), "--out", out)
    assert done.exit_code == 0, done.output
    table = parquet.read_table(out)
    assert table.column_names == COLUMNS
    assert table.num_rows == 2 * (300 - 56)
    last = [row for row in table.to_pylist() if row["day"] == date(2024, 10, 26)]
    assert [(row["area"], row["alarm"]) for row in last] == [("a", False), ("b", True)]
    assert last[1]["came"] == 9
    assert abs((last[1]["since"] - date(2024, 10, 17)).days) <= 1
    assert last[1]["p"] < 0.01


def test_columns_by_other_names_and_a_replay_of_an_earlier_day(tmp_path: Path) -> None:
    holidays = tmp_path / "holidays.csv"
    holidays.write_text("day,kind\n2024-10-01,off\n2024-09-29,work\n")
    out = tmp_path / "out.csv"
    source = _source(tmp_path / "in.csv", "at,kind,place")
    done = _surge(
        source, "--out", out, "--time", "at", "--service", "kind", "--area", "place",
        "--now", "2024-09-30", "--since", "2024-09-30", "--holidays", holidays,
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    assert "appeals after 2024-09-30 were left out" in done.output
    assert len(out.read_text("utf-8").splitlines()) == 1 + 2


def test_without_area_the_whole_city_is_one(tmp_path: Path) -> None:
    out = tmp_path / "out.parquet"
    source = _source(tmp_path / "in.csv", "time,service,elsewhere")
    done = _surge(source, "--out", out)
    assert done.exit_code == 0, done.output
    assert set(parquet.read_table(out)["area"].to_pylist()) == {""}


@pytest.mark.parametrize(
    ("content", "options", "sentence"),
    [
        ("", [], "is empty"),
        ("time,service\n", [], "holds no rows"),
        ("at,service\n2024-01-01,a\n", [], "there is no column 'time'; the file has: at, service"),
        ("time\n2024-01-01\n", ["--area", "where"], "there is no column 'where'"),
        ("time,service\n2024-01-01,a\n", [], "lie within 1 days"),
        ("time,service\nsoon,a\nlater,b\n", [], "no time in the column can be read"),
        ("time\n2024-01-01\n2099-01-01\n", [], "longer than 20 years"),
        ("time\n2024-01-01\n2024-09-01\n", ["--since", "spring"], "'spring' is no day"),
    ],
)
def test_bad_input_gets_a_sentence(
    tmp_path: Path, content: str, options: list[str], sentence: str
) -> None:
    source = tmp_path / "in.csv"
    source.write_text(content)
    done = _surge(source, "--out", tmp_path / "o.csv", *options)
    assert done.exit_code == 1
    assert sentence in done.output


def test_holidays_that_are_no_days_get_a_sentence(tmp_path: Path) -> None:
    holidays = tmp_path / "holidays.csv"
    holidays.write_text("day\nChristmas\n")
    done = _surge(_source(tmp_path / "in.csv"), "--out", tmp_path / "o.csv", "--holidays", holidays)
    assert done.exit_code == 1
    assert "'Christmas', which is no day" in done.output


def test_ratios_and_places_are_written_beside(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    _source(source)
    lines = source.read_text("utf-8").splitlines()
    place = {"a": "30.1,114.1", "b": "30.2,114.1"}
    source.write_text(
        "\n".join([lines[0] + ",lat,lon", *(f"{x},{place[x[-1]]}" for x in lines[1:])])
    )
    ratios, places = tmp_path / "ratios.csv", tmp_path / "places.csv"
    done = _surge(source, "--out", tmp_path / "o.csv", "--branching", ratios, "--places", places)
    assert done.exit_code == 0, done.output
    assert ratios.read_text("utf-8").startswith("service,n,ratio,low,high,seasonal_p\nnoise,")
    head, row = places.read_text("utf-8").splitlines()
    assert head == "service,areas,since,day,expected,came,score,p,q,alarm"
    assert row.startswith("noise,b,2024-10-17,2024-10-26,")


def test_places_want_coordinates(tmp_path: Path) -> None:
    source = _source(tmp_path / "in.csv")
    done = _surge(source, "--out", tmp_path / "o.csv", "--places", tmp_path / "p.csv")
    assert done.exit_code == 1
    assert "there is no column 'lat'" in done.output
