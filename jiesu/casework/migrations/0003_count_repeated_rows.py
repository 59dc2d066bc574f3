from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0002_guards")]

    operations = [
        migrations.RenameField(model_name="importrun", old_name="duplicate", new_name="known"),
        migrations.AddField(
            model_name="importrun",
            name="repeated",
            field=models.PositiveBigIntegerField(default=0),
        ),
    ]
