"""Writes the pages of `docs/reference` that the program itself knows best."""

import os
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs" / "reference"
NOTICE = "% Written by script/reference from {source}; change that, then run it.\n\n"


def table(*rows: tuple[object, ...]) -> str:
    """Lay rows out as a Markdown table, the first being the head."""
    lines = ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows]
    lines.insert(1, "|" + "---|" * len(rows[0]))
    return "\n".join(lines) + "\n"


def settings() -> str:
    """Give the page of every `JIESU_*` variable."""
    from jiesu.config.environment import Environment

    rows = [
        (
            f"`JIESU_{name.upper()}`",
            f"`{field.default}`" if str(field.default) else "empty",
            field.description,
        )
        for name, field in Environment.model_fields.items()
    ]
    return (
        NOTICE.format(source="jiesu/config/environment.py")
        + "# Settings\n\nEach is an environment variable, read once when a process starts.\n\n"
        + table(("variable", "default", "what it says"), *rows)
    )


def of_the_law(name: str) -> str:
    """Give a page of the law, or the drawing of its life cycle."""
    from script import _law

    return _law.drawing() if name.endswith(".svg") else _law.filled((DOCS / name).read_text())


def events() -> str:
    """Give the page of everything the log can say."""
    from jiesu.casework.events import BESIDE_THE_TABLE
    from jiesu.rules.lifecycle import TABLE

    steps: dict[str, list[str]] = {}
    for (before, action), rule in TABLE.items():
        steps.setdefault(rule.event, []).append(f"`{action}` from `{before}`")
    rows = [(f"`{event}`", ", ".join(how)) for event, how in steps.items()]
    rows += [(f"`{event}`", what) for event, what in BESIDE_THE_TABLE.items()]
    return (
        NOTICE.format(source="jiesu/rules/lifecycle.py and jiesu/casework/events.py")
        + "# Events\n\nEach line of the log is one of these. It carries codes and ids, never a"
        " person and never free text;\na subscriber gets it at least once, after the commit.\n\n"
        + table(("event", "when"), *sorted(rows))
    )


def analyses() -> str:
    """Give the page of analyses, each with the question its README opens with."""
    folders = sorted((ROOT / "jiesu/insight/analyses").glob("*/README.md"))
    rows = [
        (f"`{readme.parent.name}`", readme.read_text().split("\n\n")[1].replace("\n", " "))
        for readme in folders
    ]
    return (
        NOTICE.format(source="the README of each folder in jiesu/insight/analyses")
        + "# Analyses\n\nEach is a folder with one function from tables to a table, the same on"
        " every engine.\n\n" + table(("analysis", "the question it answers"), *rows)
    )


def commands() -> str:
    """Give the page of every verb of `jiesu`, as its own help says it."""
    from jiesu.config.cli import main

    return (
        NOTICE.format(source="the program's own help")
        + "# Commands\n\nThe program lies at `.venv/bin/jiesu`.\n"
        + "".join(_help(main, click.Context(main, info_name="jiesu", terminal_width=100)))
    )


def _help(command: click.Command, context: click.Context) -> list[str]:
    parts = [f"\n## {context.command_path}\n\n```text\n{command.get_help(context)}\n```\n"]
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            verb = command.get_command(context, name)
            assert verb is not None
            child = click.Context(verb, info_name=name, parent=context, terminal_width=100)
            parts += _help(verb, child)
    return parts


PAGES: dict[str, Callable[[], str]] = {
    "settings.md": settings,
    "life-cycle.md": partial(of_the_law, "life-cycle.md"),
    "life-cycle.svg": partial(of_the_law, "life-cycle.svg"),
    "deadlines.md": partial(of_the_law, "deadlines.md"),
    "measures.md": partial(of_the_law, "measures.md"),
    "events.md": events,
    "analyses.md": analyses,
    "commands.md": commands,
}


def main() -> None:
    """Write every page."""
    with tempfile.TemporaryDirectory() as state:
        os.environ |= {"JIESU_DATA": state, "DJANGO_SETTINGS_MODULE": "jiesu.config.settings"}
        import django

        django.setup()
        for name, page in PAGES.items():
            (DOCS / name).write_text(page())


if __name__ == "__main__":
    main()
