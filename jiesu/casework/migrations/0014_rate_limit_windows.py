"""Calls the windows of rate limits by their name, and an appellant no "he"."""

from django.db import migrations, models

from jiesu.casework.ledger import one_way


class Migration(migrations.Migration):
    dependencies = [("casework", "0013_projects_on_their_own_chain")]

    operations = [
        migrations.RenameModel("Tally", "RateLimitWindow"),
        migrations.AlterField(
            "appeal",
            "contacted",
            models.BooleanField(
                help_text="Whether the unit contacted the appellant, in the appellant's words.",
                null=True,
            ),
        ),
        # The way back ends at the step before; refused here too, it leaves no base half way.
        migrations.RunPython(migrations.RunPython.noop, one_way.refuse),
    ]
