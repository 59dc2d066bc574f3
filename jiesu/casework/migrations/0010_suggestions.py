from collections import defaultdict
from collections.abc import Iterator
from itertools import islice
from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

_ROWS, _ORDERS = 2000, 500


def carry_over(apps: StateApps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Give every row its place, its reasons in parts, and an alternative its own verdict."""
    kind = apps.get_model("casework", "Suggestion")
    orders = kind.objects.order_by("work_order_id").values_list("work_order_id", flat=True)
    ids = orders.distinct().iterator(_ROWS)
    while some := list(islice(ids, _ORDERS)):
        changed = list(_changed(kind.objects.filter(work_order_id__in=some)))
        kind.objects.bulk_update(changed, ["place", "reasons", "verdict"], batch_size=_ROWS)


def _changed(rows: Any) -> Iterator[Any]:
    together = defaultdict(list)
    for row in rows.order_by("-confidence", "pk"):
        together[row.work_order_id, row.subject, row.decided_at].append(row)
    for shown in together.values():
        values: set[str] = set()
        for row in shown:
            row.place, row.reasons = len(values) + 1, _parts(row)
            if row.verdict == "corrected" and row.place > 1:
                row.verdict = "not_taken"
            if row.verdict == "open" and row.value in values:
                row.verdict = "lapsed"
            values.add(row.value)
            yield row


def _parts(row: Any) -> dict[str, Any]:
    if row.subject == "unit":
        return {"rule": row.reason} if row.reason else {}
    if row.reason.startswith("appeals:"):
        return {"count": int(row.reason.removeprefix("appeals:"))}
    return {"words": row.reason.split()} if row.reason else {}


class Migration(migrations.Migration):
    dependencies = [("casework", "0009_projects")]

    operations = [
        migrations.RenameModel("Proposal", "Suggestion"),
        migrations.AlterField(
            "suggestion",
            "work_order",
            models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="suggestions",
                to="casework.workorder",
            ),
        ),
        migrations.AddField(
            "suggestion",
            "place",
            models.PositiveSmallIntegerField(
                default=1, help_text="1 for the first of those shown together."
            ),
            preserve_default=False,
        ),
        migrations.AddField("suggestion", "reasons", models.JSONField(default=dict)),
        migrations.AlterField(
            "suggestion",
            "verdict",
            models.CharField(
                choices=[
                    ("open", "open"),
                    ("lapsed", "lapsed"),
                    ("accepted", "accepted"),
                    ("corrected", "corrected"),
                    ("not_taken", "not taken"),
                ],
                default="open",
                max_length=16,
            ),
        ),
        migrations.RunPython(carry_over),
    ]
