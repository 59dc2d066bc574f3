"""How right the classifier is: learned from early rows, judged on later ones."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from jiesu.mining.calibration import calibration_error
from jiesu.mining.card import by_label
from jiesu.mining.classify import train
from jiesu.mining.terms import grams, words
from jiesu.mining.text import evidence


class Figures(NamedTuple):
    """One method on the judged rows; NaN where a method gives no confidence."""

    method: str
    accuracy: float
    macro_f1: float
    calibration_error: float = np.nan  # top label, 15 bins of equal width
    decided: float = np.nan
    decided_right: float = np.nan


def evaluate(
    texts: list[list[str]], labels: list[str], groups: list[str], test: npt.NDArray[np.bool_]
) -> Iterator[Figures]:
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
) -> Figures:
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
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_pipeline
    from sklearn.svm import LinearSVC

    vectors = TfidfVectorizer(
        analyzer=lambda text: cut(evidence(text)[:1000]), sublinear_tf=True, dtype=np.float32
    )
    machine = make_pipeline(vectors, LinearSVC(random_state=0)).fit(learned, taught)
    return [str(label) for label in machine.predict(given)]


def _figures(method: str, found: list[str], truth: list[str]) -> Figures:
    right = [a == b for a, b in zip(found, truth, strict=True)]
    return Figures(
        method, float(np.mean(right)), float(np.mean([row.f1 for row in by_label(truth, found)]))
    )
