"""What an analyst decided holds for the next run of mining."""

from hypothesis import given
from hypothesis import strategies as st

from jiesu.insight import decided


def test_without_decisions_nothing_changes() -> None:
    assert decided.apply({1: 1, 2: 1, 5: 5}) == {1: 1, 2: 1, 5: 5}


def test_a_confirmed_set_stays_one_though_the_machine_parts_it() -> None:
    assert decided.apply({1: 1, 2: 2, 3: 2, 4: 4}, together=[[1, 2]]) == {1: 1, 2: 1, 3: 1, 4: 4}


def test_two_confirmed_sets_stay_two_though_the_machine_joins_them() -> None:
    found = dict.fromkeys(range(1, 8), 1)
    groups = decided.apply(found, together=[[1, 2, 3], [5, 6]])
    assert groups == {1: 1, 2: 1, 3: 1, 4: 1, 7: 1, 5: 5, 6: 5}


def test_sets_that_share_an_appeal_are_one() -> None:
    assert decided.apply({}, together=[[1, 2], [4, 5], [2, 4]]) == dict.fromkeys([1, 2, 4, 5], 1)


def test_what_was_split_off_stays_off() -> None:
    found = dict.fromkeys([1, 2, 3, 4], 1)
    assert decided.apply(found, apart=[([1, 2], [3, 4])]) == {1: 1, 2: 1, 3: 3, 4: 3}


def test_two_splits_of_one_group_stay_two() -> None:
    found = dict.fromkeys([1, 2, 3], 1)
    assert decided.apply(found, apart=[([1, 3], [2]), ([1], [3])]) == {1: 1, 2: 2, 3: 3}


def test_a_dismissed_group_is_shown_again_when_it_has_more_than_doubled() -> None:
    groups = dict.fromkeys(range(1, 5), 1) | dict.fromkeys(range(10, 15), 10)
    assert decided.dismissed(groups, [[1, 2], [10, 11]]) == {1}


@given(
    st.dictionaries(st.integers(1, 40), st.integers(1, 40)),
    st.lists(st.lists(st.integers(1, 40), min_size=1), max_size=4),
)
def test_sets_hold_and_deciding_again_changes_nothing(
    found: dict[int, int], together: list[list[int]]
) -> None:
    groups = decided.apply(found, together=together)
    for members in together:
        assert len({groups[one] for one in members}) == 1
    assert decided.apply(groups, together=together) == groups
