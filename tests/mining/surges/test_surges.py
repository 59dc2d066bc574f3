from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiesu.mining.surges.api import Judgement, judge, surges
from jiesu.mining.surges.calendar import features
from jiesu.mining.surges.counting import LEARNING, panel
from jiesu.mining.surges.monitoring import monitor

DAY = np.datetime64("2024-01-01")
YEARS = 2
SPAN = 365 * YEARS


def _times(counts: np.ndarray) -> np.ndarray:
    return np.repeat(DAY + np.arange(len(counts)), counts).astype("datetime64[s]")


def _streams(counts: np.ndarray) -> dict[str, Any]:
    """Turn counts (streams × days) into columns."""
    names = [f"s{row}" for row in range(len(counts))]
    return {
        "times": np.concatenate([_times(row) for row in counts]),
        "service": np.repeat(names, counts.sum(axis=1)).tolist(),
    }


def _judged(counts: np.ndarray, **more: Any) -> Judgement:
    return judge(panel(**_streams(counts)), **more)


def _poisson(rate: float, streams: int, seed: int, span: int = SPAN) -> np.ndarray:
    counts = np.random.default_rng(seed).poisson(rate, (streams, span))
    counts[:, [0, -1]] = np.maximum(counts[:, [0, -1]], 1)  # so that every stream spans the days
    return counts


@pytest.mark.parametrize("rate", [0.3, 3.0, 30.0])
def test_a_quiet_stream_keeps_to_the_rate_of_false_alarms(rate: float) -> None:
    counts = _poisson(rate, 150, seed=int(rate * 10))
    found = _judged(counts)
    started = found.alarm & ~np.pad(found.alarm, ((0, 0), (1, 0)))[:, :-1]
    years = len(counts) * (SPAN - LEARNING) / 365
    assert started.sum() / years < 0.3  # 0.2 is asked for


def test_a_planted_burst_is_found_and_dated() -> None:
    counts = _poisson(3.0, 20, seed=5)
    counts[7, 500:512] += np.random.default_rng(6).poisson(6.0, 12)
    table = surges(_judged(counts))
    alarms = table.filter(table["alarm"]).to_pylist()
    of_it = [row for row in alarms if row["service"] == "s7"]
    begun = (DAY + 500).astype("O")
    assert of_it, "no alarm"
    assert abs((of_it[0]["since"] - begun).days) <= 3
    assert (of_it[0]["day"] - begun).days <= 5
    assert of_it[0]["because"].startswith("ratio:")


def test_weekday_and_holiday_are_expected() -> None:
    day = np.arange(SPAN)
    rate = np.where(day % 7 >= 5, 2.0, 12.0)
    off = [f"2024-{month:02}-1{d}" for month in range(1, 13) for d in (1, 2)]
    closed = np.isin(DAY + day, np.array(off, "datetime64[D]"))
    counts = np.random.default_rng(1).poisson(np.where(closed, 1.0, rate))[None, :]
    counts[:, [0, -1]] += 1
    found = _judged(counts, holidays=[*off, "2025-12-11"])
    expected = found.watched.expected[0]
    assert abs(expected[-70:-1].reshape(-1)[day[-70:-1] % 7 >= 5].mean() - 2) < 0.7
    assert expected[np.flatnonzero(DAY + day == np.datetime64("2025-12-11"))[0]] < 5


def test_a_holiday_that_is_worked_is_like_midweek() -> None:
    known = features(19_723, 14, holidays=["2024-01-06", "2024-01-08"], kinds=["work", "off"])
    assert (known[5, 1:8] == known[2, 1:8]).all()
    assert known[:, -1].tolist() == [0.0] * 7 + [1.0] + [0.0] * 6


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 999), st.integers(LEARNING + 1, 300))
def test_a_day_is_judged_from_the_days_before_it_alone(seed: int, known: int) -> None:
    counts = _poisson(2.0, 3, seed=seed, span=320)
    whole = monitor(counts, features(0, 320), np.ones(320))
    part = monitor(counts[:, :known], features(0, known), np.ones(known))
    assert np.allclose(whole.score[:, :known], part.score)
    assert np.allclose(whole.expected[:, :known], part.expected)


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 999), st.integers(1, 60))
def test_more_today_never_lowers_the_odds(seed: int, extra: int) -> None:
    counts = _poisson(2.0, 1, seed=seed, span=200)
    more = counts.copy()
    more[0, -1] += extra
    scores = [monitor(c, features(0, 200), np.ones(200)).score[0, -1] for c in (counts, more)]
    assert scores[1] >= scores[0] or more[0, -1] <= 2


def test_the_expected_grows_with_the_scale() -> None:
    small, large = (_poisson(rate, 10, seed=3) for rate in (2.0, 200.0))
    ratio = _judged(large).watched.expected[:, -90:] / _judged(small).watched.expected[:, -90:]
    assert abs(np.median(ratio) - 100) < 15


def test_the_same_seed_gives_the_same_table() -> None:
    counts = _poisson(1.0, 5, seed=2)
    first, again, other = (surges(_judged(counts, seed=seed)) for seed in (4, 4, 5))
    assert first.equals(again)
    assert not first["p"].equals(other["p"])


def test_bands_hold_nine_days_in_ten() -> None:
    table = surges(_judged(_poisson(6.0, 30, seed=9)))
    came, low, high = (table[name].to_numpy() for name in ("came", "low", "high"))
    assert 0.88 < ((came >= low) & (came <= high)).mean() < 0.97


def test_copies_and_unknown_times_are_not_counted() -> None:
    times = [*_times(np.ones(80, int)).tolist(), None, "2024-01-09"]
    built = panel(times, copies=["no"] * 80 + ["", "copy:17"])
    assert built.counts.sum() == 80
    assert built.left_out == {"without a known time": 1, "copies": 1}


def test_late_ones_lower_what_is_expected_of_the_last_days() -> None:
    counts = np.full(200, 4)
    counts[-1] = 2
    times = _times(counts)
    recorded = (
        times + np.tile([np.timedelta64(0, "D"), np.timedelta64(1, "D")], len(times))[: len(times)]
    )
    built = panel(times, recorded=recorded)
    assert built.seen[-1] == pytest.approx(0.5, abs=0.01)
    assert built.seen[-2] == 1


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        ({"times": ["2024-01-01"]}, "within 1 days"),
        ({"times": ["2024-01-01"] * 50}, "within 1 days"),
        ({"times": ["soon", None]}, "no time in the column can be read"),
        ({"times": ["1970-01-01", "2026-01-01"]}, "longer than 20 years"),
        ({"times": ["2024-01-01"], "now": "whenever"}, "'whenever' is no day"),
        ({"times": ["2024-01-01"], "now": "2023-01-01"}, "1 after 2023-01-01"),
    ],
)
def test_what_cannot_be_judged_gets_a_sentence(columns: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        panel(**columns)


def test_times_after_now_are_left_out() -> None:
    built = panel([*_times(np.ones(80, int)), np.datetime64("2025-01-01")], now="2024-03-20")
    assert built.left_out == {"after 2024-03-20": 1}
