"""Names by language: a third language is rows and one line of the settings."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.test import Client
from django.utils import translation
from pytest_django import Settings

from jiesu.directory import editing
from jiesu.directory.cli import command
from jiesu.directory.editing import CellsError, Change
from jiesu.directory.files import cells
from jiesu.directory.lookup import choices, naming
from jiesu.directory.models import Service, Unit
from jiesu.web.orders.fields import PickField
from tests.city import City, build

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture
def city(db: None) -> City:
    return build()


@pytest.fixture
def french(settings: Settings) -> None:
    settings.LANGUAGES = [*settings.LANGUAGES, ("fr", "Français")]


def take_in(folder: Path, rows: str) -> str:
    (folder / "services.csv").write_text(rows)
    return CliRunner().invoke(command, ["import", str(folder / "services.csv")]).output


@pytest.mark.parametrize(
    ("language", "names", "said"),
    [
        ("zh-hans", {"zh-hans": "路灯", "en": "Lights"}, "路灯"),
        ("en", {"zh-hans": "路灯", "en": "Lights"}, "Lights"),
        ("en", {"zh-hans": "路灯"}, "路灯"),
        ("zh-hans", {"en": "Lights"}, "Lights"),
        ("fr-ca", {"fr": "Éclairage", "zh-hans": "路灯"}, "Éclairage"),
        ("zh-hans", {"fr": "Éclairage"}, "Éclairage"),
        ("en", {}, ""),
    ],
)
def test_a_name_is_said_in_the_language_nearest_to_the_reader(
    language: str, names: dict[str, str], said: str
) -> None:
    with translation.override(language):
        assert Service(code="lights", names=names).name == said


def test_a_third_language_is_rows_and_one_line(
    city: City, french: None, tmp_path: Path, client: Client
) -> None:
    take_in(tmp_path, "code,name_fr\nlights,Éclairage public\n")
    lights = Service.objects.get()
    assert lights.names == {"zh-hans": "路灯", "en": "Street lights", "fr": "Éclairage public"}
    assert naming.codes_by_name(Service)["éclairage public"] == "lights"
    assert list(editing.rows("services", "Éclairage")) == [lights]
    assert PickField(choices.services, "offer").clean("Éclairage public") == lights
    client.cookies["django_language"] = "fr"
    assert "Éclairage public" in client.get("/open311/v2/services.json").content.decode()
    assert "name_fr" in cells.columns("services")


def test_a_file_keeps_languages_it_does_not_speak_of(city: City, tmp_path: Path) -> None:
    take_in(tmp_path, "code,name_zh,name_en\nlights,道路照明,\n")
    assert Service.objects.get().names == {"zh-hans": "道路照明", "en": "Street lights"}


def test_by_hand_a_name_is_taken_away_but_never_the_last(city: City) -> None:
    row = cells.cells("units", city.bureau) | {"name_en": ""}
    editing.store(Change("units", row, city.bureau.pk), by_id=None, now=NOW)
    assert Unit.objects.get(code="bureau").names == {"zh-hans": "城管局"}
    with pytest.raises(CellsError) as refused:
        editing.store(Change("units", row | {"name_zh-hans": ""}), by_id=None, now=NOW)
    assert list(refused.value.sentences) == ["name_zh-hans"]


def test_a_nameless_or_long_winded_row_is_refused(city: City, tmp_path: Path) -> None:
    said = take_in(tmp_path, f"code,name_zh\nroads,\nwater,{'水' * 201}\n")
    assert "services.csv:2: " in said
    assert "services.csv:3: " in said
    assert Service.objects.count() == 1
