"""Which issues are still spoken of, so that no second one begins where the same one is alive.

Two issues of one topic at one place and at one time are one problem, whoever drew them: no reader
could tell their appeals apart, so the truth must not either.
"""

import numpy as np
from numpy.typing import NDArray

from jiesu.simulate.draw import Ints
from jiesu.simulate.stream.issues import DAY, Births, Tellings, building, linger

Flags = NDArray[np.bool_]
Slot = tuple[int, int, int]  # topic, place, building; -1 where the whole place is meant

_SWEEP = 30 * DAY  # how often what nobody speaks of any more is forgotten


class Alive:
    """For each slot the number of its issue, and until when people speak of that."""

    def __init__(self, spread: Ints, in_building: Flags) -> None:
        """Both go by topic: how it spreads, and whether it is about one building."""
        self._linger, self._in_building = linger(spread), in_building
        self._known: dict[Slot, tuple[int, int]] = {}
        self._swept = 0

    def taken(self, births: Births) -> Ints:
        """Give the rows whose slot has an issue that is alive, or one that begins before them."""
        found, new = [], set()
        for row, (slot, at) in enumerate(zip(self._slots(births), births.at.tolist(), strict=True)):
            if slot in new or self._known.get(slot, (0, -1))[1] >= at:
                found.append(row)
            new.add(slot)
        return np.array(found, np.int64)

    def join(self, first: Tellings, later: Tellings) -> tuple[Tellings, Tellings]:
        """Take in what begins; give both with the number of the issue they belong to.

        `first` has each birth once, in the order of their numbers; `later` are further tellings.
        """
        mine = np.searchsorted(first.number, later.number)
        last = first.at.copy()
        np.maximum.at(last, mine, later.at)
        last += self._linger[first.topic]
        columns = (self._slots(first), first.number, first.at, last)
        rows = zip(columns[0], *(column.tolist() for column in columns[1:]), strict=True)
        number = np.array([self._settle(*row) for row in rows], np.int64)
        self._sweep(int(first.at.min(initial=0)))
        return first._replace(number=number), later._replace(number=number[mine])

    def _slots(self, told: Births | Tellings) -> list[Slot]:
        house = np.where(self._in_building[told.topic], building(told.key), -1)
        return list(zip(told.topic.tolist(), told.place.tolist(), house.tolist(), strict=True))

    def _settle(self, slot: Slot, own: int, at: int, until: int) -> int:
        number, alive = self._known.get(slot, (own, until))
        if alive < at:
            number = own
        self._known[slot] = number, max(alive, until)
        return number

    def _sweep(self, now: int) -> None:
        if now - self._swept > _SWEEP:
            self._known = {slot: held for slot, held in self._known.items() if held[1] >= now}
            self._swept = now
