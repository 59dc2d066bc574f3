"""A city's own directory through `jiesu directory import`."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.utils import translation

from jiesu.directory.cli import command
from jiesu.directory.lookup import areas
from jiesu.directory.models import Area, DirectoryChange, DutyItem, Person, Service, Unit
from tests.city import square

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    street = {"code": "s1", "name_zh": "江边街道", "level": "street", "parent": "d1"}
    district = {"code": "d1", "name_zh": "东区", "name_en": "East", "level": "district"}
    features = [
        {"type": "Feature", "properties": street, "geometry": square(30, 110, 0.5)},
        {"type": "Feature", "properties": district, "geometry": square(30, 110, 1)},
    ]
    collection = {"type": "FeatureCollection", "features": features}
    (tmp_path / "areas.geojson").write_text(json.dumps(collection))
    (tmp_path / "services.csv").write_bytes(
        "code,parent,name_zh,name_en,urgency\n1,,市政,Works,general\n11,1,路灯,Lights,urgent\n".encode(
            "gb18030"
        )
    )
    (tmp_path / "units.csv").write_text(
        "code,name_zh,level,area,parent\nu1,街道办,street,s1,u0\nu0,区政府,district,d1,\n"
    )
    (tmp_path / "duties.csv").write_text(
        "service,area,kind,lead_unit,support_units,basis,valid_from,valid_to\n"
        "11,s1,basic,u1,u0,清单,2025-01-01,\n"
        "99,s1,basic,u1,,清单,2025-01-01,\n"
        "11,s1,basic,u1,,清单,not a day,\n"
    )
    (tmp_path / "people.csv").write_text(
        "username,name,roles,unit\nli,李,handler;unit_head,u1\nwang,王,dispatcher;reviewer,\n"
    )
    return tmp_path


def test_a_folder_is_taken_in_once_and_every_bad_line_is_named(folder: Path) -> None:
    result = CliRunner().invoke(command, ["import", str(folder)])
    assert result.exit_code == 1
    assert "duties.csv:3: " in result.output
    assert "service: 99" in result.output
    assert "duties.csv:4: " in result.output
    assert "people.csv:3: " in result.output
    assert Service.objects.get(code="11").codes == ["11", "1"]
    assert Unit.objects.get(code="u1").parent.code == "u0"  # type: ignore[union-attr]  # just made
    assert DutyItem.objects.get().support_units.get().code == "u0"
    assert not Person.objects.get().has_usable_password()
    inside = areas.locate(30.1, 110.1)
    assert inside is not None
    assert inside.code == "s1"
    assert areas.locate(10, 10) is None
    again = CliRunner().invoke(command, ["import", str(folder / "areas.geojson")])
    assert again.exit_code == 0
    assert Area.objects.count() == 2


def test_a_dry_run_says_the_same_and_changes_nothing(folder: Path) -> None:
    result = CliRunner().invoke(command, ["import", str(folder), "--dry-run"])
    assert "service: 99" in result.output
    assert "dry run" in result.output
    assert not Area.objects.exists()
    assert not DutyItem.objects.exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("areas.geojson", b'{"type": "Feature"'),
        ("units.csv", b"\xff\xfe\x00\xd8"),
        ("cats.csv", b""),
    ],
)
def test_a_file_that_cannot_be_read_is_said_in_a_sentence(
    tmp_path: Path, name: str, content: bytes
) -> None:
    (tmp_path / name).write_bytes(content)
    result = CliRunner().invoke(command, ["import", str(tmp_path / name)])
    assert result.exit_code == 1
    assert name in result.output
    assert "Traceback" not in result.output


def take_in(folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.write_text(text, "utf-8")
    with translation.override("en"):
        return CliRunner().invoke(command, ["import", str(path)]).output


def test_row_34_columns_that_a_file_does_not_have_stay(folder: Path) -> None:
    CliRunner().invoke(command, ["import", str(folder)])
    take_in(folder, "services.csv", "code,active\n11,no\n")
    said = take_in(folder, "services.csv", "code,parent,name_zh\n11,1,路灯照明\n")
    assert "services.csv:2: 11: name_zh-hans: 路灯 → 路灯照明" in said
    assert "no longer" not in said
    service = Service.objects.get(code="11")
    assert (service.urgency, service.active, service.names["en"]) == ("urgent", False, "Lights")
    assert service.codes == ["11", "1"]

    take_in(folder, "units.csv", "code,name_en\nu1,Street office\n")
    unit = Unit.objects.get(code="u1")
    assert (unit.names["zh-hans"], unit.names["en"]) == ("街道办", "Street office")
    assert (unit.level, unit.area.code, unit.parent.code) == ("street", "s1", "u0")  # type: ignore[union-attr]  # as made

    take_in(
        folder,
        "duties.csv",
        "service,area,kind,lead_unit,valid_from,valid_to\n11,s1,basic,u1,2025-01-01,2026-12-31\n",
    )
    duty = DutyItem.objects.get()
    assert (duty.basis, duty.support_units.get().code) == ("清单", "u0")


def test_row_34_an_empty_cell_of_a_column_that_is_there_empties_it(folder: Path) -> None:
    CliRunner().invoke(command, ["import", str(folder)])
    said = take_in(folder, "units.csv", "code,parent,area\nu1,,s1\n")
    assert "u1: parent: u0 → –" in said
    assert Unit.objects.get(code="u1").parent is None


def test_row_34_retiring_and_reviving_are_said(folder: Path) -> None:
    CliRunner().invoke(command, ["import", str(folder)])
    assert "11: no longer in use" in take_in(folder, "services.csv", "code,active\n11,no\n")
    assert "11: in use again" in take_in(folder, "services.csv", "code,active\n11,yes\n")


def test_row_86_a_file_of_people_says_all_their_duties(folder: Path) -> None:
    CliRunner().invoke(command, ["import", str(folder)])
    person = Person.objects.get()

    def held() -> set[tuple[str, str]]:
        running = person.grants.filter(valid_to=None)
        return {(one.role, one.unit.code if one.unit else "") for one in running}

    said = take_in(folder, "people.csv", "username,roles,unit\nli,handler,u0\n")
    assert held() == {("handler", "u0")}
    assert "handler@u1;unit_head@u1 → handler@u0" in said.replace("\n", "")
    take_in(folder, "people.csv", "username,roles,unit\nli,handler,u0\nli,unit_head,u1\n")
    assert held() == {("handler", "u0"), ("unit_head", "u1")}
    take_in(folder, "people.csv", "username,email\nli,li@example.org\n")
    assert len(held()) == 2
    take_in(folder, "people.csv", "username,roles,active\nli,reviewer,no\n")  # both ways are apart
    person.refresh_from_db()
    assert held() == {("reviewer", "")}
    assert not person.is_active
    assert (person.name, person.email) == ("李", "li@example.org")


def test_row_88_what_a_file_changed_is_on_record(folder: Path) -> None:
    CliRunner().invoke(command, ["import", str(folder)])
    before = DirectoryChange.objects.count()
    assert before == 8
    take_in(folder, "services.csv", "code,name_en\n11,Lamps\n1,Works\n")
    change = DirectoryChange.objects.latest("pk")
    assert DirectoryChange.objects.count() == before + 1
    assert (change.kind, change.key) == ("services", "11")
    assert (change.before["name_en"], change.after["name_en"]) == ("Lights", "Lamps")
    CliRunner().invoke(command, ["import", str(folder / "services.csv"), "--dry-run"])
    assert DirectoryChange.objects.count() == before + 1
