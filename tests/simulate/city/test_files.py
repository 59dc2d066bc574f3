"""The folder must be one that `jiesu directory import` can take: complete, and true in itself."""

import csv
import json
from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from jiesu.rules.roles import STAFF_ROLES, Role, clashes
from jiesu.simulate.cli import command

Codes = dict[str, dict[str, dict[str, str]]]


@pytest.fixture(scope="module", params=["150", "407"])
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("city")
    words = ["city", "--out", str(out), "--seed", "3", "--communities", request.param]
    result = CliRunner().invoke(command, words)
    assert result.exit_code == 0, result.output
    return out


def _rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def codes(folder: Path) -> Codes:
    features = json.loads((folder / "areas.geojson").read_text("utf-8"))["features"]
    return {
        "area": {feature["properties"]["code"]: feature["properties"] for feature in features},
        "service": {row["code"]: row for row in _rows(folder, "services.csv")},
        "unit": {row["code"]: row for row in _rows(folder, "units.csv")},
    }


def test_every_parent_named_is_there(folder: Path, codes: Codes) -> None:
    for kind in ("area", "service", "unit"):
        for code, row in codes[kind].items():
            assert row["parent"] in codes[kind] or row["parent"] == "", (kind, code)
    assert all(unit["area"] in codes["area"] or not unit["area"] for unit in codes["unit"].values())


def test_services_stand_on_three_levels_in_two_languages(codes: Codes) -> None:
    leaves = [row for code, row in codes["service"].items() if len(code) == 6]
    assert 70 <= len(leaves) <= 90
    assert {row["urgency"] for row in leaves} == {"emergency", "urgent", "general", "complex"}
    assert all(row["name_zh"] and row["name_en"].isascii() for row in codes["service"].values())


def test_every_leaf_has_one_leader_everywhere_at_any_time(folder: Path, codes: Codes) -> None:
    duties = defaultdict(list)
    for row in _rows(folder, "duties.csv"):
        assert row["lead_unit"] in codes["unit"]
        assert all(code in codes["unit"] for code in row["support_units"].split(";") if code)
        duties[row["service"]].append(row)
    streets = [code for code, area in codes["area"].items() if area["level"] == "street"]
    for service in (code for code in codes["service"] if len(code) == 6):
        for day in ("2024-06-01", "2025-06-30", "2025-07-01", "2026-11-01"):
            for street in streets:
                fitting = [
                    row
                    for row in duties[service]
                    if street.startswith(row["area"])
                    and row["valid_from"] <= day <= (row["valid_to"] or "9999")
                ]
                assert len(fitting) == 1, (service, street, day)


def test_a_community_never_leads(folder: Path, codes: Codes) -> None:
    leading = {row["lead_unit"] for row in _rows(folder, "duties.csv")}
    assert not any(codes["unit"][code]["level"] == "community" for code in leading)


def test_the_calendar_knows_makeup_workdays_and_marks_what_is_assumed(folder: Path) -> None:
    days = {date.fromisoformat(row["date"]): row for row in _rows(folder, "calendar.csv")}
    assert days[date(2026, 2, 14)]["kind"] == "workday"
    assert days[date(2026, 2, 17)]["kind"] == "holiday"
    assert all(day.weekday() >= 5 for day, row in days.items() if row["kind"] == "workday")
    assert {day.year for day in days} == {2024, 2025, 2026, 2027}
    assumed = {day.year for day, row in days.items() if "assumed" in row["name_en"]}
    assert assumed == {2027}


def test_staff_hold_every_role_and_no_two_that_must_stay_apart(folder: Path, codes: Codes) -> None:
    people = _rows(folder, "people.csv")
    held = [frozenset(map(Role, row["roles"].split(";"))) for row in people]
    assert frozenset().union(*held) == set(STAFF_ROLES)
    assert not any(clashes(roles) for roles in held)
    assert len({row["username"] for row in people}) == len(people)
    assert all(row["unit"] in codes["unit"] for row in people)
