"""Whether program and database are of one generation; where not, a sentence says what to do."""

import pkgutil
from pathlib import Path

import click
from django.apps import apps
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _


def check(*, upgrades: bool) -> None:
    """End with a sentence before anything is read from tables that are not this program's.

    `upgrades` is whether what was called brings them up to date itself.
    """
    made, known = set(MigrationRecorder(connection).applied_migrations()), _known()
    ahead = sorted(f"{app}.{name}" for app, name in made - known if not _is_of_a_library(app))
    if ahead:
        sentence = _(
            "The database was written by a newer version of Jiesu: this one does not know {names}. "
            "Start the newer version, or restore the backup that was made before the upgrade."
        )
        raise click.ClickException(sentence.format(names=", ".join(ahead)))
    if known - made and not upgrades:
        raise click.ClickException(
            _(
                "The database was written by an earlier version of Jiesu. Back it up, then bring "
                "it up to date: jiesu migrate"
            )
        )


def _known() -> set[tuple[str, str]]:
    """Name the changes to the tables that this program brings: app and name."""
    return {
        (config.label, module.name)
        for config in apps.get_app_configs()
        if config.name.startswith("jiesu.")
        for module in pkgutil.iter_modules([str(Path(config.path, "migrations"))])
    }


def _is_of_a_library(app: str) -> bool:
    """Tell whether a library changed the table; an app nobody knows is a room of a later version.

    A library drops old names that a database still remembers, so that its own say nothing.
    """
    config = apps.app_configs.get(app)
    return config is not None and not config.name.startswith("jiesu.")
