"""`jiesu evaluate WHAT TABLE`: how right the machine is, on your own labelled table."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import click
import numpy as np
import numpy.typing as npt

from jiesu.mining import tables
from jiesu.mining.appeals import Appeals, Names
from jiesu.mining.columns import days, strings
from jiesu.mining.verbs.options import FILE, named, source_file, working


@click.group("evaluate")
def command() -> None:
    """Say how right groups, labels, likeness and judged replies are, beside simple methods."""


@command.command("classify")
@source_file
@click.option("--label", default="service", show_default=True, help="Column: the right label.")
@click.option("--hold", help="Column: near-duplicates; else found by their letters.")
@click.option("--split", help="Column: rows that say `train` are learned from; else cut by time.")
@named
def classify(source: Path, names: Names, label: str, hold: str | None, split: str | None) -> None:
    """Learn from the earlier rows, judge the latest fifth; near-duplicates stay on one side."""
    from jiesu.mining.copies import near_duplicates
    from jiesu.mining.evaluation import classifying

    with working("Learning and judging"):
        appeals = Appeals(source, names)
        texts = [strings(column) for column in appeals.texts]
        labels = strings(tables.column(appeals.table, label))
        joined = ["\n".join(row) for row in zip(*texts, strict=True)]
        groups = strings(tables.column(appeals.table, hold)) if hold else near_duplicates(joined)
        test = _judged(appeals, groups, split)
        found = list(classifying.evaluate(texts, labels, groups, test))
    click.echo(f"learned from {int((~test).sum())} rows, judged on {int(test.sum())}\n")
    _table(classifying.Figures._fields, found)


def _judged(appeals: Appeals, groups: list[str], split: str | None) -> npt.NDArray[np.bool_]:
    from jiesu.mining.evaluation.split import judged

    if split:
        return np.array([told != "train" for told in strings(tables.column(appeals.table, split))])
    return judged(groups, days(appeals.known("time"), len(groups)))


def _asks_standard(verb: Callable[..., None]) -> Callable[..., None]:
    """Give a verb the options that name a hand-made standard of groups, see `_standard`."""
    options = (
        click.option(
            "--truth", required=True, type=FILE, help="Table: which id is in which group."
        ),
        click.option("--truth-id", default="id", show_default=True, help="Its column: id."),
        click.option(
            "--truth-group", default="group", show_default=True, help="Its column: group."
        ),
    )
    for option in reversed(options):
        verb = option(verb)
    return verb


def _standard(truth: Path, truth_id: str, truth_group: str) -> dict[str, str]:
    """Read which id is in which group."""
    table = tables.read(truth)
    pairs = (strings(tables.column(table, name)) for name in (truth_id, truth_group))
    return dict(zip(*pairs, strict=True))


@command.command("groups")
@source_file
@_asks_standard
@named
def groups(source: Path, names: Names, **standard: Any) -> None:
    """Group all rows, score those that the standard names."""
    from jiesu.mining.evaluation import grouping
    from jiesu.mining.score import Score

    with working("Grouping and judging"):
        found = list(grouping.evaluate(Appeals(source, names), _standard(**standard)))
    _table(("method", *Score._fields), [(row.method, *row.score) for row in found])


@command.command("heat")
@source_file
@click.option("--groups", "known", type=FILE, help="What `mine groups` wrote; else done anew.")
@click.option("--person", default="appellant", show_default=True, help="Column: who spoke.")
@click.option("--likes", default="likes", show_default=True, help="Column: likes.")
@named
def heat(source: Path, names: Names, known: Path | None, **columns: str) -> None:
    """Attack every group with thirty copies by one person, and with a thousand likes."""
    from jiesu.mining.evaluation import heating

    with working("Attacking"):
        appeals = Appeals(source, names)
        found = tables.read(known) if known else appeals.grouped()
        rows = heating.rows(appeals, found, **columns)
        figures = list(heating.evaluate(rows))
    _table(heating.Figures._fields, figures)


@command.command("similar")
@source_file
@_asks_standard
@named
def similar(source: Path, names: Names, **standard: Any) -> None:
    """Ask with every row that has a partner, say how often one is among the first ten."""
    from jiesu.mining.evaluation import resembling

    with working("Asking and judging"):
        found = list(resembling.evaluate(Appeals(source, names), _standard(**standard)))
    _table(resembling.Figures._fields, found)


@command.command("reply")
@source_file
@click.option("--question", default="title,text", show_default=True, help="Columns: the question.")
@click.option("--reply", default="reply", show_default=True, help="Column: the reply.")
@click.option("--truth-column", default="explained", show_default=True, help="Column: 1 or 0.")
def reply(source: Path, question: str, reply: str, truth_column: str) -> None:
    """Compare judgements of replies with those of people; rows without one are left out."""
    from jiesu.mining.evaluation import replying

    with working("Reading replies"):
        table = tables.read(source)
        asked = [strings(tables.column(table, name.strip())) for name in question.split(",")]
        said, truth = (strings(tables.column(table, name)) for name in (reply, truth_column))
        found = list(replying.evaluate(asked, said, truth))
    _table(replying.Figures._fields, found)


def _table(fields: Iterable[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """Print a table in Markdown; figures with three digits, none as a dash."""
    heading = [field.replace("_", " ") for field in fields]
    click.echo("| " + " | ".join(heading) + " |\n" + "|---" * len(heading) + "|")
    for method, *figures in rows:
        cells = ["–" if np.isnan(figure) else f"{figure:z.3f}" for figure in figures]
        click.echo("| " + " | ".join([method, *cells]) + " |")
