"""What the simulator writes can be taken in by its mapping."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from jiesu.casework.models import Appeal
from jiesu.channels.file_import.cli import command
from jiesu.simulate.cli import command as simulate


@pytest.mark.django_db
def test_simulated_appeals_come_in_whole(tmp_path: Path) -> None:
    file = tmp_path / "appeals.parquet"
    made = CliRunner().invoke(simulate, ["appeals", "--appeals", "100", "--out", str(file)])
    assert made.exit_code == 0, made.output
    taken = CliRunner().invoke(command, [str(file), "--mapping", "simulated"])
    assert taken.exit_code == 0, taken.output
    assert Appeal.objects.filter(source="simulated").count() == 100
