"""The shipped mappings on the real sets they are written for."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from jiesu.casework.ledger import audit
from jiesu.casework.models import Appeal, Reply
from jiesu.channels.file_import.cli import command
from jiesu.channels.file_import.loading import load_mapping
from jiesu.channels.file_import.orders import Order
from jiesu.channels.file_import.taking_in import look_through

pytestmark = [pytest.mark.real_data, pytest.mark.django_db]

SETS = {
    "smart_government/messages.csv.gz": "smart-government-messages",
    "smart_government/replies.csv.gz": "smart-government-replies",
    "smart_government/unlabelled_drift.csv.gz": "smart-government-drift",
    "leaders_board/environment_120.csv": "leaders-board",
    "boston_311/all_types_first_80.parquet": "boston-311",
    "boston_311/animal_2013_2019.parquet": "boston-311",
    "chicago_311/sanitation_to_2012.parquet": "chicago-311",
    "seeclickfix/new_haven.csv.gz": "seeclickfix",
    "seeclickfix/atlanta_issues.csv.gz": "seeclickfix",
    "publicstuff/new_york.csv.gz": "publicstuff",
    "nyc_311/mixed.csv.gz": "nyc-311",
    "nyc_311/brooklyn_noise_2023.csv.gz": "nyc-311-noise",
    "nyc_council/cases_2015_2025.parquet": "nyc-council",
    "zurich/reports_2016_2025.parquet": "zurich",
}
SEEN = 3_000  # rows of each set


@pytest.mark.parametrize("name", SETS)
def test_nearly_every_row_can_be_taken_in(name: str, real_data: Path, tmp_path: Path) -> None:
    order = Order(real_data / name, load_mapping(SETS[name]), tmp_path / "rejects.csv", SEEN)
    counts = look_through(order, now=datetime.now(UTC), watch=lambda _done: None).counts
    assert counts.imported >= 0.99 * counts.rows > 0


def test_rows_without_a_date_are_rejected_and_no_others(real_data: Path, tmp_path: Path) -> None:
    mapping = load_mapping("smart-government-labelled")
    order = Order(real_data / "smart_government/labelled.csv.gz", mapping, tmp_path / "rejects.csv")
    counts = look_through(order, now=datetime.now(UTC), watch=lambda _done: None).counts
    assert (counts.imported, counts.rejected, counts.rows) == (1_101, 3_918, 5_019)
    told = (tmp_path / "rejects.csv").read_text(encoding="utf-8-sig")
    assert told.count("The row has no date on which it was said.") == 3_918


def test_messages_and_replies_of_one_city_come_in_whole(real_data: Path, tmp_path: Path) -> None:
    for name in list(SETS)[:2]:
        order = [
            str(real_data / name),
            "--mapping",
            SETS[name],
            "--rejects",
            str(tmp_path / "r.csv"),
        ]
        result = CliRunner().invoke(command, order)
        assert result.exit_code == 0, result.output
    assert Appeal.objects.filter(source="smart-government-messages").count() == 4_326
    assert Appeal.objects.filter(source="smart-government-replies").count() == 2_816
    assert Reply.objects.count() == 2_816
    assert not [found for found in audit.verify() if isinstance(found, audit.Fault)]
