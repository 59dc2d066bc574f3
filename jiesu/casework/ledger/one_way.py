"""What a migration does that cannot be undone: it says so, and changes nothing."""

from django.conf import settings
from django.core.management.base import CommandError
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.utils import translation
from django.utils.translation import gettext as _


def refuse(_apps: StateApps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Refuse to take the database back, in the language of the house."""
    with translation.override(settings.LANGUAGE_CODE):  # `migrate` runs without one
        raise CommandError(
            _(
                "The database cannot be taken back to an earlier version: its log holds what that "
                "version cannot read. Nothing was changed. To go back, restore the backup that was "
                "made before the upgrade."
            )
        )
