"""Which rows become one group, by how likely their pairs and how like their groups are."""

import numpy as np
import pytest

from jiesu.mining.grouping.clustering.agglomeration import join
from jiesu.mining.grouping.clustering.disjoint_sets import circles, roots
from jiesu.mining.grouping.clustering.evidence import WEIGHTS
from jiesu.mining.grouping.clustering.linkage import JOIN, Batch
from jiesu.mining.grouping.clustering.ties import RowColumns, Ties
from jiesu.mining.grouping.clustering.window import Positions, Window, push, window
from jiesu.mining.text.grams.packed import KEY_AT
from jiesu.mining.text.grams.rows import GramRows
from jiesu.mining.text.numbering import MOST

Pairs = list[tuple[int, float]]  # earlier rows, and how likely each is the same
ALIKE = 0.8  # probability of two rows that speak of one thing; of others it is 0
SURE, LIKELY = 0.99, (JOIN + 1) / 2
_GRAMS = 3  # of one thing


def _run(
    said: list[str],
    *partners: Pairs,
    apart: list[tuple[int, int]] | None = None,
    areas: list[int] | None = None,
) -> RowColumns:
    """Join rows: the things that each speaks of (a letter is one), and the pairs that bid."""
    ties = Ties()
    ties.add(np.zeros(len(said)))
    found = np.full((len(said), 8), -1, np.int32)
    odds = np.zeros((len(said), 8), np.float32)
    for row, pairs in enumerate(partners):
        for k, (other, likely) in enumerate(pairs):
            found[row, k], odds[row, k] = other, likely
    kept = np.array(apart or [], np.int64).reshape(-1, 2)
    ties.rows.guarded[np.unique(kept)] = True
    copy_of = np.full(len(said), -1, np.int32)
    new = Batch(0, found, odds, kept, _window(said, areas), _weights())
    join(new, copy_of, 0, ties.rows)
    return ties.rows


def _window(said: list[str], areas: list[int] | None) -> Window:
    held, count = window(len(said), 0), len(said)
    grams = [
        [(ord(thing) * _GRAMS + n) << KEY_AT for thing in sorted(row) for n in range(_GRAMS)]
        for row in said
    ]
    nothing = np.zeros((count, 2), np.float32)
    start = np.concatenate([[0], np.cumsum([len(row) for row in grams])])
    gram = np.array([one for row in grams for one in row], np.uint32)
    numbers = np.full((count, MOST), -1, np.int64)
    area = np.array(areas or [0] * count, np.int64)
    where = Positions(np.zeros(count), np.full((count, 2), np.nan), area)
    push(GramRows(start, gram, nothing, nothing, numbers), where, held)
    return held


def _weights() -> np.ndarray:
    """Give weights that ask for nothing but a few grams in common."""
    weights = np.zeros_like(WEIGHTS)
    weights[:, -1] = np.log(ALIKE / (1 - ALIKE))
    return weights


def _groups(
    said: list[str], *partners: Pairs, apart: list[tuple[int, int]] | None = None
) -> list[int]:
    found: list[int] = roots(_run(said, *partners, apart=apart).parent).tolist()
    return found


def _crowd(first: int, size: int) -> list[Pairs]:
    """Give rows that are surely the same as all before them, from number `first` on."""
    return [[(other, SURE) for other in range(first, first + n)] for n in range(size)]


def test_a_row_joins_what_is_likely_the_same_and_nothing_else() -> None:
    assert _groups(["A", "B", "C"], [], [(0, LIKELY)], [(0, JOIN - 0.01)]) == [0, 0, 2]


def test_one_lucky_neighbour_in_a_crowd_is_not_enough() -> None:
    said = ["A", "A", "A", "A", "AB", "B"]
    assert _groups(said, *_crowd(0, 5), [(4, LIKELY)]) == [0, 0, 0, 0, 0, 5]


def test_of_a_crowd_only_the_likeliest_are_counted() -> None:
    many, few = ["AB"] * 5 + ["A"] * 3 + ["B"], ["AB"] * 2 + ["A"] * 6 + ["B"]
    assert _groups(many, *_crowd(0, 8), [(0, LIKELY)]) == [0] * 9
    assert _groups(few, *_crowd(0, 8), [(0, LIKELY)]) == [0] * 8 + [8]


@pytest.mark.parametrize(("area", "group"), [(1, 0), (2, 8)])
def test_what_was_found_speaks_for_a_row_in_its_own_area_only(area: int, group: int) -> None:
    said, areas = ["A"] * 8 + ["B"], [1] * 8 + [area]
    run = _run(said, *_crowd(0, 8), [(n, LIKELY) for n in range(5)], areas=areas)
    assert roots(run.parent)[8] == group


def test_the_likeliest_group_gets_a_row_whatever_came_first() -> None:
    assert _groups(["A", "B", "AB"], [], [], [(0, LIKELY), (1, SURE)]) == [0, 1, 1]
    assert _groups(["A", "B", "AB"], [], [], [(0, SURE), (1, LIKELY)]) == [0, 1, 0]


def test_a_later_row_of_a_round_is_heard_before_a_less_likely_earlier_one() -> None:
    said = ["AB", "A", "B"]
    assert _groups(said, [], [(0, LIKELY)], [(0, SURE)]) == [0, 1, 0]


def test_groups_that_speak_of_one_thing_become_one() -> None:
    assert _groups(["A", "A", "A"], [], [], [(0, SURE), (1, SURE)]) == [0, 0, 0]


def test_groups_that_only_one_row_could_belong_to_both_stay_two() -> None:
    said = ["A", "A", "A", "B", "B", "B", "AB"]
    both: Pairs = [*[(n, SURE) for n in range(3)], *[(n, LIKELY) for n in range(3, 6)]]
    assert _groups(said, *_crowd(0, 3), *_crowd(3, 3), both) == [0, 0, 0, 3, 3, 3, 0]


def test_no_likeness_outweighs_what_people_decided() -> None:
    every: Pairs = [(n, SURE) for n in range(6)]
    found = _groups(["A"] * 12, *_crowd(0, 3), *_crowd(3, 3), *[every] * 6, apart=[(1, 4)])
    assert found[:6] == [0, 0, 0, 3, 3, 3]


@pytest.mark.parametrize("likely", [LIKELY, SURE])
def test_a_tie_is_noted_on_both_sides(likely: float) -> None:
    run = _run(["A", "A"], [], [(0, likely)])
    assert run.partner.tolist() == [1, 0]
    assert run.tie.tolist() == pytest.approx([likely, likely])


def test_size_circle_and_group_agree() -> None:
    run = _run(["A"] * 7, *_crowd(0, 4), *_crowd(4, 2), [])
    group = roots(run.parent)
    assert run.size[np.unique(group)].tolist() == [4, 2, 1]
    for row in range(7):
        met, at = {row}, int(run.next[row])
        while at != row:
            met.add(at)
            at = int(run.next[at])
        assert met == set(np.flatnonzero(group == group[row]).tolist())


def test_circles_go_through_every_row_of_a_group() -> None:
    assert circles(np.array([0, 1, 0, 0, 1], np.int32)).tolist() == [3, 4, 0, 2, 1]
