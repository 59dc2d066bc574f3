import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiesu.mining.effects.api import Effect, Measure, effect
from jiesu.mining.effects.comparison import compare
from jiesu.mining.effects.trials import Counts, Plan, Runs, runs, trials
from jiesu.mining.effects.variance import estimate

FIRST = np.datetime64("2023-01-01")
DAYS, SINCE, AREAS = 500, 400, 8


def _counts(seed: int, mean: float = 4.0, areas: int = AREAS) -> np.ndarray:
    """Give counts [day, area]: a week, a year, areas that wander a little."""
    rng = np.random.default_rng(seed)
    day = np.arange(DAYS)[:, None]
    wander = np.exp(rng.normal(0, 0.004, (DAYS, areas)).cumsum(axis=0))
    shape = (1 + 0.4 * np.sin(day / 58)) * np.where(day % 7 < 5, 1.1, 0.75)
    counts: np.ndarray = rng.poisson(mean * rng.gamma(5, 0.2, (1, areas)) * wander * shape)
    return counts


def _said(counts: np.ndarray, **measure: Any) -> Effect:
    day, area = np.repeat(np.indices(counts.shape).reshape(2, -1), counts.ravel(), axis=1)
    names = [f"area {n}" for n in area]
    wanted = Measure(**{"where": ["area 2"], "since": str(FIRST + SINCE)} | measure)
    return effect((FIRST + day).astype("datetime64[s]"), None, names, wanted, zone="UTC")


def _thinned(counts: np.ndarray, share: float, seed: int = 1) -> np.ndarray:
    """Let only `share` of the appeals of area 2 come after the measure."""
    left = counts.copy()
    left[SINCE:, 2] = np.random.default_rng(seed).binomial(left[SINCE:, 2], share)
    return left


def _row(found: Effect) -> dict[str, Any]:
    row: dict[str, Any] = found.summary.to_pylist()[0]
    return row


def test_a_planted_drop_is_found() -> None:
    row = _row(_said(_thinned(_counts(3), 0.6)))
    assert row["verdict"] == "fewer"
    assert row["low"] < 0.6 < row["high"] < 1
    assert row["avoided_low"] < row["avoided"] < row["avoided_high"]
    assert row["because"].startswith("fewer:-")
    assert row["p"] < 0.05


def test_a_planted_rise_is_told() -> None:
    counts = _counts(3)
    counts[SINCE:, 2] *= 2
    row = _row(_said(counts))
    assert row["verdict"] == "more"
    assert row["low"] < 2 < row["high"]


def test_nothing_done_is_mostly_called_unclear() -> None:
    verdicts = [_row(_said(_counts(seed)))["verdict"] for seed in range(60)]
    assert verdicts.count("fewer") <= 6
    assert verdicts.count("unclear") >= 50


def test_a_drop_of_the_whole_city_is_no_effect() -> None:
    counts = _counts(5)
    counts[SINCE:] = np.random.default_rng(1).binomial(counts[SINCE:], 0.5)
    assert _row(_said(counts))["verdict"] == "unclear"


def test_what_the_own_other_services_do_is_followed() -> None:
    rng = np.random.default_rng(2)
    shared = np.exp(rng.normal(0, 0.03, (DAYS, AREAS)).cumsum(axis=0))
    one, rest = (rng.poisson(mean * shared) for mean in (3.0, 30.0))
    for counted in (one, rest):
        counted[SINCE:, 2] = rng.binomial(counted[SINCE:, 2], 0.5)
    counts = Counts(*(np.vstack([np.zeros((1, AREAS)), c.cumsum(axis=0)]) for c in (one, rest)))
    found = compare(counts, 2, SINCE, DAYS - SINCE)
    assert found is not None
    assert found.plan.follow > 0
    low, high = found.variance.interval(found.run, 0.9)
    assert low < 1 < high


def test_days_add_up_to_what_is_told() -> None:
    found = _said(_thinned(_counts(3), 0.6))
    row, days = _row(found), found.days.to_pylist()
    after = [day for day in days if day["after"]]
    assert len(after) == DAYS - SINCE
    assert len(days) - len(after) == row["before"]
    assert sum(day["observed"] for day in after) == row["observed"]
    assert sum(day["expected"] for day in after) == pytest.approx(row["expected"], abs=0.2)
    assert all(day["low"] <= day["high"] for day in days)


def test_what_came_to_the_treated_area_does_not_choose_the_plan() -> None:
    assert _row(_said(_counts(3)))["before"] == _row(_said(_thinned(_counts(3), 0.1)))["before"]


def test_two_areas_are_one_measure() -> None:
    assert _row(_said(_counts(3), where=["area 2", "area 5"]))["others"] == AREAS - 2


def test_a_code_stands_for_all_below_it() -> None:
    rng = np.random.default_rng(4)
    day, area = np.repeat(np.indices((300, 6)).reshape(2, -1), rng.poisson(4, 1800), axis=1)
    codes = [f"99010{n}00{d % 3}" for d, n in zip(day, area, strict=True)]
    services = [("0301", "0302")[d % 2] for d in day]
    wanted = Measure(["990102"], str(FIRST + 200), "03")
    times = (FIRST + day).astype("datetime64[s]")
    row = _row(effect(times, services, codes, wanted, zone="UTC"))
    assert row["others"] == 5
    assert row["observed"] == int(((area == 2) & (day >= 200)).sum())


@pytest.mark.parametrize(
    ("measure", "sentence"),
    [
        ({"where": ["nowhere"]}, "no appeal has the area 'nowhere'; there are: area 0"),
        ({"where": []}, "name at least one area"),
        ({"what": "0301"}, "no appeal has the service '0301'"),
        ({"since": "2030-01-01"}, "wait until 14 days have passed"),
        ({"since": "2023-01-20"}, "only 19 days are known before 2023-01-20"),
        ({"since": "soon"}, "'soon' is no date"),
        ({"until": "2031-01-01"}, "give an earlier --now"),
        ({"until": str(FIRST + SINCE + 3)}, "wait until 14 days have passed"),
        ({"where": [f"area {n}" for n in range(7)]}, "1 other areas are known and 1 had"),
    ],
)
def test_what_cannot_be_said_gets_a_sentence(measure: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=re.escape(sentence)):
        _said(_counts(3), **measure)


def test_one_row_and_silent_areas_get_a_sentence() -> None:
    with pytest.raises(ValueError, match="no appeal has the area"):
        effect(["2024-01-01"], None, ["x"], Measure(["y"], "2024-01-01"), zone="UTC")
    counts = _counts(3)
    counts[:SINCE, 2] = 0
    with pytest.raises(ValueError, match="only 0 such appeals came there before"):
        _said(counts)


def test_without_an_appeal_after_it_the_ratio_is_nothing() -> None:
    counts = _counts(3)
    counts[SINCE:, 2] = 0
    row = _row(_said(counts))
    assert (row["ratio"], row["low"], row["verdict"]) == (0, 0, "fewer")
    assert 0 < row["high"] < 0.5


def test_the_treated_area_is_no_trial_once_it_was_treated() -> None:
    total = np.vstack([np.zeros((1, AREAS)), _counts(3).cumsum(axis=0)])
    counts = Counts(total, np.zeros_like(total))
    changed = total.copy()
    changed[SINCE + 1 :, 2] += 1000
    plan = Plan(100, 50, 0.0)
    before = trials(counts, plan, 2, SINCE)
    after = trials(Counts(changed, counts.rest), plan, 2, SINCE)
    assert np.array_equal(before.expected, after.expected)
    assert np.array_equal(before.came, after.came)


@given(st.floats(0.02, 0.4), st.integers(40, 400), st.integers(0, 10_000))
@settings(max_examples=15, deadline=None)
def test_the_drift_of_trials_is_learnt(drift: float, mean: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    expected = np.full(300, float(mean))
    came = rng.poisson(expected * rng.gamma(1 / drift**2, drift**2, 300)).astype(float)
    found = estimate(Runs(came, expected, np.full(300, 1e-4), np.ones(300)))
    spread = (found.weight * (found.drift**2 + (found.slack - 1) / mean)).sum() ** 0.5
    assert abs(spread - drift) < 0.35 * drift + 0.03


@given(st.integers(0, 500))
@settings(max_examples=25, deadline=None)
def test_the_interval_is_ordered_and_holds_the_ratio(came: int) -> None:
    rng = np.random.default_rng(1)
    tried = Runs(rng.poisson(50, 60) * 1.0, np.full(60, 50.0), np.full(60, 0.02), np.ones(60))
    one = Runs(np.array([came * 1.0]), np.array([50.0]), np.array([0.02]), np.ones(1))
    low, high = estimate(tried).interval(one, 0.9)
    assert 0 <= low <= max(came, 0.25) / 50 <= high


def test_runs_of_equal_areas_expect_what_came() -> None:
    total = np.arange(101.0)[:, None].repeat(5, axis=1)
    found = runs(Counts(total, total * 0), 50, Plan(40, 40, 0.0))
    assert found.expected == pytest.approx(found.came, rel=0.02)
