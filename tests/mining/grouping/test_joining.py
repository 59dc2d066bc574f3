"""Which group a row enters, by how likely its partners are the same problem."""

import numpy as np
import pytest

from jiesu.mining.grouping.forest import roots
from jiesu.mining.grouping.joining import JOIN, MERGE, RIVAL, VOTES, join
from jiesu.mining.grouping.ties import Rows, Ties

Pairs = list[tuple[int, float]]
NOBODY = np.empty((0, 2), np.int64)
SURE, LIKELY, MAYBE = 0.99, (JOIN + 1) / 2, (RIVAL + MERGE) / 2


def _run(*partners: Pairs, apart: list[tuple[int, int]] | None = None) -> Rows:
    """Join rows; of each the earlier rows it is like, and how likely they are the same."""
    ties = Ties()
    ties.add(np.zeros(len(partners)))
    found = np.full((len(partners), 8), -1, np.int32)
    odds = np.zeros((len(partners), 8), np.float32)
    for row, pairs in enumerate(partners):
        for k, (other, likely) in enumerate(pairs):
            found[row, k], odds[row, k] = other, likely
    kept = np.array(apart or [], np.int64).reshape(-1, 2)
    ties.rows.guarded[np.unique(kept)] = True
    copy_of = np.full(len(partners), -1, np.int32)
    join(0, copy_of, found, odds, kept, 0, ties.rows)
    return ties.rows


def _groups(*partners: Pairs, apart: list[tuple[int, int]] | None = None) -> list[int]:
    found: list[int] = roots(_run(*partners, apart=apart).parent).tolist()
    return found


def _crowd(first: int, size: int) -> list[Pairs]:
    """Give rows that are surely the same as all before them, from number `first` on."""
    return [[(other, SURE) for other in range(first, first + n)] for n in range(size)]


def test_a_row_joins_what_is_likely_the_same_and_nothing_else() -> None:
    assert _groups([], [(0, LIKELY)], [(0, JOIN - 0.01)]) == [0, 0, 2]


def test_one_lucky_neighbour_in_a_crowd_is_not_enough() -> None:
    assert _groups(*_crowd(0, 5), [(4, LIKELY)]) == [0, 0, 0, 0, 0, 5]


def test_the_group_that_most_speaks_for_a_row_gets_it() -> None:
    assert _groups([], [], [(0, LIKELY), (1, SURE)])[2] == 1


def test_two_groups_that_one_row_surely_belongs_to_are_one() -> None:
    assert _groups([], [], [(0, SURE), (1, SURE)]) == [0, 0, 0]


def test_groups_that_row_after_row_could_have_joined_become_one() -> None:
    rows = [*_crowd(0, 3), *_crowd(3, 3)]
    voters = int(np.ceil(VOTES / MAYBE)) + 1
    vote: Pairs = [*[(n, SURE) for n in range(3)], *[(n, MAYBE) for n in range(3, 6)]]
    assert set(_groups(*rows, *[vote] * (voters - 2))) == {0, 3}
    assert set(_groups(*rows, *[vote] * voters)) == {0}


def test_no_votes_outweigh_what_people_decided() -> None:
    rows = [*_crowd(0, 3), *_crowd(3, 3)]
    vote: Pairs = [*[(n, SURE) for n in range(3)], *[(n, SURE) for n in range(3, 6)]]
    found = _groups(*rows, *[vote] * 20, apart=[(1, 4)])
    assert found[:6] == [0, 0, 0, 3, 3, 3]


@pytest.mark.parametrize("likely", [LIKELY, SURE])
def test_a_tie_is_noted_on_both_sides(likely: float) -> None:
    run = _run([], [(0, likely)])
    assert run.partner.tolist() == [1, 0]
    assert run.tie.tolist() == pytest.approx([likely, likely])


def test_size_and_group_agree() -> None:
    run = _run(*_crowd(0, 4), *_crowd(4, 2), [])
    assert run.size[np.unique(roots(run.parent))].tolist() == [4, 2, 1]
