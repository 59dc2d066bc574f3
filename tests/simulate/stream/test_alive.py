"""No two issues of one topic at one place and one time: nobody could tell their appeals apart."""

import numpy as np

from jiesu.simulate.stream.alive import Alive
from jiesu.simulate.stream.issues import DAY, Births, Tellings

STEADY = 0  # how topic 0 spreads, an index of `issues.SPREADS`


def _births(places: list[int], days: list[float]) -> Births:
    count = len(places)
    none = np.zeros(count, np.int64)
    key = np.arange(count).astype(np.uint64)
    at = (np.array(days) * DAY).astype(np.int64)
    return Births(np.arange(count), key, none, np.array(places), at, none + 1)


def _first(births: Births, number: int) -> Tellings:
    none = np.zeros(len(births.at), np.int64)
    own = births.number + number
    return Tellings(own, births.key, births.topic, births.place, births.at, none, births.at)


def _none() -> Tellings:
    return _first(_births([], []), 0)


def _alive() -> Alive:
    return Alive(np.array([STEADY]), np.array([False]))


def test_what_begins_where_the_same_is_spoken_of_is_the_same() -> None:
    alive = _alive()
    first, _ = alive.join(_first(_births([7, 8], [1.0, 1.0]), 0), _none())
    again, _ = alive.join(_first(_births([7], [5.0]), 2), _none())
    assert [*first.number, *again.number] == [0, 1, 0]


def test_what_begins_long_after_is_another() -> None:
    alive = _alive()
    alive.join(_first(_births([7], [1.0]), 0), _none())
    later, _ = alive.join(_first(_births([7], [90.0]), 1), _none())
    assert later.number.tolist() == [1]


def test_further_tellings_follow_their_first() -> None:
    alive = _alive()
    alive.join(_first(_births([7], [1.0]), 0), _none())
    first = _first(_births([7], [2.0]), 5)
    _, later = alive.join(first, first._replace(at=first.at + DAY))
    assert later.number.tolist() == [0]


def test_a_place_is_taken_by_the_earlier_of_two_and_by_those_before() -> None:
    alive = _alive()
    births = _births([7, 8, 8], [1.0, 1.0, 1.5])
    assert alive.taken(births).tolist() == [2]
    alive.join(_first(births, 0), _none())
    assert alive.taken(_births([7, 9], [3.0, 3.0])).tolist() == [0]
