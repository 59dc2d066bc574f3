"""The verbs that count: forecast and effect, through the command line."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from jiesu.mining import tables
from jiesu.mining.cli import command

DAYS = 70


@pytest.fixture
def appeals(tmp_path: Path) -> Path:
    """Write six appeals a day: districts 990101 to 990103, services 0301 and 0502, at 8 and 9."""
    path = tmp_path / "appeals.csv"
    with path.open("w", newline="") as file:
        write = csv.writer(file)
        write.writerow(["id", "time", "service", "area"])
        for n in range(6 * DAYS):
            day = date(2024, 1, 1) + timedelta(days=n // 6)
            area = f"99010{1 + n % 3}00{n % 2}"
            write.writerow([n, f"{day} {8 + n % 2:02}:15", ("030101", "050203")[n % 2], area])
    return path


def _run(*words: object) -> Result:
    return CliRunner().invoke(command, [str(word) for word in words])


def test_forecast_cuts_codes_and_writes_every_layer(appeals: Path, tmp_path: Path) -> None:
    out = tmp_path / "ahead.parquet"
    done = _run("forecast", appeals, "--out", out, "--horizon", 3)
    assert done.exit_code == 0, done.output
    assert "from 2024-03-11 on" in done.output
    rows = tables.read(out).to_pylist()
    assert {row["area"] for row in rows} == {"", "990101", "990102", "990103"}
    assert {row["service"] for row in rows} == {"", "0301", "0502"}
    whole = [row["mean"] for row in rows if row["layer"] == "all"]
    assert whole == pytest.approx([6, 6, 6], rel=0.05)


def test_forecast_by_the_hour_for_one_area(appeals: Path, tmp_path: Path) -> None:
    out = tmp_path / "desk.csv"
    done = _run("forecast", appeals, "--out", out, "--by", "hour", "--horizon", 1, "--in", "990102")
    assert done.exit_code == 0, done.output
    rows = tables.read(out).to_pylist()
    assert len(rows) == 24
    busiest = max(rows, key=lambda row: float(row["mean"]))
    assert busiest["time"] in {"2024-03-11 08:00:00", "2024-03-11 09:00:00"}


def test_forecast_checks_itself_on_the_past(appeals: Path, tmp_path: Path) -> None:
    options = ["--check", 2, "--horizon", 7, "--layer", "service"]
    done = _run("forecast", appeals, "--out", tmp_path / "a.csv", *options)
    assert done.exit_code == 0, done.output
    line = done.output.strip().splitlines()[-1].split()
    assert line[0] == "service"
    assert float(line[3]) == 1.0


def test_forecast_with_a_calendar(appeals: Path, tmp_path: Path) -> None:
    calendar = tmp_path / "calendar.csv"
    calendar.write_text("date,kind\n2024-03-11,holiday\n")
    done = _run("forecast", appeals, "--out", tmp_path / "a.csv", "--holidays", calendar)
    assert done.exit_code == 0, done.output


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--in", "990109"], "no appeal has the area '990109'; there are: 990101, 990102, 990103"),
        (["--time", "when"], "there is no column 'when'"),
        (["--now", "2024-01-05"], "too little history before 2024-01-05: 24 appeals"),
        (["--now", "2028-01-05"], "the last appeal before 2028-01-05 is of 2024-03-10"),
        (["--horizon", "0"], "the horizon is 0 days; give 1 to 60"),
        (["--check", "9", "--horizon", "7"], "too little history"),
    ],
)
def test_forecast_says_what_is_wrong(
    appeals: Path, tmp_path: Path, options: list[str], sentence: str
) -> None:
    done = _run("forecast", appeals, "--out", tmp_path / "a.csv", *options)
    assert done.exit_code == 1
    assert sentence in done.output


def test_effect_tells_one_row_and_the_days(appeals: Path, tmp_path: Path) -> None:
    out, days = tmp_path / "effect.csv", tmp_path / "days.parquet"
    options = ["--in", "990101", "--of", "03", "--since", "2024-02-26", "--days", days]
    done = _run("effect", appeals, "--out", out, *options)
    assert done.exit_code == 1  # three areas and one start are too few trials
    assert "fewer than 8 trial runs are possible" in done.output
    with appeals.open("a") as file:
        for n in range(7 * DAYS):
            day = date(2024, 1, 1) + timedelta(days=n // 7)
            file.write(f"x{n},{day} 10:00,030101,99020{n % 7}001\n")
    done = _run("effect", appeals, "--out", out, *options)
    assert done.exit_code == 0, done.output
    assert "It is not clear whether the measure did anything" in done.output
    row = tables.read(out).to_pylist()[0]
    assert (row["where"], row["observed"], row["others"]) == ("990101", "14", "9")
    assert row["because"].startswith("unclear:")
    assert tables.read(days).num_rows == 56 + 14


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--in", "990101", "--since", "2025-01-01"], "wait until 14 days have passed"),
        (["--in", "880101", "--since", "2024-03-01"], "no appeal has the area '880101'"),
        (["--in", "990101", "--since", "x"], "'x' is no date"),
        (["--in", "a", "--since", "2024-03-01", "--area", "where"], "there is no column 'where'"),
    ],
)
def test_effect_says_what_is_wrong(
    appeals: Path, tmp_path: Path, options: list[str], sentence: str
) -> None:
    done = _run("effect", appeals, "--out", tmp_path / "e.csv", *options)
    assert done.exit_code == 1
    assert sentence in done.output
