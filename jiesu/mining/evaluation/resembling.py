"""How often a draft finds its partner among all appeals, beside cosine over all pairs."""

from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from jiesu.mining.appeals import Appeals
from jiesu.mining.columns import strings
from jiesu.mining.evaluation.grouping import MOST, cosine, words_of
from jiesu.mining.similar.neighbours import asked, index_of

TEN = 10
_TYPED = 12  # signs after which somebody looks up


class Figures(NamedTuple):
    """One method: how many were asked, and how often the first, or one of ten, is a partner."""

    method: str
    asked: float
    first: float
    within_ten: float
    reciprocal_rank: float


def evaluate(appeals: Appeals, truth: dict[str, str]) -> Iterator[Figures]:
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


def _figures(method: str, group: list[str], found: dict[int, list[int]]) -> Figures:
    ranks = [
        next((rank for rank, other in enumerate(best, 1) if group[other] == group[row]), np.inf)
        for row, best in found.items()
    ]
    rank = np.array(ranks or [np.inf])
    return Figures(
        method,
        len(found),
        float((rank == 1).mean()),
        float((rank <= TEN).mean()),
        float((1 / rank).mean()),
    )
