"""How right the classifier is: learned from early rows, judged on later ones."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import click
import numpy as np
import numpy.typing as npt

from jiesu.mining import tables
from jiesu.mining.appeals import Appeals, Names
from jiesu.mining.classifying.api import train
from jiesu.mining.classifying.calibration import calibration_error
from jiesu.mining.classifying.model_card import by_label
from jiesu.mining.classifying.split import judged
from jiesu.mining.columns import days, strings
from jiesu.mining.evaluation_options import print_figures
from jiesu.mining.lazy import LazyModule
from jiesu.mining.options import named, source_file, working
from jiesu.mining.text.near_duplicates import near_duplicates
from jiesu.mining.text.normalisation import evidence
from jiesu.mining.text.terms import grams, words

_text = LazyModule("sklearn.feature_extraction.text")
_pipeline = LazyModule("sklearn.pipeline")
_svms = LazyModule("sklearn.svm")


class ClassificationScore(NamedTuple):
    """One method on the judged rows; NaN where a method gives no confidence."""

    method: str
    accuracy: float
    macro_f1: float
    calibration_error: float = np.nan  # top label, 15 bins of equal width
    decided: float = np.nan
    decided_right: float = np.nan


def evaluate(
    texts: list[list[str]], labels: list[str], groups: list[str], test: npt.NDArray[np.bool_]
) -> Iterator[ClassificationScore]:
    """Give the figures of the classifier and of the baselines, the cheapest last.

    Rows without a label are left out. Raises `ValueError` where one side is empty.
    """
    told = np.array([bool(label.strip()) for label in labels], np.bool_)
    known, asked = np.flatnonzero(told & ~test).tolist(), np.flatnonzero(told & test).tolist()
    if not known or not asked:
        raise ValueError("there must be labelled rows to learn from and others to judge")
    taught, truth = [labels[k] for k in known], [labels[k] for k in asked]
    learned = [[column[k] for k in known] for column in texts]
    given = [[column[k] for k in asked] for column in texts]
    yield _ours(learned, taught, [groups[k] for k in known], given, truth)
    joined = [["\n".join(row) for row in zip(*part, strict=True)] for part in (learned, given)]
    for method, cut in (("characters 1-3 + linear SVM", grams), ("words + linear SVM", words)):
        yield _figures(method, _svm(cut, joined[0], taught, joined[1]), truth)
    yield _figures("always the commonest", [max(set(taught), key=taught.count)] * len(truth), truth)


def _ours(
    learned: list[list[str]],
    taught: list[str],
    groups: list[str],
    given: list[list[str]],
    truth: list[str],
) -> ClassificationScore:
    model = train(learned, taught, groups=groups)
    likely = model.probabilities(given)
    found = [model.labels[best] for best in likely.argmax(axis=1)]
    told = model.predict(given)
    decided = np.array(told["decided"].to_pylist(), np.bool_)
    right = np.array([a == b for a, b in zip(found, truth, strict=True)], np.bool_)
    chosen = np.array(told["label"].to_pylist(), dtype=object)[decided]
    wanted = np.array(truth, dtype=object)[decided]
    under = [t == c or t.startswith(f"{c}/") for c, t in zip(chosen, wanted, strict=True)]
    return _figures("jiesu mine classify", found, truth)._replace(
        calibration_error=calibration_error(likely.max(axis=1), right),
        decided=float(decided.mean()),
        decided_right=float(np.mean(under)) if under else np.nan,
    )


def _svm(cut: Any, learned: list[str], taught: list[str], given: list[str]) -> list[str]:
    vectors = _text.TfidfVectorizer(
        analyzer=lambda text: cut(evidence(text)[:1000]), sublinear_tf=True, dtype=np.float32
    )
    machine = _pipeline.make_pipeline(vectors, _svms.LinearSVC(random_state=0)).fit(learned, taught)
    return [str(label) for label in machine.predict(given)]


def _figures(method: str, found: list[str], truth: list[str]) -> ClassificationScore:
    right = [a == b for a, b in zip(found, truth, strict=True)]
    return ClassificationScore(
        method, float(np.mean(right)), float(np.mean([row.f1 for row in by_label(truth, found)]))
    )


@click.command("classify")
@source_file
@click.option("--label", default="service", show_default=True, help="Column: the right label.")
@click.option("--hold", help="Column: near-duplicates; else found by their letters.")
@click.option("--split", help="Column: rows that say `train` are learned from; else cut by time.")
@named
def command(source: Path, names: Names, label: str, hold: str | None, split: str | None) -> None:
    """Learn from the earlier rows, judge the latest fifth; near-duplicates stay on one side."""
    with working("Learning and judging"):
        appeals = Appeals(source, names)
        texts = [strings(column) for column in appeals.texts]
        labels = strings(tables.column(appeals.table, label))
        joined = ["\n".join(row) for row in zip(*texts, strict=True)]
        groups = strings(tables.column(appeals.table, hold)) if hold else near_duplicates(joined)
        test = _judged(appeals, groups, split)
        found = list(evaluate(texts, labels, groups, test))
    click.echo(f"learned from {int((~test).sum())} rows, judged on {int(test.sum())}\n")
    print_figures(ClassificationScore._fields, found)


def _judged(appeals: Appeals, groups: list[str], split: str | None) -> npt.NDArray[np.bool_]:
    if split:
        return np.array([told != "train" for told in strings(tables.column(appeals.table, split))])
    return judged(groups, days(appeals.known("time"), len(groups)))
