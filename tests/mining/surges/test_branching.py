import numpy as np
import pytest

from jiesu.mining.surges.branching import LEAST, branching, branchings
from jiesu.mining.surges.calendar import features
from jiesu.mining.surges.counting import panel

SPAN = 500


def _days(ratio: float, seed: int, rate: float = 3.0) -> np.ndarray:
    """Simulate a process in steps of a day; give the day of every appeal."""
    rng = np.random.default_rng(seed)
    counts, felt = np.zeros(SPAN, int), rate
    for day in range(SPAN):
        usual = rate * (1 - ratio) * (1 + 0.5 * np.sin(2 * np.pi * day / 365))
        counts[day] = rng.poisson(usual + ratio * felt)
        felt = 0.6 * felt + 0.4 * counts[day]
    return np.repeat(np.arange(SPAN), counts).astype(float)


def _moments(ratio: float, seed: int, rate: float = 2.0) -> np.ndarray:
    """Simulate families in continuous time: followers after exponential delays of half a day."""
    rng = np.random.default_rng(seed)
    young = rng.uniform(0, SPAN, rng.poisson(rate * (1 - ratio) * SPAN))
    grown = [young]
    while len(young):
        parents = np.repeat(young, rng.poisson(ratio, len(young)))
        young = parents + rng.exponential(0.5, len(parents))
        young = young[young < SPAN]
        grown.append(young)
    return np.concatenate(grown)


@pytest.mark.parametrize("simulate", [_days, _moments])
@pytest.mark.parametrize("ratio", [0.3, 0.8])
def test_a_known_ratio_is_within_its_interval(simulate, ratio: float) -> None:  # noqa: ANN001
    found = [branching(simulate(ratio, seed), features(0, SPAN)) for seed in range(5)]
    assert sum(one.low <= ratio <= one.high for one in found) >= 3
    assert all(abs(one.ratio - ratio) < 0.3 for one in found)
    assert all(one.seasonal_p < 0.05 for one in found if ratio > 0.5)


def test_season_alone_is_no_self_excitation() -> None:
    found = branching(_days(0.0, seed=8, rate=6.0), features(0, SPAN))
    assert found.low == 0
    assert found.seasonal_p > 0.05


def test_few_appeals_tell_no_ratio() -> None:
    found = branching(np.arange(LEAST - 1, dtype=float), features(0, SPAN))
    assert found.n == LEAST - 1
    assert np.isnan([found.ratio, found.low, found.high, found.seasonal_p]).all()


def test_every_service_has_a_row() -> None:
    days = np.concatenate([_days(0.5, 1), _days(0.0, 2)]).astype(int)
    names = ["fed"] * len(_days(0.5, 1)) + ["calm"] * len(_days(0.0, 2))
    table = branchings(panel(np.datetime64("2024-01-01") + days, service=names))
    assert table.column_names == ["service", "n", "ratio", "low", "high", "seasonal_p"]
    calm, fed = table["ratio"].to_pylist()
    assert calm < 0.25 < fed
