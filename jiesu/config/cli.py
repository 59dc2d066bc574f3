"""`jiesu`: the verbs of the program, each brought in by its own room."""

import importlib
import os

import click

# verb → (module, optionally with the name of its click command (default `command`), and whether
# it needs the database)
VERBS: dict[str, tuple[str, bool]] = {
    "serve": ("jiesu.config.serving:serve", True),
    "work": ("jiesu.config.worker", True),
    "migrate": ("jiesu.config.serving:migrate", True),
    "directory": ("jiesu.directory.cli", True),
    "people": ("jiesu.directory.people_cli", True),
    "mine": ("jiesu.mining.cli", False),
    "evaluate": ("jiesu.mining.evaluation.cli", False),
    "import": ("jiesu.channels.file_import.cli", True),
    "insight": ("jiesu.config.insight_verb", True),
    "key": ("jiesu.channels.keys_cli", True),
    "vault": ("jiesu.casework.vault_cli", True),
    "verify": ("jiesu.config.verifying", True),
    "simulate": ("jiesu.simulate.cli", False),
}


class Verbs(click.Group):
    """A group that imports a verb only when it is called, so that help stays quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  (click's signature)
        """Name every verb in the order of the table."""
        return list(VERBS)

    def get_command(
        self,
        ctx: click.Context,  # noqa: ARG002  (click's signature)
        cmd_name: str,
    ) -> click.Command | None:
        """Import the verb's module, after setting Django up where the verb needs the database."""
        if cmd_name not in VERBS:
            return None
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiesu.config.settings")
        module, needs_database = VERBS[cmd_name]
        if needs_database:
            _set_up_django()
        path, _, name = module.partition(":")
        command: click.Command = getattr(importlib.import_module(path), name or "command")
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the verb that is called and make its tables where none are; help makes none."""
        name, command, rest = super().resolve_command(ctx, args)
        if VERBS.get(name or "", ("", False))[1] and "--help" not in rest:
            from jiesu.config import serving

            serving.first_use()
        return name, command, rest


def _set_up_django() -> None:
    import django

    django.setup()


@click.group(cls=Verbs)
@click.version_option(package_name="jiesu")
def main() -> None:
    """Jiesu (接诉): every appeal is answered; every class of problem is solved."""
