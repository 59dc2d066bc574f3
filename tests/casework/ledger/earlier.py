"""Fills an empty database with what the version of 30 November 2026 wrote (commit 565f603).

The rows stand as that version left them, each event among them, three projects on the chains of
work orders, two seals and deliveries that wait.
"""

import base64
import gzip
import json
from pathlib import Path
from typing import Any

from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

BASE = Path(__file__).with_name("base-2026-11-30.json.gz")


def load() -> None:
    """Make the tables of that version and write its rows into them."""
    base = json.loads(gzip.decompress(BASE.read_bytes()))
    leaves = [(app, name) for app, name in base["leaves"]]
    executor = MigrationExecutor(connection)
    executor.migrate(leaves)
    apps = executor.loader.project_state(leaves).apps
    models = {apps.get_model(label): rows for label, rows in base["tables"].items()}
    with transaction.atomic(), connection.cursor() as cursor:
        for model, table in models.items():
            write(model, table)
        for statement in connection.ops.sequence_reset_sql(no_style(), list(models)):
            cursor.execute(statement)


def write(model: Any, table: dict[str, list[Any]]) -> None:
    """Write the rows of one table, whatever columns it had."""
    binary = {field.attname for field in model._meta.concrete_fields if is_binary(field)}
    model._base_manager.bulk_create(
        model(**{name: base64.b64decode(v) if name in binary else v for name, v in row})
        for row in (zip(table["columns"], values, strict=True) for values in table["rows"])
    )


def is_binary(field: Any) -> bool:
    return bool(field.get_internal_type() == "BinaryField")
