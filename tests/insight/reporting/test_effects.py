"""What came of a project, computed over a store in which the truth is known."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from jiesu.casework.issues.measures_taken import Undertaking
from jiesu.insight.analyses import effects as analysis
from jiesu.insight.reporting import effects
from jiesu.insight.storage import engine, results, store
from jiesu.insight.storage.engine import Decisions

FIRST, SINCE, END = date(2025, 3, 1), date(2025, 12, 1), date(2026, 3, 1)
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
DONE = Undertaking(7, "city.lights", 2, ("d0",), "district", SINCE)


@pytest.fixture
def city_of_ten(
    own_store: Path, facts_of: Callable[..., pa.Table]
) -> Callable[..., dict[int, effects.Effect]]:
    """Ten districts with four appeals a day each; in d0, after the measure, only a share."""

    def judge(share: float, *projects: Undertaking) -> dict[int, effects.Effect]:
        rng = np.random.default_rng(5)
        rows: list[dict[str, Any]] = []
        for number in range((END - FIRST).days):
            day = FIRST + timedelta(days=number)
            for place in range(10):
                mean = 4 * (share if place == 0 and day >= SINCE else 1)
                rows += [
                    {
                        "appeal_id": len(rows) + n,
                        "received_on": day,
                        "service_1": "city",
                        "service_2": "city.lights",
                        "district": f"d{place}",
                    }
                    for n in range(rng.poisson(mean))
                ]
        store.append(store.facts(own_store), facts_of(*rows))
        decided = Decisions(projects=projects or (DONE,))
        with engine.tables(own_store, engine.EMBEDDED, now=NOW, decisions=decided) as tables:
            found = analysis.run(tables)
            results.keep(own_store, "effects", found, now=NOW, days=(FIRST, END))
        return effects.all_told()

    return judge


def test_a_measure_that_halved_the_appeals_is_said_to(
    city_of_ten: Callable[..., dict[int, effects.Effect]],
) -> None:
    told = city_of_ten(0.5)[7]
    assert told.verdict == "fewer"
    assert told.low is not None
    assert told.high is not None
    assert told.low < 0.5 < told.high < 1
    weeks = effects.weeks(7, SINCE)
    assert {week.first.weekday() for week in weeks} == {SINCE.weekday()}
    before = [week for week in weeks if not week.after]
    assert 0.8 < sum(w.came for w in before) / sum(w.usual for w in before) < 1.25
    assert sum(w.came for w in weeks if w.after) <= (told.observed or 0)


def test_a_measure_that_did_nothing_is_not_praised(
    city_of_ten: Callable[..., dict[int, effects.Effect]],
) -> None:
    assert city_of_ten(1.0)[7].verdict == "unclear"


@pytest.mark.parametrize(
    ("changed", "verdict"),
    [
        ({"since": END - timedelta(days=5)}, "early"),
        ({"since": END + timedelta(days=90)}, "early"),
        ({"since": FIRST + timedelta(days=9)}, "short"),
        ({"service": "city.none"}, "few"),
        ({"areas": ("nowhere",)}, "few"),
        ({"service": "", "areas": ("",)}, "few"),
    ],
)
def test_what_cannot_be_told_has_a_reason(
    changed: dict[str, Any],
    verdict: str,
    city_of_ten: Callable[..., dict[int, effects.Effect]],
) -> None:
    told = city_of_ten(1.0, Undertaking(**{**vars(DONE), **changed}))[7]
    assert told.verdict == verdict
    assert told.ratio is None
    assert effects.weeks(7, SINCE) == []


def test_a_city_without_appeals_or_projects_has_no_verdicts(own_store: Path) -> None:
    for projects, verdicts in (((), []), ((DONE,), ["early"])):
        decided = Decisions(projects=projects)
        with engine.tables(own_store, engine.EMBEDDED, now=NOW, decisions=decided) as tables:
            found = analysis.run(tables).to_pyarrow()
        assert found["verdict"].to_pylist() in (verdicts, ["short"][: len(projects)])
