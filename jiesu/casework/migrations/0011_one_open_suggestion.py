from django.db import migrations, models


class Migration(migrations.Migration):
    # By itself: PostgreSQL alters no table beside rows of it that were changed just before.
    dependencies = [("casework", "0010_suggestions")]

    operations = [
        migrations.RemoveField("suggestion", "reason"),
        migrations.AddConstraint(
            "suggestion",
            models.UniqueConstraint(
                fields=["work_order", "subject", "value"],
                condition=models.Q(verdict="open"),
                name="one_open_suggestion",
            ),
        ),
    ]
