"""Which service an appeal is about: a suggestion, how sure it is, its words, or "cannot decide".

A linear model over the words and the character grams of the text, one against all others, made
into probabilities by one temperature. Temperature and bar are found on texts that were held out,
whole near-duplicate groups at a time. Labels may be paths (`estates/lifts/repair`): where the
deepest level is not sure enough, a higher one is given.
"""

import json
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from jiesu.mining.columns import Column, Texts, strings
from jiesu.mining.terms import Vocabulary, learn_vocabulary

VERSION = 1
PRECISION = 0.97  # share of right ones among those that are decided, on held-out texts
LEVEL = "/"
SCHEMA = pa.schema(
    {
        "label": pa.string(),
        "confidence": pa.float32(),
        "decided": pa.bool_(),
        "because": pa.string(),
    }
)
_FOLDS = 5
_STRENGTH = 0.5  # LinearSVC's C; chosen on the development split of the real labelled messages
_WORDS = 5  # that are named as reasons
_FEWEST = 2  # labels and texts of each without which nothing can be learned


class ModelFileError(ValueError):
    """The file is no model of this version, or only half of one."""


class TooFewLabelsError(ValueError):
    """There is nothing to tell apart, or too little to learn from."""


class Model(NamedTuple):
    """A trained classifier; `save` and `load` keep it in one file that holds no code."""

    labels: tuple[str, ...]
    vocabulary: Vocabulary
    weights: npt.NDArray[np.float32]  # (terms, labels)
    bias: npt.NDArray[np.float32]
    temperature: float
    bar: float  # confidence from which on the model decides alone
    trained_on: int

    def probabilities(self, texts: Texts) -> npt.NDArray[np.float64]:
        """Give the (rows, labels) matrix of calibrated probabilities; rows add up to 1."""
        return self._likely(self.vocabulary.matrix(_joined(texts)))

    def predict(self, texts: Texts) -> pa.Table:
        """Give `label, confidence, decided, because` for each row.

        `because` names the words that speak most for the label, heaviest first, joined by `|`.
        """
        documents = _joined(texts)
        matrix = self.vocabulary.matrix(documents)
        likely = _softmax(
            np.asarray(matrix @ self.weights + self.bias, np.float64) * self.temperature
        )
        best = likely.argmax(axis=1)
        why = [self._words(matrix[[row]], label) for row, label in enumerate(best.tolist())]
        chosen = [self._level(row, label) for row, label in zip(likely, best.tolist(), strict=True)]
        label, confidence, decided = zip(*chosen, strict=True) if chosen else ((), (), ())
        return pa.table([list(label), list(confidence), list(decided), why], schema=SCHEMA)

    def save(self, path: Path) -> None:
        """Write the model to `path` whole: under another name first, then moved there."""
        about = {
            "version": VERSION,
            "labels": self.labels,
            "terms": self.vocabulary.terms,
            "temperature": self.temperature,
            "bar": self.bar,
            "trained_on": self.trained_on,
        }
        partial = path.with_name(path.name + ".partial")
        with partial.open("wb") as file:
            np.savez_compressed(
                file,
                about=np.frombuffer(json.dumps(about, ensure_ascii=False).encode(), np.uint8),
                rarity=self.vocabulary.rarity,
                weights=self.weights,
                bias=self.bias,
            )
        partial.replace(path)

    def _likely(self, matrix: Any) -> npt.NDArray[np.float64]:
        scores = np.asarray(matrix @ self.weights + self.bias, np.float64)
        return _softmax(scores * self.temperature)

    def _level(self, likely: npt.NDArray[np.float64], best: int) -> tuple[str, float, bool]:
        """Climb from the best label to the first level that is sure enough."""
        parts = self.labels[best].split(LEVEL)
        for depth in range(len(parts), 0, -1):
            path = LEVEL.join(parts[:depth])
            under = [name == path or name.startswith(path + LEVEL) for name in self.labels]
            confidence = float(likely[under].sum())
            if confidence >= self.bar:
                return path, confidence, True
        return self.labels[best], float(likely[best]), False

    def _words(self, row: Any, label: int) -> str:
        gain = row.data * self.weights[row.indices, label]
        heaviest = [row.indices[k] for k in np.argsort(-gain) if gain[k] > 0]
        return "|".join(self.vocabulary.named(heaviest, _WORDS))


def train(texts: Texts, labels: Column, *, groups: Column | None = None) -> Model:
    """Learn from labelled columns; rows of one of `groups` (near-duplicates) are held out together.

    Rows without a label are left out. Raises `TooFewLabelsError` for fewer than two labels.
    """
    named = strings(labels)
    kept = [row for row, label in enumerate(named) if label.strip()]
    documents = [text for row, text in enumerate(_joined(texts)) if named[row].strip()]
    names, wanted = np.unique([named[row] for row in kept], return_inverse=True)
    if len(names) < _FEWEST:
        raise TooFewLabelsError("a classifier needs at least two different labels to tell apart")
    held = strings(groups) if groups is not None else [str(row) for row in range(len(named))]
    scores = _held_out(documents, wanted, [held[row] for row in kept], len(names))
    temperature = _temperature(scores, wanted)
    bar = _bar(_softmax(scores * temperature), wanted)
    vocabulary = learn_vocabulary(documents)
    weights, bias = _fit(vocabulary.matrix(documents), wanted, len(names))
    return Model(tuple(names.tolist()), vocabulary, weights, bias, temperature, bar, len(kept))


def load(path: Path) -> Model:
    """Read a model written by `Model.save`; raises `ModelFileError` for anything else."""
    try:
        with path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
            about = json.loads(file["about"].tobytes().decode())
            rarity, weights, bias = file["rarity"], file["weights"], file["bias"]
    except Exception as broken:
        raise ModelFileError(f"{path} is not a whole model file: train it anew") from broken
    if about["version"] != VERSION:
        raise ModelFileError(
            f"{path} is of version {about['version']}, this program reads {VERSION}: train it anew"
        )
    vocabulary = Vocabulary(tuple(about["terms"]), rarity)
    rest = about["temperature"], about["bar"], about["trained_on"]
    return Model(tuple(about["labels"]), vocabulary, weights, bias, *rest)


def _joined(texts: Texts) -> list[str]:
    return ["\n".join(parts) for parts in zip(*map(strings, texts), strict=True)]


def _held_out(
    documents: list[str], wanted: npt.NDArray[np.int64], held: list[str], labels: int
) -> npt.NDArray[np.float64]:
    """Give for every text the scores of a model that saw neither it nor its near-duplicates."""
    fold = np.array([_fold(name) for name in held])
    scores = np.zeros((len(documents), labels))
    for number in range(_FOLDS):
        seen, unseen = np.flatnonzero(fold != number), np.flatnonzero(fold == number)
        if len(unseen) == 0 or len(np.unique(wanted[seen])) < _FEWEST:
            continue
        vocabulary = learn_vocabulary([documents[row] for row in seen])
        weights, bias = _fit(
            vocabulary.matrix([documents[row] for row in seen]), wanted[seen], labels
        )
        scores[unseen] = vocabulary.matrix([documents[row] for row in unseen]) @ weights + bias
    return scores


def _fold(name: str) -> int:
    import zlib

    return zlib.crc32(name.encode()) % _FOLDS


def _fit(
    matrix: Any, wanted: npt.NDArray[np.int64], labels: int
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Fit one against all others; labels that `wanted` lacks get a score that never wins."""
    from sklearn.svm import LinearSVC

    svm = LinearSVC(C=_STRENGTH, random_state=0).fit(matrix, wanted)
    weights = np.zeros((matrix.shape[1], labels), np.float32)
    bias = np.full(labels, -2, np.float32)
    sign = np.vstack([-svm.coef_, svm.coef_]) if len(svm.classes_) == _FEWEST else svm.coef_
    level = svm.intercept_
    weights[:, svm.classes_] = sign.T
    bias[svm.classes_] = np.concatenate([-level, level]) if len(svm.classes_) == _FEWEST else level
    return weights, bias


def _softmax(scores: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: npt.NDArray[np.float64] = raised / raised.sum(axis=1, keepdims=True)
    return shares


def _temperature(scores: npt.NDArray[np.float64], wanted: npt.NDArray[np.int64]) -> float:
    """Find the factor on the scores under which held-out labels are likeliest."""
    from scipy.optimize import minimize_scalar

    rows = np.arange(len(wanted))

    def loss(log_factor: float) -> float:
        likely = _softmax(scores * np.exp(log_factor))[rows, wanted]
        return float(-np.log(np.maximum(likely, 1e-12)).mean())

    return float(np.exp(minimize_scalar(loss, bounds=(-3, 4), method="bounded").x))


def _bar(likely: npt.NDArray[np.float64], wanted: npt.NDArray[np.int64]) -> float:
    """Find the lowest confidence above which `PRECISION` of the held-out texts are right."""
    confidence = likely.max(axis=1)
    order = np.argsort(-confidence)
    right = np.cumsum(likely.argmax(axis=1)[order] == wanted[order])
    enough = np.flatnonzero(right >= PRECISION * np.arange(1, len(order) + 1))
    return float(confidence[order[enough[-1]]]) if len(enough) else 1.0
