"""How large the city is: from 150 communities, as in a demonstration, to more than Beijing's 7,000.

What one community has to say must stay what one community can have to say, so a stream of more
appeals asks for a larger city.
"""

from math import ceil
from typing import NamedTuple

SMALLEST, LARGEST = 150, 20_000
# Beijing's 12345 takes 25.8 million appeals a year (2024) from more than 7,000 communities.
_PER_COMMUNITY = 3_600
_YEAR = 365
# From 6 districts and 30 streets at 150 communities to Beijing's 16 and some 340 at 7,000.
_DISTRICTS, _DISTRICT_GROWTH = 6, 0.255
_STREETS, _STREET_GROWTH = 30, 0.632
_RESIDENTS, _RESIDENTS_EACH = 3_800_000, 3_100  # at least; in a community


class Size(NamedTuple):
    """A city of so many communities (150 to 20,000), each of four grids."""

    communities: int = SMALLEST

    @property
    def times(self) -> float:
        """Say how many of the smallest city it would hold."""
        return self.communities / SMALLEST

    @property
    def is_large(self) -> bool:
        """Tell whether it needs more names than the smallest city."""
        return self.communities > SMALLEST

    @property
    def residents(self) -> int:
        """Count the residents who may speak."""
        return max(_RESIDENTS, _RESIDENTS_EACH * self.communities)

    @property
    def counts(self) -> tuple[int, int, int]:
        """Count the districts, streets and communities of the whole city."""
        districts = round(_DISTRICTS * self.times**_DISTRICT_GROWTH)
        return districts, round(_STREETS * self.times**_STREET_GROWTH), self.communities


SMALLEST_SIZE = Size()


def fitting(appeals: int, days: int) -> Size:
    """Give the smallest city whose communities have no more to say than Beijing's."""
    wanted = ceil(appeals / (days / _YEAR) / _PER_COMMUNITY)
    return Size(min(max(SMALLEST, wanted), LARGEST))
