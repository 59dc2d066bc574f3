"""Keeps a mark of all that was sent, by which a retry is told from something else.

The column is added by hand: Django would write SQLite's table anew, and with it lose the triggers
that keep the search.
"""

from django.db import migrations, models

from jiesu.casework.ledger import one_way

_COLUMN = "ALTER TABLE casework_appeal ADD COLUMN fingerprint varchar(64) NOT NULL DEFAULT ''"


class Migration(migrations.Migration):
    dependencies = [("casework", "0017_promises_that_end_unmet")]

    operations = [
        migrations.RunSQL(
            _COLUMN,
            migrations.RunSQL.noop,
            state_operations=[
                migrations.AddField(
                    "appeal",
                    "fingerprint",
                    models.CharField(
                        blank=True,
                        db_default="",
                        default="",
                        help_text="Of all that was sent.",
                        max_length=64,
                    ),
                )
            ],
        ),
        # The way back ends at the step before; refused here too, it leaves no base half way.
        migrations.RunPython(migrations.RunPython.noop, one_way.refuse),
    ]
