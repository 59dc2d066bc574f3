"""`jiesu backup` and `jiesu restore` as an operator runs them, and what a kill leaves behind."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
PROGRAM = Path(sys.executable).with_name("jiesu")
HAND_IN = """
import sys
import django
django.setup()
from django.utils import timezone
from jiesu.casework.stages import intake
from jiesu.casework.stages.receiving.submission import Submission
from jiesu.directory.people import Actor
for number in range(int(sys.argv[1])):
    said = Submission(text=f"路灯坏了 {number}", channel="web", name="王芳",
        idempotency_key=f"{sys.argv[2]}-{number:06d}")
    intake.receive(said, actor=Actor.resident(), now=timezone.now())
"""


class Place:
    """One installation, with a database of its own."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.env = {name: value for name, value in os.environ.items() if "JIESU" not in name}
        self.env |= {"JIESU_DATA": str(data), "DJANGO_SETTINGS_MODULE": "jiesu.config.settings"}

    def start(self, *arguments: str) -> "subprocess.Popen[str]":
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
        return subprocess.Popen([PROGRAM, *arguments], env=self.env, text=True, **pipes)  # type: ignore[call-overload]  # as given above

    def run(self, *arguments: str) -> str:
        with self.start(*arguments) as process:
            said, _ = process.communicate()
        return f"{process.returncode} {' '.join(said.split())}"

    def hand_in(self, count: int, key: str) -> None:
        program = [sys.executable, "-c", HAND_IN, str(count), key]
        subprocess.run(program, env=self.env, check=True)

    def appeals(self) -> int:
        with closing(sqlite3.connect(self.data / "jiesu.sqlite3")) as database:
            return int(database.execute("SELECT count(*) FROM casework_appeal").fetchone()[0])


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Place:
    place = Place(tmp_path_factory.mktemp("first"))
    assert place.run("migrate").startswith("0 ")
    place.hand_in(12, "first")
    (place.data / "files").mkdir(exist_ok=True)
    (place.data / "files" / "photo.jpg").write_bytes(b"\xff\xd8\xff a photo")
    return place


@pytest.fixture(scope="module")
def whole(first: Place, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("backups") / "whole"
    assert first.run("backup", str(folder)).startswith("0 ")
    return folder


def test_row_50_a_backup_holds_what_was_acknowledged_and_is_put_back(
    first: Place, tmp_path: Path
) -> None:
    database = first.data / "jiesu.sqlite3"
    assert database.stat().st_mode & 0o077 == 0
    folder, keys = tmp_path / "backup", tmp_path / "keys"
    with closing(sqlite3.connect(database)) as busy:  # somebody reads all the while
        busy.execute("SELECT * FROM casework_appeal").fetchone()
        assert first.run("backup", str(folder), "--keys", str(keys)).startswith("0 ")
    assert not any("key" in path.name for path in folder.rglob("*"))
    assert first.run("backup", str(folder)).startswith("1 ")  # never over another one
    other = Place(tmp_path / "other")
    said = other.run("restore", str(folder), "--keys", str(keys))
    assert said.startswith("0 "), said
    assert other.appeals() == 12
    assert (other.data / "files" / "photo.jpg").read_bytes().endswith(b"a photo")
    assert "The log holds" in other.run("verify")


def test_row_85_what_came_after_a_backup_is_told_when_it_is_put_back(
    first: Place, whole: Path
) -> None:
    folder = whole
    first.hand_in(3, "later")
    assert "give --replace" in first.run("restore", str(folder))
    assert first.appeals() == 15
    (first.data / "store").mkdir()
    said = first.run("restore", str(folder), "--replace")
    assert said.startswith("0 "), said
    assert "3 entries" in said
    assert first.appeals() == 12
    assert not (first.data / "store").exists()
    (aside,) = first.data.glob("jiesu.sqlite3.before-*")
    with closing(sqlite3.connect(aside)) as old:
        assert old.execute("SELECT count(*) FROM casework_appeal").fetchone() == (15,)


@pytest.mark.parametrize("harm", ["changed", "missing", "added"])
def test_a_damaged_backup_is_refused(first: Place, whole: Path, tmp_path: Path, harm: str) -> None:
    folder = tmp_path / "backup"
    shutil.copytree(whole, folder)
    photo = folder / "files" / "photo.jpg"
    if harm == "changed":
        photo.write_bytes(b"another")
    elif harm == "missing":
        photo.unlink()
    else:
        (folder / "files" / "more.jpg").write_bytes(b"more")
    assert first.run("restore", str(folder), "--replace").startswith("1 ")
    assert first.appeals() == 12


@pytest.mark.parametrize("verb", ["backup", "restore"])
def test_a_kill_leaves_the_old_or_the_new_and_never_a_half(
    whole: Path, tmp_path: Path, verb: str
) -> None:
    place = Place(tmp_path / "place")
    place.run("migrate")
    place.hand_in(2, "own")
    started = time.monotonic()
    place.run("backup", str(tmp_path / "timed"))
    lasts = time.monotonic() - started
    for share in (0.7, 0.95):
        target = tmp_path / f"killed-{share}"
        arguments = [str(target)] if verb == "backup" else [str(whole), "--replace"]
        with place.start(verb, *arguments) as process:
            time.sleep(lasts * share)
            process.send_signal(signal.SIGKILL)
        assert place.appeals() in ({2} if verb == "backup" else {2, 12})
        assert not target.exists() or json.loads((target / "manifest.json").read_text("utf-8"))
    assert "The log holds" in place.run("verify")


def test_row_35_missing_keys_are_never_made_anew_beside_what_they_sealed(
    first: Place, tmp_path: Path
) -> None:
    ring = first.data / "vault_keys.json"
    assert list(json.loads(ring.read_text("utf-8"))["keys"]) != ["1"]
    kept = ring.rename(tmp_path / "kept.json")
    try:
        said = first.run("people", "list")
        assert said.startswith("1 ")
        assert "vault_keys.json" in said
        assert not ring.exists()
        with pytest.raises(subprocess.CalledProcessError):
            first.hand_in(1, "without-keys")
        assert first.appeals() == 12
    finally:
        kept.rename(ring)
    assert "The log holds" in first.run("verify")
