"""A city's own directory through `jiesu directory import`."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from jiesu.directory.cli import command
from jiesu.directory.lookup import areas
from jiesu.directory.models import Area, DutyItem, Person, Service, Unit
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
