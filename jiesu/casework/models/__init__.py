"""The rows of casework; only `record`, the stages and the vault write them."""

from jiesu.casework.models.appeals import (
    Appeal,
    Attachment,
    FollowUp,
    Kind,
    Merge,
    Reply,
    Secrecy,
)
from jiesu.casework.models.imports import ImportRun
from jiesu.casework.models.log import Delivery, LogEntry, Seal
from jiesu.casework.models.projects import Milestone, Project
from jiesu.casework.models.proposals import GroupDecision, Proposal
from jiesu.casework.models.tallies import Tally
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
    "Kind",
    "LogEntry",
    "Merge",
    "Milestone",
    "Note",
    "Objection",
    "Project",
    "Proposal",
    "Reply",
    "Seal",
    "Secrecy",
    "Tally",
    "ViewLog",
    "WorkOrder",
]
