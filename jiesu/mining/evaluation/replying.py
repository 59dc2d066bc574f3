"""How far judgements of replies agree with those of people."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from jiesu.mining.reply import judge

YES, NO = {"1", "1.0", "true", "yes"}, {"0", "0.0", "false", "no"}


class Figures(NamedTuple):
    """One method on the judged replies; precision and recall are those of "explains nothing"."""

    method: str
    accuracy: float
    kappa: float  # Cohen 1960: agreement beyond chance
    precision: float
    recall: float


def evaluate(questions: list[list[str]], replies: list[str], truth: list[str]) -> Iterator[Figures]:
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


def _figures(method: str, found: np.ndarray, wanted: np.ndarray) -> Figures:
    agree = float((found == wanted).mean())
    chance = float(found.mean() * wanted.mean() + (1 - found.mean()) * (1 - wanted.mean()))
    kappa = (agree - chance) / (1 - chance) if chance < 1 else 0.0
    both = int((~found & ~wanted).sum())
    precision, recall = both / max(int((~found).sum()), 1), both / max(int((~wanted).sum()), 1)
    return Figures(method, agree, kappa, precision, recall)
