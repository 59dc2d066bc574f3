"""Reference data with validity dates: who, what, where."""

from jiesu.directory.models.changes import DirectoryChange
from jiesu.directory.models.people import Person, RoleGrant
from jiesu.directory.models.places import Area, Level
from jiesu.directory.models.policy import Number, PolicyNumber, Span, Stage, StageLimit
from jiesu.directory.models.work import (
    CalendarDay,
    DutyItem,
    Service,
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
    "Number",
    "Person",
    "PolicyNumber",
    "RoleGrant",
    "Service",
    "Span",
    "Stage",
    "StageLimit",
    "Unit",
    "UnitLevel",
    "Urgency",
]
