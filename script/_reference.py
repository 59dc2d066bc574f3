"""Writes the pages of `docs/reference` that the program itself knows best.

Some are kept, since people look them up before anything is installed. Those of the law are written
whenever the documentation is built, so that a new step of the law touches no page.
"""

import atexit
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import click
from django.utils.translation import override

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


def events() -> str:
    """Give the page of everything the log can say."""
    from jiesu.casework import wording
    from jiesu.rules.tables import TABLES

    steps: dict[str, list[str]] = {}
    for life in TABLES.values():
        for (before, action), rule in life.items():
            steps.setdefault(rule.event, []).append(f"`{action}` from `{before}`")
    with override("en"):
        rows = [
            (f"`{event}`", wording.say("event", event), ", ".join(steps.get(event, [])), told)
            for life in TABLES.values()
            for event, told in life.events.items()
        ]
    return (
        "# Events\n\nEach line of the log is one of these. It carries codes and ids, never a"
        " person and never free text;\na subscriber gets it at least once, after the commit."
        " Told: `staff` read it in their history, an `appellant`\nin their own story too, and who"
        " is `notified` is written to as well.\n\n"
        + table(("event", "what it says", "step", "told"), *sorted(rows))
    )


def analyses() -> str:
    """Give the page of analyses, each with the question its README opens with."""
    folders = sorted((ROOT / "jiesu/insight/analyses").glob("*/README.md"))
    rows = [
        (f"`{readme.parent.name}`", readme.read_text("utf-8").split("\n\n")[1].replace("\n", " "))
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
    "analyses.md": analyses,
    "commands.md": commands,
}


def set_up() -> None:
    """Make the program ready to be asked, over an empty folder of its own."""
    state = tempfile.mkdtemp()
    atexit.register(shutil.rmtree, state, ignore_errors=True)
    os.environ |= {"JIESU_DATA": state, "DJANGO_SETTINGS_MODULE": "jiesu.config.settings"}
    import django

    django.setup()


def build() -> None:
    """Write what is made with every build of the documentation."""
    from script import _law

    (DOCS / "events.md").write_text(events())
    (DOCS / "life-cycle.svg").write_text(_law.drawing())


def main() -> None:
    """Write every page that is kept."""
    set_up()
    for name, page in PAGES.items():
        (DOCS / name).write_text(page())


if __name__ == "__main__":
    main()
