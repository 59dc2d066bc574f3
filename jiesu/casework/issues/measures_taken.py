"""What the think tank is to know of a project: codes, and no more."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Undertaking:
    """Something done about a service in some areas since a day.

    `service_level` (1 to 3) and `area_level` (`district`, `street`, `community`) are those of the
    codes; all areas are of one level.
    """

    project: int
    service: str
    service_level: int
    areas: tuple[str, ...]
    area_level: str
    since: date
