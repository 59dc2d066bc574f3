"""Decisions add up; the last word counts."""

from hypothesis import given
from hypothesis import strategies as st

from jiesu.casework.issues.constraints import Constraints, added_up
from jiesu.casework.models import GroupDecision

_Kind = GroupDecision.Kind
_ids = st.lists(st.integers(1, 12), min_size=1, max_size=5, unique=True)


@given(st.lists(st.tuples(_ids, st.none() | _ids), max_size=8))
def test_what_stands_never_contradicts_itself(
    said: list[tuple[list[int], list[int] | None]],
) -> None:
    found = Constraints()
    for members, leave in said:
        if leave is None:
            found.join(members)
        else:
            found.part(members, leave)
        sets = [set(one) for one in found.together]
        for stay, leaving in found.apart:
            assert not any(one & set(stay) and one & set(leaving) for one in sets)
        assert sum(map(len, sets)) == len(set[int]().union(*sets)), "no appeal in two sets"


def _said(kind: str, members: list[int], apart: list[int] | None = None) -> GroupDecision:
    return GroupDecision(kind=kind, members=members, apart=apart or [])


def test_a_split_parts_what_was_merged() -> None:
    found = added_up([_said(_Kind.MERGE, [1, 2, 3]), _said(_Kind.SPLIT, [1], [3])])
    assert found == Constraints(together=[[1, 2], [3]], apart=[([1], [3])])


def test_a_merge_joins_what_was_split() -> None:
    found = added_up([_said(_Kind.SPLIT, [1, 2], [3, 4]), _said(_Kind.MERGE, [1, 3])])
    assert found == Constraints(together=[[1, 3]], apart=[([2], [3, 4]), ([1], [4])])


def test_dismissed_groups_are_only_told() -> None:
    assert added_up([_said(_Kind.DISMISS, [1, 2])]) == Constraints(dismissed=[[1, 2]])
