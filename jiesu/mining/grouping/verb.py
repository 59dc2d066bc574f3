"""`jiesu mine groups`."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

import click
import numpy as np
from rich.progress import Progress

from jiesu.mining import tables
from jiesu.mining.appeals import Appeals, Names
from jiesu.mining.grouping.api import begin_run, in_time_order
from jiesu.mining.grouping.run import Run
from jiesu.mining.grouping.run_source import RunSource
from jiesu.mining.grouping.scaling import chunked_files
from jiesu.mining.grouping.scaling.parts import groups_by
from jiesu.mining.grouping.scaling.spark import Job, group_on_cluster
from jiesu.mining.options import FILE, named, out_file, source_file, working

_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command("groups")
@source_file
@out_file
@named
@click.option(
    "--state", type=_FOLDER, help="Folder of an earlier run: join its groups, then keep both there."
)
@click.option("--same", type=FILE, help="Table of two columns of ids: pairs that are one problem.")
@click.option("--apart", type=FILE, help="The same of pairs that never come into one group.")
@click.option("--by", help="Column of parts that share no problem: each is grouped alone.")
@click.option(
    "--engine", help="Spark master, spark://HOST:PORT; IN and OUT are Parquet it can see."
)
def command(
    source: Path, out: Path, names: Names, by: str | None, engine: str | None, **known: Path | None
) -> None:
    """Say which appeals are one problem: id, group, role, score, because.

    Parquet of two million rows and more is read and written in chunks; it must stand in the order
    of time. With --state the output holds every group that these appeals changed, whole, and a
    long file that is stopped by Ctrl-C goes on where it was when the same command is given again.
    """
    if known["state"] and (by or engine):
        raise click.UsageError("--state goes with neither --by nor --engine")
    runs = RunSource(known)
    if engine:
        count, alone = _on_cluster(engine, source, out, names, by, runs)
    elif by:
        count, alone = _by_parts(source, out, names, by, runs)
    else:
        count, alone = _here(source, out, names, runs)
    click.echo(f"{count} groups of two appeals and more, {alone} appeals alone → {out}")


def _here(source: Path, out: Path, names: Names, runs: RunSource) -> tuple[int, int]:
    if out.suffix == ".parquet" and chunked_files.rows_of(source) >= chunked_files.LONG:
        run = _streamed(source, out, names, runs)
    else:
        with working("Grouping"):
            appeals = Appeals(tables.read(source, names.columns), names)
            run = _joined(appeals, out, runs)
    runs.keep(run)
    return run.counts()


def _by_parts(source: Path, out: Path, names: Names, by: str, runs: RunSource) -> tuple[int, int]:
    with working("Grouping"):
        found = groups_by(tables.read(source), names, by, *runs.pairs())
        tables.write(found, out)
    alone = found["role"].to_pylist().count("only")
    return len(found["group"].unique()) - alone, alone


def _on_cluster(
    engine: str, source: Path, out: Path, names: Names, by: str | None, runs: RunSource
) -> tuple[int, int]:
    with working("Grouping on the cluster"):
        return group_on_cluster(Job(engine, source, out, names, by, *runs.pairs()))


def _joined(appeals: Appeals, out: Path, runs: RunSource) -> Run:
    new, order = in_time_order(*appeals.columns)
    room = {} if runs.goes_on else {"rows": len(order)}
    run = runs.decided(runs.earlier() or begin_run(new, **room))
    first = len(run)
    found = run.table(run.join(new))
    tables.write(found if first else found.take(np.argsort(order)), out)
    return run


def _streamed(source: Path, out: Path, names: Names, runs: RunSource) -> Run:
    """Group a long file while a bar shows how far it is; with --state Ctrl-C keeps what is done."""
    count = chunked_files.rows_of(source)
    try:
        with Progress(transient=True) as bar, _stoppable(wanted=runs.goes_on) as stop:
            task = bar.add_task("Grouping", total=count)
            for reached in chunked_files.group_file(source, names, runs):
                bar.update(task, completed=reached[1])
                if stop.is_set():
                    break
            run, done = reached
            if done == count:  # by now the columns of the file are let go
                chunked_files.write(run, out)
                return run
    except ValueError as wrong:
        raise click.ClickException(str(wrong)) from wrong
    runs.keep(run)
    raise click.ClickException(
        f"Stopped after {done:,} of {count:,} appeals, which are kept: the same command goes on."
    )


@contextmanager
def _stoppable(*, wanted: bool) -> Iterator[Event]:
    """Give what is set by Ctrl-C, which then waits for the part at hand; a second one ends all."""
    stop, before = Event(), signal.getsignal(signal.SIGINT)

    def asked(*_: object) -> None:
        stop.set()
        signal.signal(signal.SIGINT, before)
        click.echo("Stopping after this part; Ctrl-C again loses it.", err=True)

    if wanted:
        signal.signal(signal.SIGINT, asked)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)
