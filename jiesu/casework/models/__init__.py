"""The rows of casework; only `record`, the stages and the vault write them."""

from jiesu.casework.models.appeals import (
    Appeal,
    Attachment,
    FollowUp,
    Merge,
    Reply,
)
from jiesu.casework.models.imports import ImportRun
from jiesu.casework.models.links import Link
from jiesu.casework.models.log import Delivery, LogEntry, Seal
from jiesu.casework.models.projects import Milestone, Project
from jiesu.casework.models.rate_limits import RateLimitWindow
from jiesu.casework.models.recorded import (
    Promise,
    Recorded,
    Words,
    promise_kinds,
    recorded_kinds,
)
from jiesu.casework.models.suggestions import GroupDecision, Reasons, Suggestion
from jiesu.casework.models.vault import Identity, ViewLog
from jiesu.casework.models.work_orders import (
    Deadline,
    Extension,
    Issue,
    Note,
    Objection,
    WorkOrder,
)

__all__ = [
    "Appeal",
    "Attachment",
    "Deadline",
    "Delivery",
    "Extension",
    "FollowUp",
    "GroupDecision",
    "Identity",
    "ImportRun",
    "Issue",
    "Link",
    "LogEntry",
    "Merge",
    "Milestone",
    "Note",
    "Objection",
    "Project",
    "Promise",
    "RateLimitWindow",
    "Reasons",
    "Recorded",
    "Reply",
    "Seal",
    "Suggestion",
    "ViewLog",
    "Words",
    "WorkOrder",
    "promise_kinds",
    "recorded_kinds",
]
