"""The one way in which anything is imported late: heavy libraries, extras, and the verbs.

So that help and errors come at once, and a program without an extra says which one it lacks.
"""

import importlib
from collections.abc import Mapping
from typing import Any, NamedTuple

import click


class LazyModule:
    """A module that is imported when something of it is first asked for."""

    def __init__(self, name: str, *, missing: Exception | None = None) -> None:
        """Name a module; `missing` is raised where it is not installed."""
        self._name, self._missing = name, missing

    def __getattr__(self, attribute: str) -> Any:
        try:
            return getattr(importlib.import_module(self._name), attribute)
        except ImportError as absent:
            raise (self._missing or absent) from absent


class Verb(NamedTuple):
    """Where a command stands, as `module:name`, and what it says of itself in one line."""

    path: str
    help: str

    def load(self) -> click.Command:
        """Import the command."""
        module, _, name = self.path.partition(":")
        command: click.Command = getattr(importlib.import_module(module), name or "command")
        return command


class VerbGroup(click.Group):
    """A group that imports a verb when it is called, and none to list them."""

    verbs: Mapping[str, Verb] = {}

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  (click's signature)
        """Name every verb in the order of the table."""
        return list(self.verbs)

    def get_command(
        self,
        ctx: click.Context,  # noqa: ARG002  (click's signature)
        cmd_name: str,
    ) -> click.Command | None:
        """Import a verb; None where there is none of this name."""
        return self.verbs[cmd_name].load() if cmd_name in self.verbs else None

    def format_commands(
        self,
        ctx: click.Context,  # noqa: ARG002  (click's signature)
        formatter: click.HelpFormatter,
    ) -> None:
        """List what each verb says of itself."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, verb.help) for name, verb in self.verbs.items()])
