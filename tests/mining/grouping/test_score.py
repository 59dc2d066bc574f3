import pytest

from jiesu.mining.grouping.score import score


def test_equal_labellings_are_wholly_right() -> None:
    assert set(score(["a", "a", "b"], ["x", "x", "y"])) == {1.0}


def test_one_pair_of_three_is_found() -> None:
    found = score(["a", "a", "b"], ["x", "x", "x"])
    assert (found.pair_precision, found.pair_recall) == (1, pytest.approx(1 / 3))
    assert found.pair_f1 == pytest.approx(0.5)
    # B-cubed recall: (2/3 + 2/3 + 1/3) / 3
    assert found.bcubed_f1 == pytest.approx(2 * (5 / 9) / (1 + 5 / 9))


def test_large_groups_do_not_hide_small_ones() -> None:
    truth = ["big"] * 50 + ["small", "small"]
    found = score(["big"] * 50 + ["s1", "s2"], truth)
    assert found.pair_recall > 0.99
    assert found.small_recall == 0


def test_no_rows_score_as_right() -> None:
    assert set(score([], [])) == {1.0}
