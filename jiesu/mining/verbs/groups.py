"""`jiesu mine groups`."""

import signal
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

import click

from jiesu.mining import tables
from jiesu.mining.appeals import Appeals, Names
from jiesu.mining.verbs.options import FILE, named, out_file, source_file, working

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jiesu.mining.grouping.decisions import Pairs
    from jiesu.mining.grouping.run import Run

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
    started = _Started(known)
    if engine:
        count, alone = _on_cluster(engine, source, out, names, by, started)
    elif by:
        count, alone = _by_parts(source, out, names, by, started)
    else:
        count, alone = _here(source, out, names, started)
    click.echo(f"{count} groups of two appeals and more, {alone} appeals alone → {out}")


def _here(source: Path, out: Path, names: Names, started: "_Started") -> tuple[int, int]:
    from jiesu.mining.group_files import LONG, rows_of

    if out.suffix == ".parquet" and rows_of(source) >= LONG:
        run = _streamed(source, out, names, started)
    else:
        with working("Grouping"):
            appeals = Appeals(tables.read(source, names.columns), names)
            run = _joined(appeals, out, started)
    started.keep(run)
    return run.counts()


def _by_parts(
    source: Path, out: Path, names: Names, by: str, started: "_Started"
) -> tuple[int, int]:
    from jiesu.mining.group_parts import groups_by

    with working("Grouping"):
        found = groups_by(tables.read(source), names, by, *started.pairs())
        tables.write(found, out)
    alone = found["role"].to_pylist().count("only")
    return len(found["group"].unique()) - alone, alone


def _on_cluster(  # noqa: PLR0913, PLR0917  (what a job holds)
    engine: str, source: Path, out: Path, names: Names, by: str | None, started: "_Started"
) -> tuple[int, int]:
    with working("Grouping on the cluster"):
        from jiesu.mining.group_cluster import Job, group_on_cluster

        return group_on_cluster(Job(engine, source, out, names, by, *started.pairs()))


class _Started:
    """The run that appeals join: an earlier one, or a new one that holds to what is decided."""

    def __init__(self, known: dict[str, Path | None]) -> None:
        self._known = known

    def __call__(self, language: Any, learned: int) -> "Run":
        """Give the earlier run, or begin with these words."""
        from jiesu.mining.grouping.run import Run

        return self.decided(self.earlier() or Run(language, learned))

    @property
    def goes_on(self) -> bool:
        """Whether later appeals will join, so that room for them is needed."""
        return self._known["state"] is not None

    def earlier(self) -> "Run | None":
        """Give the run that --state names; None where there is none yet."""
        from jiesu.mining.grouping import state

        return state.load(self._known["state"]) if self._known["state"] else None

    def decided(self, run: "Run") -> "Run":
        """Let a run hold to the pairs that were given, and keep those that were not."""
        same, apart = (self._pairs(name) for name in ("same", "apart"))
        if same is not None or apart is not None:
            run.decide(run.same if same is None else same, run.apart if apart is None else apart)
        return run

    def keep(self, run: "Run") -> None:
        """Keep a run where --state says."""
        from jiesu.mining.grouping import state

        if self._known["state"]:
            with working("Keeping the run"):
                state.save(run, self._known["state"])
            if run.outgrown:
                click.echo(
                    f"The words of this run were learned from {run.learned} appeals only: group all"
                    " appeals anew in a new --state, and they are told apart better.",
                    err=True,
                )

    def pairs(self) -> "tuple[Pairs, Pairs]":
        """Give what --same and --apart name."""
        return self._pairs("same") or (), self._pairs("apart") or ()

    def _pairs(self, name: str) -> "Pairs | None":
        path = self._known[name]
        if path is None:
            return None
        table = tables.read(path)
        if table.num_columns != 2:  # noqa: PLR2004  (a pair)
            raise tables.TableError(f"{path.name} must have two columns of ids")
        return list(zip(*(map(str, column.to_pylist()) for column in table.columns), strict=True))


def _joined(appeals: Appeals, out: Path, started: _Started) -> "Run":
    import numpy as np

    from jiesu.mining.groups import begun, ordered

    new, order = ordered(*appeals.columns)
    room = {} if started.goes_on else {"rows": len(order)}
    run = started.decided(started.earlier() or begun(new, **room))
    first = len(run)
    found = run.table(run.join(new))
    tables.write(found if first else found.take(np.argsort(order)), out)
    return run


def _streamed(source: Path, out: Path, names: Names, started: _Started) -> "Run":
    """Group a long file while a bar shows how far it is; with --state Ctrl-C keeps what is done."""
    from rich.progress import Progress

    from jiesu.mining.group_files import group_file, rows_of, write

    count = rows_of(source)
    try:
        with Progress(transient=True) as bar, _stoppable(started.goes_on) as stop:
            task = bar.add_task("Grouping", total=count)
            for reached in group_file(source, names, started):
                bar.update(task, completed=reached[1])
                if stop.is_set():
                    break
            run, done = reached
            if done == count:  # by now the columns of the file are let go
                write(run, out)
                return run
    except ValueError as wrong:
        raise click.ClickException(str(wrong)) from wrong
    started.keep(run)
    raise click.ClickException(
        f"Stopped after {done:,} of {count:,} appeals, which are kept: the same command goes on."
    )


@contextmanager
def _stoppable(wanted: bool) -> "Iterator[Event]":  # noqa: FBT001  (whether anything can be kept)
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
