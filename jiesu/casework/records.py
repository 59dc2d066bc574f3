"""Reading the records that nobody can change: the log, its seals, and who looked at identities."""

from django.db.models import QuerySet

from jiesu.casework.models import LogEntry, Seal, ViewLog


def entries(work_order_id: int | None = None) -> QuerySet[LogEntry]:
    """Give log entries, the latest first; with an id, those of one work order."""
    found = LogEntry.objects.order_by("-pk")
    return found if work_order_id is None else found.filter(work_order_id=work_order_id)


def seals() -> list[Seal]:
    """Give the latest seals."""
    return list(Seal.objects.order_by("-last_id")[:5])


def views() -> QuerySet[ViewLog]:
    """Give the looks at identities, the latest first."""
    return ViewLog.objects.select_related("by").order_by("-at")
