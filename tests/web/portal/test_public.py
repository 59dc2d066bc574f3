"""What everybody may know."""

from datetime import UTC, datetime
from pathlib import Path

import ibis
import pyarrow as pa
import pytest
from django.test import Client

from jiesu.insight.storage import results
from jiesu.rules.measuring.measures import MEASURES

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def keep(store: Path, above: int, below: int) -> None:
    row = {"month": "2026-10", "unit": "office"}
    for code in MEASURES:
        row |= {f"numerator_{code}": above, f"denominator_{code}": below}
    results.keep(
        store, "rates", ibis.memtable(pa.Table.from_pylist([row, row])), now=NOW, days=(None, None)
    )


def promises(client: Client, language: str = "en") -> str:
    return client.get("/promises/", headers={"Accept-Language": language}).text


def test_every_stage_has_its_limit_in_both_languages(client: Client) -> None:
    assert "7 天" in promises(client, "zh-hans")
    assert "7 days" in promises(client)


def test_rates_are_published_with_both_counts(
    client: Client, settings: pytest.FixtureRequest, tmp_path: Path
) -> None:
    settings.STORE = tmp_path
    keep(tmp_path, above=1_500, below=2_000)
    assert "75.0 %" in promises(client)
    assert "3,000 of 4,000" in promises(client)
    assert "解决率" in promises(client, "zh-hans")


def test_a_rate_of_too_few_is_not_published_as_one(
    client: Client, settings: pytest.FixtureRequest, tmp_path: Path
) -> None:
    settings.STORE = tmp_path
    keep(tmp_path, above=1, below=2)
    assert "50.0 %" not in promises(client)
    assert "Too few" in promises(client)


def test_without_a_count_nothing_is_claimed(
    client: Client, settings: pytest.FixtureRequest, tmp_path: Path
) -> None:
    settings.STORE = tmp_path
    assert "What came of it" not in promises(client)
