"""What people decided holds, whatever comes before it, with it or after it."""

import itertools
from collections.abc import Callable

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from jiesu.mining.grouping.api import groups
from jiesu.mining.grouping.clustering.constraints import ContradictionError, refuse_contradiction
from jiesu.mining.grouping.run import Run

from .conftest import TEXTS, appeals, groups_of

_ids = st.integers(0, 23).map(str)
_pairs = st.lists(st.tuples(_ids, _ids).filter(lambda pair: pair[0] != pair[1]), max_size=8)
_said = st.lists(st.sampled_from(TEXTS), min_size=2, max_size=24)


@settings(
    max_examples=80,
    deadline=None,
)
@given(said=_said, same=_pairs, apart=_pairs, cuts=st.lists(st.integers(1, 23), max_size=3))
def test_decisions_hold_after_every_join(
    new_run: Callable[[], Run],
    said: list[str],
    same: list[tuple[str, str]],
    apart: list[tuple[str, str]],
    cuts: list[int],
) -> None:
    try:
        refuse_contradiction(same, apart)
    except ContradictionError:
        assume(False)
    run = new_run()
    edges = [0, *sorted({cut for cut in cuts if cut < len(said)}), len(said)]
    decided = cuts[0] if cuts else 0  # from which row on anybody had decided
    for first, last in itertools.pairwise(edges):
        if first >= decided:
            run.decide(same, apart)
        run.join(appeals(said[first:last], first))
    if run.same or run.apart:
        found = groups_of(run)
        assert all(found[a] == found[b] for a, b in same if a in found and b in found)
        assert all(found[a] != found[b] for a, b in apart if a in found and b in found)


def test_without_decisions_the_same_words_are_one_group(new_run: Callable[[], Run]) -> None:
    run = new_run()
    run.join(appeals(TEXTS))
    assert [*groups_of(run).values()][:3] == ["0", "0", "0"]


def test_apart_holds_though_a_third_is_like_both(new_run: Callable[[], Run]) -> None:
    run = new_run()
    run.decide([], [("0", "1")])
    run.join(appeals(TEXTS[:2]))
    run.join(appeals(TEXTS[2:3], 2))
    found = groups_of(run)
    assert found["0"] != found["1"]
    assert found["2"] in {found["0"], found["1"]}


def test_copies_of_what_was_split_off_go_with_it(new_run: Callable[[], Run]) -> None:
    run = new_run()
    run.join(appeals([TEXTS[0], TEXTS[1], TEXTS[1], TEXTS[0]]))
    assert set(groups_of(run).values()) == {"0"}
    run.decide([], [("0", "1")])
    run.join(appeals(TEXTS[3:4], 4))
    assert groups_of(run) == {"0": "0", "1": "1", "2": "1", "3": "0", "4": "4"}


def test_what_nobody_spoke_about_stays_as_it_was(new_run: Callable[[], Run]) -> None:
    run = new_run()
    run.join(appeals(TEXTS))
    before = groups_of(run)
    run.decide([], [("0", "1")])
    run.join(appeals(TEXTS[3:4], len(TEXTS)))
    after = groups_of(run)
    assert {one: after[one] for one in "34567"} == {one: before[one] for one in "34567"}


def test_a_member_that_only_a_person_put_there_says_so(new_run: Callable[[], Run]) -> None:
    run = new_run()
    run.decide([("0", "5")], [])
    rows = run.table(run.join(appeals(TEXTS))).to_pylist()
    assert (rows[5]["group"], rows[5]["because"]) == ("0", "decided")


def test_decisions_that_were_taken_back_no_longer_hold(new_run: Callable[[], Run]) -> None:
    run = new_run()
    run.decide([], [("0", "1")])
    run.join(appeals(TEXTS[:2]))
    run.decide([("0", "1")], [])
    run.join(appeals(TEXTS[2:], 2))
    assert [*groups_of(run).values()][:3] == ["0", "0", "0"]


def test_a_contradiction_is_refused_with_the_ids() -> None:
    with pytest.raises(ContradictionError, match="a and c are said to be apart"):
        groups(["a", "b", "c"], [TEXTS[:3]], same=[("a", "b"), ("b", "c")], apart=[("a", "c")])
