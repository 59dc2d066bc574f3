"""Rows of facts and texts to put on a dataset."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from jiesu.insight.storage.schema import FACTS, TEXTS
from tests.casework.conftest import city, fresh, later, receive

__all__ = ["city", "fresh", "later", "receive"]  # fixtures of the room below, found here by pytest

RECEIVED = datetime(2026, 3, 2, 1, 30)  # noqa: DTZ001  (columns hold UTC without a zone)


def rows_of(schema: pa.Schema, *rows: dict[str, Any]) -> pa.Table:
    """Fill what a row does not say with defaults; received on 2 March 2026."""
    usual = {
        "log_id": 1,
        "received_at": RECEIVED,
        "said_at": RECEIVED,
        "received_on": RECEIVED.date(),
        "keep_until": RECEIVED.date(),
        "leads": True,
        "contact_proven": False,
        "objected": False,
        "objection_upheld": False,
        "objection_overruled": False,
        "redispatched": False,
        "exclusion_ground": "",
        "reworks": 0,
        "answer": "not_asked",
    }
    full = [usual | {"work_order_id": row["appeal_id"]} | row for row in rows]
    return pa.table(
        {field.name: [row.get(field.name) for row in full] for field in schema}, schema=schema
    )


@pytest.fixture
def facts_of() -> Callable[..., pa.Table]:
    return lambda *rows: rows_of(FACTS, *rows)


@pytest.fixture
def texts_of() -> Callable[..., pa.Table]:
    return lambda *rows: rows_of(TEXTS, *rows)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "store"


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
def own_store(settings: Any, folder: Path) -> Path:
    """Let the program keep its store in a folder of this test."""
    settings.STORE = folder
    return folder
