"""What people decided: rows that are one problem, and rows that never are.

Both hold whatever the machine finds. `same` rows start as one group. Two groups that hold a pair of
`apart` never become one: `joining` asks before it unites. A group that a new decision breaks is
taken apart as little as that asks.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

import numba as nb
import numpy as np
import numpy.typing as npt

from jiesu.mining.grouping.clustering.disjoint_sets import roots, roots_of, unite
from jiesu.mining.grouping.clustering.evidence import FEATURES, WEIGHTS, probability
from jiesu.mining.grouping.clustering.window import Window, grams_in
from jiesu.mining.text.grams.overlap import hash_grams, make_scratch

Pairs: TypeAlias = Sequence[tuple[str, str]]  # of ids
_NONE = np.empty((0, 2), np.int64)


class Constraints(NamedTuple):
    """Pairs of row numbers; shapes (pairs, 2)."""

    same: npt.NDArray[np.int64] = _NONE
    apart: npt.NDArray[np.int64] = _NONE

    @property
    def named(self) -> npt.NDArray[np.int64]:
        """The rows that people spoke about, sorted."""
        return np.unique(np.concatenate([self.same.ravel(), self.apart.ravel()]))


UNCONSTRAINED = Constraints()


class ContradictionError(ValueError):
    """Two appeals are said to be one problem and not to be one."""


def refuse_contradiction(same: Pairs, apart: Pairs) -> None:
    """Raise `ContradictionError` where a pair of `apart` is the same, by whatever way."""
    names = list({one for pair in (*same, *apart) for one in pair})
    number = {name: at for at, name in enumerate(names)}
    parent = np.arange(len(names), dtype=np.int32)
    pairs = by_number(same, number)
    unite(parent, pairs[:, 0], pairs[:, 1])
    label = roots(parent)
    for one, other in apart:
        if label[number[one]] == label[number[other]]:
            raise ContradictionError(
                f"{one} and {other} are said to be apart and, by what else is said, the same:"
                " leave one of the two out"
            )


def enforce(parent: Any, decided: Constraints, held: Window) -> None:
    """Take apart the groups that decisions break, then make one what is the same."""
    together = parent.copy()
    unite(together, decided.same[:, 0], decided.same[:, 1])
    one, other = (roots_of(together, decided.apart[:, side]) for side in (0, 1))
    broken = np.unique(one[one == other])
    if len(broken):
        group = roots(together)
        for number in broken:
            _take_apart(parent, np.flatnonzero(group == number), decided, held)
    unite(parent, decided.same[:, 0], decided.same[:, 1])


def _take_apart(parent: Any, members: Any, decided: Constraints, held: Window) -> None:
    """Give each side of a broken group its own root; rows nobody spoke about follow the likest."""
    side = _sides(members, decided)
    unnamed = members[side < 0]
    side[side < 0] = _nearest_side(unnamed, members[side >= 0], side[side >= 0], held, WEIGHTS)
    for number in range(side.max() + 1):
        rows = members[side == number]
        parent[rows] = rows.min()


def _sides(members: Any, decided: Constraints) -> Any:
    """Give the side of each row that people spoke about, as few sides as hold; -1 for others."""
    position = {int(row): at for at, row in enumerate(members)}
    known = Constraints._make(by_number(pairs.tolist(), position) for pairs in decided)
    parent = np.arange(len(members), dtype=np.int32)
    unite(parent, known.same[:, 0], known.same[:, 1])
    label = roots(parent)
    foes: dict[int, set[int]] = {}
    for a, b in label[known.apart].tolist():
        foes.setdefault(a, set()).add(b)
        foes.setdefault(b, set()).add(a)
    sides: list[set[int]] = []
    for one in np.unique(label[known.named]).tolist():
        _seat(one, foes.get(one, set()), sides)
    number = {one: at for at, side in enumerate(sides) for one in side}
    return np.array([number.get(one, -1) for one in label.tolist()])


def by_number(pairs: Iterable[Sequence[Any]], number: Mapping[Any, int]) -> npt.NDArray[np.int64]:
    """Give the pairs of which both ends have a number, as numbers."""
    known = [[number[a], number[b]] for a, b in pairs if a in number and b in number]
    return np.array(known, np.int64).reshape(-1, 2)


def _seat(one: int, foes: set[int], sides: list[set[int]]) -> None:
    """Put it on the first side without a foe, or on a new one."""
    for side in sides:
        if not side & foes:
            side.add(one)
            return
    sides.append({one})


@nb.njit(cache=True)
def _nearest_side(rows: Any, named: Any, side: Any, held: Window, weights: Any) -> Any:
    """Give for each row the side whose rows it is likest on average; the first where it is none."""
    found = np.zeros(len(rows), np.int64)
    room = np.empty(len(FEATURES), np.float32)
    scratch = make_scratch()
    total = np.empty(side.max() + 1)
    count = np.empty(side.max() + 1)
    oldest, newest = held.state[2], held.state[0]
    for k in range(len(rows)):
        if not oldest <= rows[k] < newest:
            continue
        hash_grams(grams_in(rows[k], held), scratch)
        total[:] = 0
        count[:] = 1e-9
        for m in range(len(named)):
            if oldest <= named[m] < newest:
                total[side[m]] += probability(rows[k], named[m], scratch, held, weights, room)
                count[side[m]] += 1
        found[k] = np.argmax(total / count)
    return found
