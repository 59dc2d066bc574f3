"""Every measurement runs, on sizes at which it means nothing."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

SMALL = {
    "board": ["--sizes", "200", "--requests", "1"],
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
