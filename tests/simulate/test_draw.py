"""Chance must be fair, and the same for the same key."""

import numpy as np
import pytest

from jiesu.simulate import draw

KEYS = draw.child(draw.root(7, "test"), np.arange(200_000))


def test_the_same_key_and_purpose_draw_the_same() -> None:
    assert (draw.uniform(KEYS, "a") == draw.uniform(KEYS.copy(), "a")).all()


def test_a_batch_draws_what_its_rows_draw_alone() -> None:
    whole = draw.pick(KEYS, "a", 17)
    parts = np.concatenate([draw.pick(KEYS[:1000], "a", 17), draw.pick(KEYS[1000:], "a", 17)])
    assert (whole == parts).all()


def test_two_purposes_and_two_neighbours_share_nothing() -> None:
    first, second = draw.uniform(KEYS, "a"), draw.uniform(KEYS, "b")
    assert abs(np.corrcoef(first, second)[0, 1]) < 0.01
    assert abs(np.corrcoef(first[1:], first[:-1])[0, 1]) < 0.01


def test_draws_spread_evenly() -> None:
    counts = np.bincount(draw.pick(KEYS, "even", 10), minlength=10)
    assert counts == pytest.approx(np.full(10, len(KEYS) / 10), rel=0.03)


def test_normal_exponential_and_weighted_have_their_means() -> None:
    assert draw.normal(KEYS, "n").mean() == pytest.approx(0, abs=0.01)
    assert draw.normal(KEYS, "n").std() == pytest.approx(1, abs=0.01)
    assert draw.exponential(KEYS, "e", 3.0).mean() == pytest.approx(3, rel=0.02)
    share = (draw.weighted(KEYS, "w", np.array([1.0, 3.0])) == 1).mean()
    assert share == pytest.approx(0.75, abs=0.01)
