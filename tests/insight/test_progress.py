"""Nothing is computed from half a city, and pages can say how far the think tank is."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from jiesu.casework.models import Delivery
from jiesu.casework.reading import copying
from jiesu.casework.stages.backfilling.backfill import receive_closed
from jiesu.directory.people import Actor
from jiesu.insight import progress, registry, runner
from jiesu.insight.assist import learning
from jiesu.insight.progress import Progress
from jiesu.insight.registry import SUBSCRIBER, Analysis
from tests.casework.test_history import row

if TYPE_CHECKING:
    from tests.casework.conftest import City

VOLUMES = Analysis("jiesu.insight.analyses.volumes", timedelta(hours=1))

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_analysis(monkeypatch: pytest.MonkeyPatch, own_store: Path) -> None:
    monkeypatch.setattr(registry, "_plugged", {VOLUMES.name: VOLUMES})


@pytest.fixture
def imported(city: "City", now: datetime) -> Callable[[int], None]:
    def take_in(count: int) -> None:
        receive_closed([row(n) for n in range(count)], now=now)

    return take_in


def _read_all() -> None:
    Delivery.objects.filter(subscriber=SUBSCRIBER).delete()


def test_after_a_large_import_analyses_wait(imported: Callable[[int], None], now: datetime) -> None:
    imported(300)
    assert copying.unheard(SUBSCRIBER, actor=Actor.system()) == 300
    assert progress.current() == Progress(appeals=300, read=0, analyses=1, done=0)
    assert runner.run_due(now=now) == learning.learn(now=now) == 0
    _read_all()
    assert progress.to_wait_for() == Progress(appeals=300, read=300, analyses=1, done=0)
    assert runner.run_due(now=now) == 1
    assert progress.to_wait_for() is None


def test_a_day_like_any_other_is_nothing_to_wait_for(
    imported: Callable[[int], None], now: datetime
) -> None:
    imported(150)
    assert not progress.is_behind()
    assert runner.run_due(now=now) == 1
    assert progress.to_wait_for() is None


@pytest.mark.parametrize(
    ("appeals", "read", "behind"),
    [
        (150, 0, False),
        (300, 99, True),
        (300, 100, False),
        (10**6, 995_000, False),
        (10**6, 0, True),
    ],
)
def test_few_unread_appeals_change_no_figure(appeals: int, read: int, *, behind: bool) -> None:
    assert Progress(appeals, read, 1, 1).is_behind == behind
