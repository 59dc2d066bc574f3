"""How often a draft finds its partner among all appeals, beside cosine over all pairs."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import click
import numpy as np

from jiesu.mining.appeals import Appeals, Names
from jiesu.mining.columns import strings
from jiesu.mining.evaluation_options import print_figures, read_standard, standard_options
from jiesu.mining.grouping.evaluate import MOST, cosine, words_of
from jiesu.mining.options import named, source_file, working
from jiesu.mining.similar.neighbours import asked, index_of

TEN = 10
_TYPED = 12  # signs after which somebody looks up


class SimilarityScore(NamedTuple):
    """One method: how many were asked, and how often the first, or one of ten, is a partner."""

    method: str
    asked: float
    first: float
    within_ten: float
    reciprocal_rank: float


def evaluate(appeals: Appeals, truth: dict[str, str]) -> Iterator[SimilarityScore]:
    """Ask with every row that has a partner, as if it were being typed; itself is left out."""
    names = strings(appeals.ids)
    group = [truth.get(name, "") for name in names]
    size = Counter(group)
    rows = [row for row, one in enumerate(group) if one and size[one] > 1]
    questions = list(asked(appeals))
    index = index_of(appeals)

    def found(row: int, **question: Any) -> list[int]:
        matches = index.query(**(questions[row] | question), limit=TEN + 1)
        return [match.id for match in matches if match.id != row][:TEN]

    yield _figures("jiesu mine similar", group, {row: found(row) for row in rows})
    head = {row: _typed(questions[row]["texts"]) for row in rows}
    typed = {row: found(row, texts=[head[row]]) for row in rows}
    yield _figures(f"jiesu mine similar, {_TYPED} signs typed", group, typed)
    if len(names) <= MOST:
        texts = [strings(column) for column in appeals.texts]
        near = cosine([words_of(row) for row in zip(*texts, strict=True)])
        np.fill_diagonal(near, -1)
        best = {row: np.argsort(-near[row])[:TEN].tolist() for row in rows}
        yield _figures("cosine of word TF-IDF", group, best)


def _typed(texts: tuple[str, ...]) -> str:
    return next((text.strip() for text in texts if text.strip()), "")[:_TYPED]


def _figures(method: str, group: list[str], found: dict[int, list[int]]) -> SimilarityScore:
    ranks = [
        next((rank for rank, other in enumerate(best, 1) if group[other] == group[row]), np.inf)
        for row, best in found.items()
    ]
    rank = np.array(ranks or [np.inf])
    return SimilarityScore(
        method,
        len(found),
        float((rank == 1).mean()),
        float((rank <= TEN).mean()),
        float((1 / rank).mean()),
    )


@click.command("similar")
@source_file
@standard_options
@named
def command(source: Path, names: Names, **standard: Any) -> None:
    """Ask with every row that has a partner, say how often one is among the first ten."""
    with working("Asking and judging"):
        found = list(evaluate(Appeals(source, names), read_standard(**standard)))
    print_figures(SimilarityScore._fields, found)
