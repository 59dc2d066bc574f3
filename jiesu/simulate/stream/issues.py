"""Issues: the same problem at the same place, told by one resident or by many, over hours or weeks.

Everything about an issue follows from its key, and everything about one telling of it from the
issue's key and the number of the telling: so rows may be drawn in any order and any batches.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from jiesu.simulate import draw
from jiesu.simulate.draw import Floats, Ints, Keys
from jiesu.simulate.telling.lexicon import BUILDINGS

HOUR, DAY = 3_600_000_000, 86_400_000_000  # in microseconds

# (share of issues, mean size above one) by how the trouble spreads; the rest is told only once.
_SIZES: dict[str, tuple[tuple[float, float], ...]] = {
    "": ((0.125, 1.9), (0.018, 8.0), (0.0015, 25.0)),
    "self": ((0.14, 2.2), (0.035, 10.0), (0.006, 45.0)),
    "pushed": ((0.16, 2.4), (0.06, 9.0), (0.006, 40.0)),
    "mass": ((0.10, 2.5), (0.03, 14.0), (0.008, 80.0)),
}
SPREADS = tuple(_SIZES)
# Mean days between a telling and the one it stirs up, or after the blow.
_PACE = {"": 9.0, "self": 1.3, "pushed": 0.16, "mass": 2.2}
_LINGER = 1.0  # paces after the last telling in which the trouble is still the same one
_LINGER_LEAST = 2.0  # days


class Births(NamedTuple):
    """Issues that begin, a row each."""

    number: Ints
    key: Keys
    topic: Ints
    place: Ints
    at: Ints  # microseconds since 1970, local time
    size: Ints


class Tellings(NamedTuple):
    """Single tellings, a row each; `number` is the issue's, `member` counts from 0."""

    number: Ints
    key: Keys
    topic: Ints
    place: Ints
    born: Ints
    member: Ints
    at: Ints

    def rows(self, chosen: Ints) -> "Tellings":
        """Choose rows."""
        return Tellings._make(column[chosen] for column in self)


def sizes(keys: Keys, spread: Ints, largest: int) -> Ints:
    """Draw how many tell of each issue."""
    found = np.ones(len(keys), np.int64)
    luck = draw.uniform(keys, "size")
    for number, name in enumerate(SPREADS):
        upper = 0.0
        for share, mean in _SIZES[name]:
            chosen = (spread == number) & (luck >= upper) & (luck < upper + share)
            upper += share
            more = draw.exponential(keys[chosen], "how many", mean)
            found[chosen] = 2 + more.astype(np.int64)
    return np.minimum(found, largest)


def building(keys: Keys) -> Ints:
    """Say in which building of an estate each issue is."""
    return draw.pick(keys, "building", BUILDINGS)


def linger(spread: Ints) -> Ints:
    """Give how long after its last telling an issue is still there, in microseconds."""
    pace = np.array([_PACE[name] for name in SPREADS])[spread]
    found: Ints = (np.maximum(_LINGER * pace, _LINGER_LEAST) * DAY).astype(np.int64)
    return found


def delays(keys: Keys, size: Ints, spread: Ints) -> tuple[Ints, Ints, Floats]:
    """Give (which issue, member, days after the first) for all tellings but the first."""
    which = np.repeat(np.arange(len(keys)), size - 1)
    member = np.arange(len(which)) - np.repeat(np.cumsum(size - 1) - (size - 1), size - 1) + 1
    own = draw.child(keys[which], member)
    pace = np.array([_PACE[name] for name in SPREADS])[spread[which]]
    after = draw.exponential(own, "delay", pace)
    parent = draw.pick(own, "parent", member)
    _follow(after, spread[which] == SPREADS.index("self"), parent, member)
    return which, member, after


def _follow(after: Floats, stirred: NDArray[np.bool_], parent: Ints, member: Ints) -> None:
    """Let a telling that another stirred up wait for it, generation by generation."""
    rows = np.flatnonzero(stirred)
    for generation in range(2, int(member[rows].max(initial=0)) + 1):
        due = rows[member[rows] == generation]
        due = due[parent[due] > 0]
        after[due] += after[due - member[due] + parent[due]]
