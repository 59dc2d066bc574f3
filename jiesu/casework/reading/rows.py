"""The rows that reading hands out, by name, for those who annotate what they were given.

A door names a row and cannot ask its table for others: at run time nothing stands behind these
names, so that every row somebody sees has passed the gate.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jiesu.casework.models import (
        Appeal,
        Attachment,
        Deadline,
        FollowUp,
        GroupDecision,
        ImportRun,
        Issue,
        LogEntry,
        Milestone,
        Project,
        Reply,
        Suggestion,
        WorkOrder,
    )
else:

    class _Row:
        """Stands for a row in an annotation."""

    Appeal = Attachment = Deadline = FollowUp = GroupDecision = ImportRun = Issue = _Row
    LogEntry = Milestone = Project = Reply = Suggestion = WorkOrder = _Row

__all__ = [
    "Appeal",
    "Attachment",
    "Deadline",
    "FollowUp",
    "GroupDecision",
    "ImportRun",
    "Issue",
    "LogEntry",
    "Milestone",
    "Project",
    "Reply",
    "Suggestion",
    "WorkOrder",
]
