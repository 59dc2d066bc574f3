"""`jiesu directory`: a city's own areas, services, units, duties, calendar and people."""

from pathlib import Path

import click
from django.utils import timezone
from rich.console import Console
from rich.table import Table

from jiesu.directory.files import importing
from jiesu.directory.files.import_rows import KINDS

_FILES = {f"{kind}.csv": kind for kind in KINDS if kind != "areas"} | {"areas.geojson": "areas"}


@click.group()
def command() -> None:
    """Keep the directory of the city."""


@command.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would happen and change nothing.")
def import_files(paths: tuple[Path, ...], *, dry_run: bool) -> None:
    """Take in directory files, or a folder that holds them.

    Files are known by their names: areas.geojson, services.csv, units.csv, duties.csv,
    calendar.csv, limits.csv, numbers.csv, people.csv.
    """
    chosen = _in_order(paths)
    try:
        reports = importing.run(chosen, now=timezone.now(), dry_run=dry_run)
    except importing.FileError as error:
        raise click.ClickException(str(error)) from None
    _print(chosen, reports)
    if dry_run:
        click.echo("This was a dry run: nothing was changed.")
    if any(report.refused for report in reports):
        raise SystemExit(1)


def _print(chosen: list[tuple[str, Path]], reports: list[importing.Report]) -> None:
    table = Table("file", "created", "changed", "same", "refused")
    console = Console()
    for (_kind, path), report in zip(chosen, reports, strict=True):
        numbers = (report.created, report.changed, report.same, len(report.refused))
        table.add_row(path.name, *map(str, numbers))
        for change in report.changes:
            console.print(f"{path.name}:{change.number}: {change.sentence}", markup=False)
        for line in report.refused:
            console.print(f"{path.name}:{line.number}: {line.sentence}", style="red")
    console.print(table)
    for report in reports:
        for sentence in report.consequences:
            console.print(sentence, markup=False)


def _in_order(paths: tuple[Path, ...]) -> list[tuple[str, Path]]:
    """Put files in the order in which they need one another; refuse what has no known name."""
    files = [f for path in paths for f in (sorted(path.iterdir()) if path.is_dir() else [path])]
    named = {_FILES[path.name]: path for path in files if path.name in _FILES}
    strange = [path.name for path in paths if path.is_file() and path.name not in _FILES]
    if strange or not named:
        known = ", ".join(sorted(_FILES))
        what = ", ".join(strange) or "the folder"
        raise click.ClickException(f"Nothing known by its name in {what}; known are {known}.")
    return [(kind, named[kind]) for kind in KINDS if kind in named]
