"""How right groups are against a hand-made standard, beside linkage over all pairs."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import click
import numpy as np

from jiesu.mining.appeals import Appeals, Names
from jiesu.mining.columns import strings
from jiesu.mining.evaluation_options import print_figures, read_standard, standard_options
from jiesu.mining.grouping.api import group_appeals
from jiesu.mining.grouping.score import Score, score
from jiesu.mining.lazy import LazyModule
from jiesu.mining.options import named, source_file, working
from jiesu.mining.text.normalisation import evidence
from jiesu.mining.text.terms import words

_hierarchy = LazyModule("scipy.cluster.hierarchy")
_distance = LazyModule("scipy.spatial.distance")
_text = LazyModule("sklearn.feature_extraction.text")

MOST = 6000  # rows; linkage over all pairs takes rows² of memory
_APART = 0.8  # cosine distance at which the tree is cut
_READ = 400  # characters of the text, beside the title twice


class GroupingScore(NamedTuple):
    """One method, scored on the rows of the standard."""

    method: str
    score: Score


def evaluate(appeals: Appeals, truth: dict[str, str]) -> Iterator[GroupingScore]:
    """Group all rows, score those that `truth` names; ids it does not share are left out."""
    ids = strings(appeals.ids)
    ours = group_appeals(appeals)
    group = dict(zip(strings(ours["id"]), strings(ours["group"]), strict=True))
    both = [name for name in ids if name in truth]
    wanted = [truth[name] for name in both]
    yield GroupingScore("jiesu mine groups", score([group[name] for name in both], wanted))
    if len(ids) <= MOST:
        linked = dict(
            zip(ids, _linkage([strings(column) for column in appeals.texts]), strict=True)
        )
        method = "average linkage on word TF-IDF"
        yield GroupingScore(method, score([linked[name] for name in both], wanted))
    yield GroupingScore("everything alone", score(both, wanted))


def _linkage(texts: list[list[str]]) -> list[int]:
    rows = [words_of(row) for row in zip(*texts, strict=True)]
    if len(rows) < 2:  # noqa: PLR2004  (a tree needs two leaves)
        return [1] * len(rows)
    near = cosine(rows)
    apart = np.maximum(1 - near, 0)
    np.fill_diagonal(apart, 0)
    tree = _hierarchy.linkage(_distance.squareform(apart, checks=False), "average")
    return [int(group) for group in _hierarchy.fcluster(tree, _APART, "distance")]


def words_of(row: tuple[str, ...]) -> list[str]:
    """Give the words of a row, those of its title twice."""
    first, rest = words(evidence(row[0])), words(evidence(" ".join(row[1:]))[:_READ])
    return [*first, *first, *rest] or [""]


def cosine(rows: list[list[str]]) -> Any:
    """Give the likeness of all pairs of rows of words, as (rows, rows)."""
    vectors = _text.TfidfVectorizer(analyzer=lambda row: row, sublinear_tf=True, dtype=np.float32)
    matrix = vectors.fit_transform(rows)
    return (matrix @ matrix.T).toarray()


@click.command("groups")
@source_file
@standard_options
@named
def command(source: Path, names: Names, **standard: Any) -> None:
    """Group all rows, score those that the standard names."""
    with working("Grouping and judging"):
        found = list(evaluate(Appeals(source, names), read_standard(**standard)))
    print_figures(("method", *Score._fields), [(row.method, *row.score) for row in found])
