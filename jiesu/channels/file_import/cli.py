"""`jiesu import`: take a file of appeals in."""

from datetime import UTC, datetime
from pathlib import Path

import click
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TimeRemainingColumn
from rich.table import Table

from jiesu.channels.file_import.formats.tables import UnreadableError
from jiesu.channels.file_import.loading import load_mapping, shipped_names
from jiesu.channels.file_import.orders import Order, Report
from jiesu.channels.file_import.taking_in import look_through, take_in


@click.command("import", epilog=f"Shipped mappings: {', '.join(shipped_names())}.")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--mapping", required=True, help="Name of a shipped mapping, or a TOML file.")
@click.option("--dry-run", is_flag=True, help="Say what would happen and change nothing.")
@click.option("--limit", type=click.IntRange(min=1), help="Take only so many rows.")
@click.option(
    "--add-missing",
    is_flag=True,
    help="Add services and units that FILE names and the directory lacks.",
)
@click.option(
    "--rejects",
    type=click.Path(path_type=Path, dir_okay=False),
    help="CSV of the rows not taken in, with the reason of each [default: beside FILE].",
)
def command(  # noqa: PLR0913  (one argument for each option)
    file: Path,
    mapping: str,
    *,
    dry_run: bool,
    limit: int | None,
    add_missing: bool,
    rejects: Path | None,
) -> None:
    """Take in appeals from FILE (CSV also compressed, XLSX, Parquet).

    A row that is here already is passed over, so FILE can be given again after it has grown, after
    its rejected rows were corrected, or after the import was interrupted.
    """
    beside = file.with_name(f"{file.name}.rejects.csv")
    try:
        order = Order(file, load_mapping(mapping), rejects or beside, limit, add_missing)
        report = _run(order, dry_run=dry_run)
    except UnreadableError as error:
        raise click.ClickException(str(error)) from error
    _print(report, dry_run=dry_run)


def _run(order: Order, *, dry_run: bool) -> Report:
    now = datetime.now(UTC)
    columns = (BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(order.path.name, total=1.0)
        act = look_through if dry_run else take_in
        return act(order, now=now, watch=lambda done: progress.update(task, completed=done))


def _print(report: Report, *, dry_run: bool) -> None:
    console = Console(highlight=False)
    for note in report.notes:
        console.print(note, style="yellow", markup=False)
    if report.went_on_after:
        went_on = _("An interrupted import was gone on with after row %d.")
        console.print(went_on % report.went_on_after)
    if dry_run:
        console.print(_("Dry run: nothing was changed. This is what would happen:"))
    console.print(_table(report))
    if report.rejects:
        console.print(
            _("Why rows were not taken in: %s") % report.rejects, markup=False, soft_wrap=True
        )


def _table(report: Report) -> Table:
    counts = report.counts
    table = Table(box=None, show_header=False)
    table.add_column()
    table.add_column(justify="right")
    for name, count in (
        (_("imported"), counts.imported),
        (_("already here"), counts.known),
        (_("duplicate within the file"), counts.repeated),
        (_("rejected"), counts.rejected),
        (_("rows in all"), counts.rows),
    ):
        table.add_row(name, f"{count:,}")
    return table
