"""`jiesu`: the verbs of the program, each brought in by its own room."""

import os
from collections.abc import Mapping

import click
import django

from jiesu.mining.lazy import LazyModule, Verb, VerbGroup

_serving = LazyModule("jiesu.config.verbs.serving")

VERBS: Mapping[str, Verb] = {
    "serve": Verb("jiesu.config.verbs.serving:serve", "Serve the pages and the interfaces."),
    "work": Verb(
        "jiesu.config.verbs.worker", "Deliver, watch deadlines, seal the log and run the analyses."
    ),
    "migrate": Verb("jiesu.config.verbs.serving:migrate", "Bring the tables up to date."),
    "directory": Verb("jiesu.directory.cli", "Keep the directory of the city."),
    "people": Verb("jiesu.directory.people_cli", "Give people accounts and duties."),
    "mine": Verb(
        "jiesu.mining.cli",
        "Find groups, hot issues, similar appeals, services, surges and what will come in a table.",
    ),
    "evaluate": Verb(
        "jiesu.mining.cli:evaluate",
        "Say how right groups, labels, likeness and judged replies are, beside simple methods.",
    ),
    "import": Verb(
        "jiesu.channels.file_import.cli",
        "Take in appeals from FILE (CSV also compressed, XLSX, Parquet).",
    ),
    "insight": Verb(
        "jiesu.config.verbs.insight_verb",
        "Keep the think tank: rebuild its store, run its analyses.",
    ),
    "key": Verb("jiesu.channels.keys_cli", "Make, list and revoke the keys of programs."),
    "vault": Verb("jiesu.casework.identity.verb", "Keep the keys of the vault."),
    "backup": Verb(
        "jiesu.config.verbs.backing_up:backup", "Copy database and files while the service runs."
    ),
    "restore": Verb(
        "jiesu.config.verbs.backing_up:restore", "Put a backup in the place of what is here."
    ),
    "verify": Verb(
        "jiesu.config.verbs.verifying",
        "Recompute the chains and seals of the log; exit code 1 where they do not hold.",
    ),
    "simulate": Verb(
        "jiesu.simulate.cli",
        "Make a synthetic city to try, show and measure Jiesu with; none of it is real.",
    ),
}
WITHOUT_DATABASE = {"mine", "evaluate", "simulate"}


class Verbs(VerbGroup):
    """The verbs of the program; Django is set up where one needs the database."""

    verbs = VERBS

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a verb, after setting Django up where it needs the database."""
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiesu.config.settings")
        if cmd_name in VERBS and cmd_name not in WITHOUT_DATABASE:
            django.setup()
        return super().get_command(ctx, cmd_name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the verb that is called; see to its tables first, where it is not for help."""
        name, command, rest = super().resolve_command(ctx, args)
        if name not in WITHOUT_DATABASE and "--help" not in rest:
            _serving.first_use(name or "")
        return name, command, rest


@click.group(cls=Verbs)
@click.version_option(package_name="jiesu")
def main() -> None:
    """Jiesu (接诉): every appeal is answered; every class of problem is solved."""
