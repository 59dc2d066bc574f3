"""Which moments can be meant: what was said and done lies behind, what is promised not far ahead.

What lies outside is a slip: an empty date that a program wrote as the year 1, a unit mistaken, a
clock of another century. It is asked about, and not kept.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple, Self

EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)  # before it no service kept appeals by computer
CLOCKS_DIFFER = timedelta(minutes=5)  # so far may the clock of another machine be ahead
_FARTHEST_PROMISE = timedelta(days=20 * 366)


class Bounds(NamedTuple):
    """The first and the last moment that may be meant, aware."""

    first: datetime
    last: datetime

    def hold(self, moment: datetime) -> bool:
        """Say whether the moment, aware, may be meant; both ends may."""
        return self.first <= moment <= self.last


@dataclass(frozen=True)
class Span:
    """What is plausible seen from one moment: of `past` deeds, and of what is `due`."""

    past: Bounds
    due: Bounds

    @classmethod
    def around(cls, now: datetime, *, earliest: datetime = EARLIEST) -> Self:
        """Give the bounds as they are `now`; a source that is older says its own `earliest`."""
        return cls(
            Bounds(earliest, now + CLOCKS_DIFFER),
            Bounds(earliest, now + _FARTHEST_PROMISE),
        )
