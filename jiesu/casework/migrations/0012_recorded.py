"""One log for things of all rooms: a chain's name beside a thing's number, and links between them.

SQLite writes a table anew to change its constraint: once here, where Django would do so for each
change. Its triggers are gone with the old table and are put up again.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.utils import timezone

from jiesu.casework.ledger import one_way, triggers

_POSTGRESQL = (
    "ALTER TABLE casework_logentry DROP CONSTRAINT one_entry_per_version",
    "ALTER TABLE casework_logentry RENAME COLUMN work_order_id TO thing_id",
    "ALTER TABLE casework_logentry ADD COLUMN chain varchar(16) DEFAULT 'work_order' NOT NULL",
    """ALTER TABLE casework_logentry ADD CONSTRAINT one_entry_per_version
    UNIQUE (chain, thing_id, seq)""",
)
_KEPT = """id, seq, event, appeal_id, at, recorded_at, actor_kind, actor_role, actor_id, payload,
    previous, hash"""
_SQLITE = (
    """CREATE TABLE new_logentry (
    id integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    chain varchar(16) DEFAULT 'work_order' NOT NULL,
    thing_id bigint NOT NULL,
    seq integer unsigned NOT NULL CHECK (seq >= 0),
    event varchar(64) NOT NULL,
    appeal_id bigint NULL,
    at datetime NOT NULL,
    recorded_at datetime NOT NULL,
    actor_kind varchar(16) NOT NULL,
    actor_role varchar(32) NOT NULL,
    actor_id bigint NULL,
    payload text NOT NULL CHECK ((JSON_VALID(payload) OR payload IS NULL)),
    previous varchar(64) NOT NULL,
    hash varchar(64) NOT NULL,
    CONSTRAINT one_entry_per_version UNIQUE (chain, thing_id, seq))""",
    f"""INSERT INTO new_logentry (thing_id, {_KEPT})
    SELECT work_order_id, {_KEPT} FROM casework_logentry ORDER BY id""",  # noqa: S608  (our own names)
    "DROP TABLE casework_logentry",
    "ALTER TABLE new_logentry RENAME TO casework_logentry",
    "CREATE INDEX casework_logentry_recorded_at_4d54f419 ON casework_logentry (recorded_at)",
)


def name_chains(_apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in _SQLITE if schema_editor.connection.vendor == "sqlite" else _POSTGRESQL:
        schema_editor.execute(statement, params=None)


def put_up_again(_apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    vendor = schema_editor.connection.vendor
    for statement in [*triggers.not_append_only(vendor), *triggers.append_only(vendor)]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0011_one_open_suggestion"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(name_chains, one_way.refuse)],
            state_operations=[
                migrations.RemoveConstraint(model_name="logentry", name="one_entry_per_version"),
                migrations.RenameField(
                    model_name="logentry", old_name="work_order_id", new_name="thing_id"
                ),
                migrations.AddField(
                    model_name="logentry",
                    name="chain",
                    field=models.CharField(
                        db_default="work_order", default="work_order", max_length=16
                    ),
                ),
                migrations.AddConstraint(
                    model_name="logentry",
                    constraint=models.UniqueConstraint(
                        fields=("chain", "thing_id", "seq"), name="one_entry_per_version"
                    ),
                ),
            ],
        ),
        migrations.RenameField(model_name="viewlog", old_name="appeal_id", new_name="thing_id"),
        migrations.AddField(
            model_name="viewlog",
            name="chain",
            field=models.CharField(db_default="appeal", default="appeal", max_length=16),
        ),
        migrations.RunPython(put_up_again, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="note",
            name="version",
            field=models.PositiveIntegerField(help_text="The log entry of the thing it explains."),
        ),
        migrations.AlterField(
            model_name="project",
            name="issue",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="projects",
                to="casework.issue",
            ),
        ),
        migrations.AddField(
            model_name="project",
            name="due_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="project",
            name="first_due_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="project",
            name="state",
            field=models.CharField(default="open", max_length=16),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="project",
            name="state_since",
            field=models.DateTimeField(default=timezone.now),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="project",
            name="version",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.CreateModel(
            name="Link",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("from_chain", models.CharField(max_length=16)),
                ("from_id", models.BigIntegerField()),
                ("to_chain", models.CharField(max_length=16)),
                ("to_id", models.BigIntegerField()),
                ("kind", models.CharField(max_length=16)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["to_chain", "to_id"], name="link_backwards")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("from_chain", "from_id", "to_chain", "to_id", "kind"),
                        name="one_link",
                    )
                ],
            },
        ),
    ]
