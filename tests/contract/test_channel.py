"""What every channel must keep, whatever its door looks like.

A new channel adds to `HAND_IN` how its door is used: given an appeal in plain words, a function
uses the door and gives what it answered.
"""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.test import Client
from django.utils import translation

from jiesu.casework.models import Appeal, LogEntry
from jiesu.channels import keys
from jiesu.channels.base import Channel
from jiesu.channels.file_import.cli import command
from jiesu.config.wiring import CHANNELS
from tests.city import build

MAPPING = """
about = "the contract of channels"
source = "contract"
zone = "UTC"
id = { column = "id" }
text = { column = "text" }
said_at = { column = "at" }
state = { constant = "registered" }
service = { column = "service" }
place = { lat = "lat", lon = "lon", bounds = [30, 110, 31, 111] }
"""


@dataclass(frozen=True)
class Given:
    """An appeal in plain words."""

    text: str = "The street light at the river is out"
    lat: float = 30.7
    lon: float = 110.7
    key: str = "0123456789"


@dataclass(frozen=True)
class Answer:
    """Whether the door took it, and all that it said."""

    taken: bool
    words: str


def key_for(channel: str, folder: Path) -> str:
    """Make a key at its first use in a test, and keep it in the test's folder."""
    kept = folder / channel
    if not kept.exists():
        kept.write_text(keys.make("test", channel, now=datetime.now(UTC)))
    return kept.read_text("utf-8")


def by_open311(given: Given, folder: Path) -> Answer:
    form = {
        "api_key": key_for("open311", folder),
        "service_code": "lights",
        "lat": given.lat,
        "long": given.lon,
        "description": given.text,
    }
    headers = {"Idempotency-Key": given.key, "Accept-Language": "en"}
    response = Client().post("/open311/v2/requests.json", form, headers=headers)
    return Answer(response.status_code == 201, response.content.decode())


def by_rest(given: Given, folder: Path) -> Answer:
    key = key_for("rest", folder)
    body = {"idempotency_key": given.key, "service_code": "lights"}
    body |= {"text": given.text, "lat": given.lat, "lon": given.lon}
    headers = {"Authorization": f"Bearer {key}", "Accept-Language": "en"}
    response = Client().post(
        "/api/v1/appeals", body, content_type="application/json", headers=headers
    )
    return Answer(response.status_code == 201, response.content.decode())


def by_file(given: Given, folder: Path) -> Answer:
    table, mapping = folder / "appeals.csv", folder / "mapping.toml"
    mapping.write_text(MAPPING, encoding="utf-8")
    with table.open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow(["id", "text", "at", "service", "lat", "lon"])
        rows.writerow([given.key, given.text, "2026-01-02", "lights", given.lat, given.lon])
    result = CliRunner().invoke(command, [str(table), "--mapping", str(mapping)])
    rejects = folder / "appeals.csv.rejects.csv"
    told = rejects.read_text(encoding="utf-8-sig") if rejects.exists() else ""
    return Answer(result.exit_code == 0 and not told, result.output + told)


HAND_IN: dict[str, Callable[[Given, Path], Answer]] = {
    "open311": by_open311,
    "rest": by_rest,
    "import": by_file,
}

every_channel = pytest.mark.parametrize("channel", CHANNELS, ids=lambda channel: channel.name)


@pytest.fixture(autouse=True)
def _city(db: None) -> Iterator[None]:
    """Let there be one service and one area, and English."""
    build()
    with translation.override("en"):
        yield


def test_every_channel_is_tried() -> None:
    assert [channel.name for channel in CHANNELS] == list(HAND_IN)


@every_channel
def test_an_appeal_comes_in_whole(channel: Channel, tmp_path: Path) -> None:
    assert HAND_IN[channel.name](Given(), tmp_path).taken
    appeal = Appeal.objects.select_related("area", "service").get()
    assert (appeal.channel, appeal.text) == (channel.name, Given.text)
    assert (appeal.lat, appeal.lon) == (30.7, 110.7)
    assert appeal.area is not None
    assert appeal.service is not None
    assert (appeal.area.code, appeal.service.code) == ("d1", "lights")
    assert LogEntry.objects.get().appeal_id == appeal.pk


@every_channel
def test_the_same_again_makes_no_second_appeal(channel: Channel, tmp_path: Path) -> None:
    for _time in range(2):
        HAND_IN[channel.name](Given(), tmp_path)
    HAND_IN[channel.name](Given(key="another-key"), tmp_path)
    assert Appeal.objects.count() == 2


@every_channel
def test_what_is_no_text_is_removed_and_script_stays_words(
    channel: Channel, tmp_path: Path
) -> None:
    text = "a\u202eb\u0007c <script>alert(1)</script>"
    assert HAND_IN[channel.name](Given(text), tmp_path).taken
    assert Appeal.objects.get().text == "abc <script>alert(1)</script>"


BAD = {
    "no words": (replace(Given(), text=" "), "text"),
    "100 kB of words": (replace(Given(), text="漏水" * 50_000), "100000 characters"),
    "swapped coordinates": (replace(Given(), lat=110.7, lon=30.7), "swapped"),
    "a place elsewhere": (replace(Given(), lat=48.2, lon=16.4), "outside"),
}


@every_channel
@pytest.mark.parametrize("case", BAD)
def test_what_is_bad_is_refused_in_a_sentence(
    case: str, channel: Channel, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    given, sentence = BAD[case]
    if channel.name == "open311" and not given.text.strip():
        sentence = ""  # the standard lets the words be left out; the service then says them
    answer = HAND_IN[channel.name](given, tmp_path)
    assert answer.taken == (not sentence)
    assert sentence in answer.words
    assert Appeal.objects.count() == int(answer.taken)


@every_channel
def test_its_folder_says_what_it_is(channel: Channel) -> None:
    module = next(found for found in _channel_modules() if channel == found.CHANNEL)
    assert Path(str(module.__file__)).with_name("README.md").read_text("utf-8").startswith("# ")
    assert str(channel.title)


def _channel_modules() -> list[Any]:
    root = Path(str(import_module("jiesu.channels").__file__)).parent
    return [
        import_module(f"jiesu.channels.{path.parent.name}.channel")
        for path in root.glob("*/channel.py")
    ]


def test_every_folder_with_a_channel_is_plugged() -> None:
    assert {module.CHANNEL.name for module in _channel_modules()} == {c.name for c in CHANNELS}
