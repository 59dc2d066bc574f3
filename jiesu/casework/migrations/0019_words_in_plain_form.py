"""Puts the words of earlier appeals into the plain form in which they are asked for from now on."""

from itertools import islice

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from jiesu.casework.ledger import one_way
from jiesu.mining.text.normalisation import plain

_BATCH = 2000


def plainly(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    appeals = apps.get_model("casework", "Appeal").objects.using(schema_editor.connection.alias)
    rows = appeals.only("pk", "words").order_by("pk").iterator(chunk_size=_BATCH)
    while batch := list(islice(rows, _BATCH)):
        changed = []
        for appeal in batch:
            words = plain(appeal.words)
            if words != appeal.words:
                appeal.words = words
                changed.append(appeal)
        appeals.bulk_update(changed, ["words"])


class Migration(migrations.Migration):
    dependencies = [("casework", "0018_fingerprints")]
    operations = [migrations.RunPython(plainly, one_way.refuse)]
