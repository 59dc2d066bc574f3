"""A city whose figures are made, and somebody who reads them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from jiesu.casework.models import Appeal
from jiesu.config.wiring import ANALYSES
from jiesu.insight import runner
from jiesu.insight.ingestion import feed
from jiesu.rules.roles import Role
from tests.casework.conftest import City, city, later, receive
from tests.insight.ingestion.test_feed import occurrences, walk_to_the_end

__all__ = ["city", "later", "receive"]  # fixtures of the rooms below, found here by pytest

LAMPS = (
    "滨江路三号桥旁的路灯坏了三天，晚上很黑，请派人来修。",
    "滨江路三号桥旁边路灯坏了好几天，晚上漆黑一片，没有人来修。",
    "滨江路三号桥旁的路灯不亮，晚上很黑，已经坏了三天，电话13912345678。",
)
RUBBISH = "幼儿园门口的垃圾没有人收拾，臭气熏天。"


@pytest.fixture
def now() -> datetime:
    """Pages read the clock, so these appeals came a little while ago."""
    return timezone.now() - timedelta(hours=8)


@pytest.fixture
def figures(
    city: City,
    receive: Callable[..., Appeal],
    later: Callable[[float], datetime],
    settings: Any,
    tmp_path: Path,
) -> Callable[..., None]:
    """Take in three appeals about one lamp and walk one to its end.

    Calling it makes the figures named, each a second's work; "hot" stands for all about groups.
    """
    settings.STORE = tmp_path / "store"
    phones = ("13912345670", "13912345671", "13912345672")
    lamps = [
        receive(text, service_code="lights", phone=phone)
        for text, phone in zip(LAMPS, phones, strict=True)
    ]
    receive(RUBBISH)
    walk_to_the_end(lamps[0], city, later)

    def make(*names: str) -> None:
        feed.copy(occurrences())
        wanted = {*names, *(("groups", "members") if "hot" in names else ())}
        for analysis in ANALYSES:
            if analysis.name in wanted:
                assert runner.run(analysis, now=timezone.now()), analysis.name

    return make


@pytest.fixture
def analyst(signed_in: Callable[..., Client]) -> Client:
    return signed_in("ana", Role.ANALYST)
