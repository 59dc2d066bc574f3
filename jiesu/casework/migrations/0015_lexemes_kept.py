"""Keeps what PostgreSQL searches beside the words, so that no question cuts them anew."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from jiesu.casework.ledger import one_way, triggers


def keep(_apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        for statement in triggers.POSTGRESQL_LEXEMES:
            schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("casework", "0014_rate_limit_windows")]
    operations = [migrations.RunPython(keep, one_way.refuse)]
