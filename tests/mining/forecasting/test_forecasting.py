import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiesu.mining.forecasting import dispersion, level
from jiesu.mining.forecasting.api import forecast
from jiesu.mining.forecasting.clock import HOLIDAY, day_of, local, special
from jiesu.mining.forecasting.counts import gaps, observe
from jiesu.mining.forecasting.dispersion import GRID, estimate, mean_pit
from jiesu.mining.forecasting.evaluate import backtest
from jiesu.mining.forecasting.model import ForecastOptions

START = np.datetime64("2024-01-01", "h")  # a Monday


def _appeals(daily: np.ndarray, hours: np.ndarray | None = None, seed: int = 1) -> list[Any]:
    """Give a time for each of Poisson many appeals of every day."""
    rng = np.random.default_rng(seed)
    day = np.repeat(np.arange(len(daily)), rng.poisson(daily))
    share = np.full(24, 1 / 24) if hours is None else hours
    hour = rng.choice(24, len(day), p=share)
    times: list[Any] = (START + day * 24 + hour).astype("datetime64[s]").tolist()
    return times


def _means(times: list[Any], **wanted: Any) -> list[float]:
    found = forecast(times, options=ForecastOptions(layers=("all",), **wanted))
    means: list[float] = found["mean"].to_pylist()
    return means


def test_the_week_comes_back() -> None:
    week = np.tile([30.0, 20, 20, 20, 20, 5, 5], 30)
    means = _means(_appeals(week), horizon=7)
    assert np.allclose(means, week[:7], rtol=0.15)


def test_after_a_break_the_short_memories_take_over() -> None:
    means = _means(_appeals(np.r_[np.full(500, 40.0), np.full(21, 10.0)]), horizon=3)
    assert max(means) < 15


def test_a_season_of_two_years_is_foreseen() -> None:
    day = np.arange(3 * 365)
    daily = 30 + 25 * np.sin(2 * np.pi * day / 365)
    ahead = 30 + 25 * np.sin(2 * np.pi * (day[-1] + 1 + np.arange(60)) / 365)
    means = np.array(_means(_appeals(daily), horizon=60))
    assert abs(means[45:].mean() / ahead[45:].mean() - 1) < 0.15


def test_hours_add_up_to_the_day() -> None:
    share = np.r_[np.zeros(8), np.full(8, 1 / 8), np.zeros(8)]
    times = _appeals(np.full(60, 50.0), share)
    by_hour = np.array(_means(times, horizon=2, hourly=True)).reshape(2, 24)
    assert by_hour.sum(axis=1) == pytest.approx(_means(times, horizon=2), rel=1e-3)
    assert by_hour[:, 8:16].sum() > 0.97 * by_hour.sum()


def test_a_holiday_is_like_a_sunday_until_it_was_seen() -> None:
    week = np.tile([30.0, 20, 20, 20, 20, 5, 5], 20)
    monday = day_of("2024-05-20", "UTC")
    assert _means(_appeals(week), horizon=1, special={monday: HOLIDAY})[0] < 9


def test_quiet_weeks_without_any_record_do_not_lower_the_level() -> None:
    daily = np.full(200, 20.0)
    daily[150:190] = 0
    assert _means(_appeals(daily), horizon=1)[0] > 17
    assert gaps(daily).sum() == 40


def test_coverage_on_a_stream_it_was_not_made_from() -> None:
    rng = np.random.default_rng(5)
    size, days = 40, 600
    mean = rng.gamma(0.8, 2.0, size) * (1 + 0.3 * np.sin(np.arange(days) / 30))[:, None]
    counts = rng.poisson(mean * rng.gamma(4, 0.25, (days, size)))
    day, which = np.repeat(np.indices(counts.shape).reshape(2, -1), counts.ravel(), axis=1)
    rows = observe((START + day * 24).astype("datetime64[s]"), which.tolist(), None, zone="UTC")
    origins = [int(START.astype("datetime64[D]").astype(int)) + n for n in range(490, 586, 14)]
    fared = backtest(rows, origins, ForecastOptions(layers=("service",)), seed=1)["service"]
    assert 0.88 < fared.pit < 0.92
    assert fared.held > 0.89
    assert fared.loss < 0.8 * fared.naive


def test_the_same_appeals_in_another_order_give_the_same_forecast() -> None:
    times = _appeals(np.full(60, 9.0))
    names = [str(n % 3) for n in range(len(times))]
    order = np.random.default_rng(2).permutation(len(times))
    mixed = [times[n] for n in order], [names[n] for n in order]
    assert forecast(*mixed).equals(forecast(times, names))


def test_every_layer_and_pair_is_there() -> None:
    times = _appeals(np.full(60, 9.0))
    service, area = (["a", "b"] * len(times))[: len(times)], ["x"] * len(times)
    rows = forecast(times, service, area, options=ForecastOptions(horizon=2)).to_pylist()
    assert len(rows) == 2 * (1 + 2 + 1 + 2)
    assert {(row["layer"], row["service"], row["area"]) for row in rows} >= {
        ("all", "", ""),
        ("service", "b", ""),
        ("area", "", "x"),
        ("both", "a", "x"),
    }
    for row in rows:
        assert row["low"] <= row["high"]
        assert row["q05"] <= row["q25"] <= row["q50"] <= row["q75"] <= row["q95"]


def test_what_comes_after_now_is_not_looked_at() -> None:
    times = _appeals(np.r_[np.full(100, 10.0), np.full(50, 90.0)])
    known = [time for time in times if str(time) < "2024-04-10"]
    assert len(known) < len(times)
    later, alone = (forecast(rows, now="2024-04-10") for rows in (times, known))
    assert later.equals(alone)
    assert max(later["mean"].to_pylist()) < 15


@pytest.mark.parametrize(
    ("times", "now", "sentence"),
    [
        (["2024-01-01"], None, "too little history before 2024-01-02: 1 appeals"),
        (["soon", "", None], None, "no row has a time that can be read"),
        (["2024-01-01"] * 90, None, "over 28 days"),
        (["2024-01-01", "2024-03-01"] * 20, "2023-01-01", "too little history before 2023-01-01"),
        (["2024-01-01", "2024-03-01"] * 20, "2026-01-01", "the last appeal before 2026-01-01 is"),
        (["2024-01-01", "2024-03-01"] * 20, "someday", "'someday' is no date"),
    ],
)
def test_too_little_to_go_by_gets_a_sentence(times: list[Any], now: Any, sentence: str) -> None:
    with pytest.raises(ValueError, match=re.escape(sentence)):
        forecast(times, now=now)


def test_the_horizon_has_bounds() -> None:
    with pytest.raises(ValueError, match="give 1 to 60"):
        forecast(_appeals(np.full(60, 9.0)), options=ForecastOptions(horizon=61))


def test_times_with_a_zone_are_read_on_local_clocks() -> None:
    day, hour = local(
        ["2024-01-01T17:30:00Z", "2024-01-01 17:30:00", "2024-01-01T17:30+08:00", "?"],
        "Asia/Shanghai",
    )
    assert (day - day[1]).tolist()[:3] == [1, 0, 0]
    assert hour.tolist() == [1, 17, 17, -1]
    with pytest.raises(ValueError, match="no time zone"):
        local(["2024-01-01T17:30:00Z"], "Mars/Olympus")


def test_a_calendar_is_read_by_kind() -> None:
    read = special(["2024-02-10", "2024-02-04", "2024-02-05"], ["holiday", "workday", "off"])
    assert sorted(read.values()) == [7, 7, 8]
    for wrong in (["never"], ["holiday"]), (["2024-02-10"], ["feast"]):
        with pytest.raises(ValueError, match="the calendar holds"):
            special(*wrong)


def test_one_date_far_ahead_is_told() -> None:
    with pytest.raises(ValueError, match=r"before 2099-01-02: 1 appeals.*right day"):
        forecast([*_appeals(np.full(60, 9.0)), "2099-01-01"])


@given(st.lists(st.integers(0, 60), min_size=40, max_size=80), st.floats(0.2, 30))
@settings(max_examples=40, deadline=None)
def test_an_interval_holds_what_it_says(counts: list[int], mean: float) -> None:
    seen = np.array(counts, float)[:, None]
    strays = estimate(seen, np.full_like(seen, mean))
    one = np.array([[mean]])
    low, high = strays.interval(0.9, one)
    share = strays.below(high, one) - np.where(low > 0, strays.below(low - 1, one), 0)
    assert low <= high
    assert share >= 0.9 - 0.01  # the grid's step


@given(st.floats(0.01, 0.99), st.floats(0.1, 50), st.floats(0.001, 3))
@settings(max_examples=60, deadline=None)
def test_a_quantile_is_the_smallest_count_that_suffices(
    share: float, mean: float, excess: float
) -> None:
    flat = dispersion.Dispersion(np.array([excess]), np.tile(GRID, (len(dispersion.EDGES) + 1, 1)))
    one = np.array([[mean]])
    count = flat.quantile(share, one)
    assert flat.below(count, one) >= share - 1e-6
    assert count == 0 or flat.below(count - 1, one) < share + 1e-6


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0.001, 1)), min_size=1, max_size=30))
def test_the_mean_pit_is_the_mean_of_ramps(pairs: list[tuple[float, float]]) -> None:
    lower = np.array([min(a, 0.99) for a, _ in pairs])
    upper = np.minimum(lower + np.array([b for _, b in pairs]), 1)
    ramps = np.clip((GRID - lower[:, None]) / (upper - lower)[:, None], 0, 1).mean(axis=0)
    # A ramp may begin up to a step of the grid late.
    assert np.abs(mean_pit(lower, upper) - ramps)[1:-1].max() < 1.01


def test_levels_follow_their_parent() -> None:
    parent = np.r_[np.full(300, 100.0), np.full(5, 20.0)][:, None]
    counts = 0.01 * parent
    followed = level.levels(counts, np.ones_like(counts), parent)
    assert np.allclose(followed[:, -1], 0.2, rtol=0.05)
