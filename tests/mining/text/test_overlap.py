"""What two rows share is what their sets of grams share, wherever the grams are laid."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiesu.mining.text.grams.overlap import hash_grams, make_scratch, overlap
from jiesu.mining.text.grams.packed import KEY_AT, name_of, rarity_of
from jiesu.mining.text.grams.rows import LONGEST

# Keys that end alike are laid in one place, then in the next ones, round the end of the desk.
KEYS = st.one_of(st.integers(1, 40), st.integers(1, 40).map(lambda one: one << 10 | 1023))
ROWS = st.dictionaries(KEYS, st.integers(0, (1 << KEY_AT) - 1), max_size=60)


def _grams(row: dict[int, int]) -> np.ndarray:
    return np.array(sorted(key << KEY_AT | rest for key, rest in row.items()), np.uint32)


@given(ROWS, ROWS)
def test_what_is_shared_is_the_same_as_by_sets(one: dict[int, int], other: dict[int, int]) -> None:
    room = make_scratch()
    hash_grams(_grams(other), room)  # what lay there before must not count
    hash_grams(_grams(one), room)
    found = overlap(_grams(other), room)
    both = sorted(one.keys() & other.keys())
    assert found.grams == len(both)
    mine = np.array([one[key] for key in both], np.uint32)
    theirs = np.array([other[key] for key in both], np.uint32)
    rarity, name = (
        np.array([of(gram) for gram in mine], np.float64) for of in (rarity_of, name_of)
    )
    sums = {
        "where": name * rarity**2,
        "what": (1 - name) * rarity**2,
        "mine": rarity * (mine & 1),
        "mine_named": rarity * name * (mine & 1),
        "theirs": rarity * (theirs & 1),
        "theirs_named": rarity * name * (theirs & 1),
    }
    for field, values in sums.items():
        assert getattr(found, field) == pytest.approx(values.sum(), rel=1e-4, abs=1e-3), field


def test_the_longest_rows_have_room() -> None:
    room = make_scratch()
    row = np.arange(1, LONGEST + 1, dtype=np.uint32) << KEY_AT
    hash_grams(row, room)
    assert overlap(row, room).grams == LONGEST
