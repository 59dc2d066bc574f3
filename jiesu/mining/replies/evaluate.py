"""How far judgements of replies agree with those of people."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import click
import numpy as np

from jiesu.mining import tables
from jiesu.mining.columns import strings
from jiesu.mining.evaluation_options import print_figures
from jiesu.mining.options import source_file, working
from jiesu.mining.replies.api import judge

YES, NO = {"1", "1.0", "true", "yes"}, {"0", "0.0", "false", "no"}


class ReplyScore(NamedTuple):
    """One method on the judged replies; precision and recall are those of "explains nothing"."""

    method: str
    accuracy: float
    kappa: float  # Cohen 1960: agreement beyond chance
    precision: float
    recall: float


def evaluate(
    questions: list[list[str]], replies: list[str], truth: list[str]
) -> Iterator[ReplyScore]:
    """Give the figures of the rule and of always saying what is commonest."""
    kept = [row for row, said in enumerate(truth) if said.strip().lower() in YES | NO]
    wanted = np.array([truth[row].strip().lower() in YES for row in kept], np.bool_)
    if len(kept) == 0:
        raise ValueError("no row of the truth column says 1 or 0 (or yes, no, true, false)")
    asked = [[column[row] for row in kept] for column in questions]
    found = judge(asked, [replies[row] for row in kept])["explains"].to_pylist()
    yield _figures("jiesu mine reply", np.array(found, np.bool_), wanted)
    commonest = np.full(len(kept), wanted.mean() >= 0.5)  # noqa: PLR2004  (the greater half)
    yield _figures("always the commonest", commonest, wanted)


def _figures(method: str, found: np.ndarray, wanted: np.ndarray) -> ReplyScore:
    agree = float((found == wanted).mean())
    chance = float(found.mean() * wanted.mean() + (1 - found.mean()) * (1 - wanted.mean()))
    kappa = (agree - chance) / (1 - chance) if chance < 1 else 0.0
    both = int((~found & ~wanted).sum())
    precision, recall = both / max(int((~found).sum()), 1), both / max(int((~wanted).sum()), 1)
    return ReplyScore(method, agree, kappa, precision, recall)


@click.command("reply")
@source_file
@click.option("--question", default="title,text", show_default=True, help="Columns: the question.")
@click.option("--reply", default="reply", show_default=True, help="Column: the reply.")
@click.option("--truth-column", default="explained", show_default=True, help="Column: 1 or 0.")
def command(source: Path, question: str, reply: str, truth_column: str) -> None:
    """Compare judgements of replies with those of people; rows without one are left out."""
    with working("Reading replies"):
        table = tables.read(source)
        asked = [strings(tables.column(table, name.strip())) for name in question.split(",")]
        said, truth = (strings(tables.column(table, name)) for name in (reply, truth_column))
        found = list(evaluate(asked, said, truth))
    print_figures(ReplyScore._fields, found)
