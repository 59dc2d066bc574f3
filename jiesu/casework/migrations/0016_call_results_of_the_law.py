"""Leaves it to the law what may come of a call, and to the words what it is called."""

from django.db import migrations, models

from jiesu.casework.ledger import one_way


class Migration(migrations.Migration):
    dependencies = [("casework", "0015_lexemes_kept")]

    operations = [
        migrations.AlterField("followup", "result", models.CharField(max_length=16)),
        # The way back ends at the step before; refused here too, it leaves no base half way.
        migrations.RunPython(migrations.RunPython.noop, one_way.refuse),
    ]
