"""Tells a promise that was kept from one that ended because nobody owes it any more."""

from django.db import migrations, models

from jiesu.casework.ledger import one_way


class Migration(migrations.Migration):
    dependencies = [("casework", "0016_call_results_of_the_law")]

    operations = [
        migrations.AddField("deadline", "ended_at", models.DateTimeField(blank=True, null=True)),
        # The way back ends at the step before; refused here too, it leaves no base half way.
        migrations.RunPython(migrations.RunPython.noop, one_way.refuse),
    ]
