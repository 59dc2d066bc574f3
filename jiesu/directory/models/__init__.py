"""Reference data with validity dates: who, what, where."""

from jiesu.directory.models.changes import DirectoryChange
from jiesu.directory.models.people import Person, RoleGrant
from jiesu.directory.models.places import Area, Level
from jiesu.directory.models.work import (
    CalendarDay,
    DutyItem,
    Service,
    Stage,
    StageLimit,
    Unit,
    UnitLevel,
    Urgency,
)

__all__ = [
    "Area",
    "CalendarDay",
    "DirectoryChange",
    "DutyItem",
    "Level",
    "Person",
    "RoleGrant",
    "Service",
    "Stage",
    "StageLimit",
    "Unit",
    "UnitLevel",
    "Urgency",
]
