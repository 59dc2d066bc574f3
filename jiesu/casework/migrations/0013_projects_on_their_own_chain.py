"""Each project goes on in a chain of its own.

Its earlier steps stay where they were written, on the chain of a work order: the first entry of the
new chain names the last of them.
"""

from datetime import UTC, datetime, time
from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.utils import timezone

from jiesu.casework.ledger import audit, one_way


def move(apps: StateApps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    projects = apps.get_model("casework", "Project").objects.order_by("pk")
    if not projects.exists():
        return
    log = apps.get_model("casework", "LogEntry").objects
    told = log.filter(event__startswith="project.").order_by("pk")
    last = {entry.payload["project"]: entry for entry in told.iterator()}
    now = timezone.now()
    for project in projects:
        project.state = "ended" if project.ended_on else "open"
        project.state_since = _since(project)
        project.version = 1
        project.save()
        _begin(apps, project, last[project.pk], now)


def _since(project: Any) -> datetime:
    since: datetime = project.opened_at
    if project.ended_on:
        since = max(since, datetime.combine(project.ended_on, time.min, UTC))
    return since


def _begin(apps: StateApps, project: Any, last: Any, now: datetime) -> None:
    """Write the first entry of a project's own chain, and where the project came from."""
    entry = apps.get_model("casework", "LogEntry")(
        chain="project",
        thing_id=project.pk,
        seq=1,
        event="project.moved",
        at=now,
        recorded_at=now,
        actor_kind="system",
        actor_role="system",
        payload={"work_order": last.thing_id, "step": last.seq},
    )
    entry.hash = audit.digest(entry)
    entry.save()
    apps.get_model("casework", "Link").objects.create(
        from_chain="project",
        from_id=project.pk,
        to_chain="work_order",
        to_id=last.thing_id,
        kind="grew_from",
        at=now,
    )


class Migration(migrations.Migration):
    dependencies = [("casework", "0012_recorded")]
    operations = [migrations.RunPython(move, one_way.refuse)]
