"""Every measurement runs, on sizes at which it means nothing."""

import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

SMALL = {
    "board": [
        *("--sizes", "200", "--warm-up", "0", "--requests", "1"),
        *("--analyses", "groups,members,hot"),  # what the pages read as they stand is tested there
    ],
    "similar": ["--sizes", "300", "--asked", "5", "--data", ""],
    "effect": ["--places", "2", "--source", "wandering (tuned on)"],
    "forecast": ["--origins", "1", "--sample", "0", "--city", "invented"],
    "file_import": ["--sizes", "20", "--databases", "sqlite"],
    "intake": ["--sizes", "0", "--databases", "sqlite", "--clients", "2", "--seconds", "0.5"],
    "mining": ["--sizes", "300"],
    "surge": ["--series", "12", "--days", "500", "--data", ""],
}
# What the last section names, where that is no database.
LAST_SECTION = {
    "effect": "wandering",
    "forecast": "invented",
    "mining": "Growth",
    "surge": "generator",
}


def test_every_measurement_is_tried_here() -> None:
    assert {path.stem for path in (ROOT / "bench").glob("*.py")} == set(SMALL)


@pytest.mark.slow
@pytest.mark.parametrize("name", SMALL)
def test_it_prints_its_table(name: str) -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "bench" / f"{name}.py", *SMALL[name]],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert not done.returncode, done.stderr
    last = (LAST_SECTION | {"similar": "one by one"}).get(name, "sqlite")
    assert last in done.stdout.rsplit("\n\n", 1)[-1]


@pytest.mark.slow
def test_whoever_is_told_to_end_leaves_no_server_behind() -> None:
    with tempfile.TemporaryDirectory() as folder:  # PostgreSQL's user cannot get at pytest's own
        arguments = ["--sizes", "0", "--databases", "postgresql", "--folder", folder]
        program = [sys.executable, ROOT / "bench" / "intake.py", *arguments]
        with subprocess.Popen(program, stdout=subprocess.DEVNULL) as bench:
            server = Path(folder, "postgresql", "postmaster.pid")
            while not server.exists() or "ready" not in server.read_text("utf-8"):
                assert bench.poll() is None
                time.sleep(0.05)
            bench.send_signal(signal.SIGTERM)
            assert bench.wait() == 128 + signal.SIGTERM
        assert not server.exists()
