"""Which service an appeal is about: a suggestion, how sure it is, its words, or "cannot decide".

Scores come from `kernel_ridge`, probabilities and the bar from `calibration`; both see only texts
held out, whole near-duplicate groups at a time. Labels may be paths (`estates/lifts/repair`):
where the deepest level is not sure enough, a higher one is given. Any column can be the label, a
unit as well as a service.
"""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from jiesu.mining.classifying import calibration, kernel_ridge
from jiesu.mining.classifying.calibration import Calibration
from jiesu.mining.classifying.kernel_ridge import Machine
from jiesu.mining.columns import Column, Texts, days, strings
from jiesu.mining.text.near_duplicates import near_duplicates
from jiesu.mining.text.terms import Vocabulary, learn_vocabulary

VERSION = 2
LEVEL = "/"
MOST = 8000  # texts that are learned from: the latest, else the last ones
SCHEMA = pa.schema(
    {
        "label": pa.string(),
        "confidence": pa.float32(),
        "decided": pa.bool_(),
        "because": pa.string(),
    }
)
_TERMS = 60_000  # the commonest ones; a longer tail changed nothing and made the model heavy
FITS = 0.5  # of the raw score: less for every label means that the text belongs to none of them
_LEAST = 0.05  # worth of the oldest text, so that no service is forgotten
_WORDS = 5  # that are named as reasons
_FEWEST = 2  # labels without which nothing can be learned


class TooFewLabelsError(ValueError):
    """There is nothing to tell apart, or too little to learn from."""


class Known(NamedTuple):
    """What held-out texts showed: the base of the model card and of the test for drift."""

    wanted: npt.NDArray[np.int32]  # (texts,) labels by number
    label: npt.NDArray[np.int32]  # (texts,) the likeliest by a model that had not seen the text
    confidence: npt.NDArray[np.float32]
    fit: npt.NDArray[np.float32]  # the raw score of the best label
    first: float  # days since 1970 of the oldest and the latest text; NaN where no time is told
    last: float


class Model(NamedTuple):
    """A trained classifier; `model_file` keeps it in one file that holds no code."""

    labels: tuple[str, ...]
    vocabulary: Vocabulary
    machine: Machine
    calibration: Calibration
    bar: float  # confidence from which on the model decides alone
    known: Known

    @property
    def trained_on(self) -> int:
        """How many texts it learned from."""
        return len(self.known.wanted)

    def probabilities(self, texts: Texts) -> npt.NDArray[np.float64]:
        """Give the (rows, labels) matrix of calibrated probabilities; rows add up to 1."""
        matrix = self.vocabulary.matrix(_joined(texts))
        return self.calibration.probabilities(self.machine.scores(matrix))

    def fits(self, texts: Texts) -> npt.NDArray[np.float64]:
        """Give the raw score of the best label of each row: low where it belongs to none."""
        scores = self.machine.scores(self.vocabulary.matrix(_joined(texts)))
        return np.asarray(scores.max(axis=1, initial=0), np.float64)

    def predict(self, texts: Texts) -> pa.Table:
        """Give `label, confidence, decided, because` for each row.

        `because` names the words that speak most for the label, heaviest first, joined by `|`.
        """
        matrix = self.vocabulary.matrix(_joined(texts))
        scores = self.machine.scores(matrix)
        likely = self.calibration.probabilities(scores)
        best = likely.argmax(axis=1).tolist()
        why = [self._words(matrix[[row]], label) for row, label in enumerate(best)]
        chosen = [self._level(*row) for row in zip(likely, scores, best, strict=True)]
        label, confidence, decided = zip(*chosen, strict=True) if chosen else ((), (), ())
        return pa.table([list(label), list(confidence), list(decided), why], schema=SCHEMA)

    def _level(
        self, likely: npt.NDArray[np.float64], scores: npt.NDArray[np.float64], best: int
    ) -> tuple[str, float, bool]:
        """Climb from the best label to the first level that is sure enough and fits."""
        parts = self.labels[best].split(LEVEL)
        for depth in range(len(parts), 0, -1):
            path = LEVEL.join(parts[:depth])
            under = [name == path or name.startswith(path + LEVEL) for name in self.labels]
            confidence = float(likely[under].sum())
            if confidence >= self.bar and scores[under].sum() >= FITS:
                return path, confidence, True
        return self.labels[best], float(likely[best]), False

    def _words(self, row: Any, label: int) -> str:
        gain = row.data * self.machine.weights[row.indices, label]
        heaviest = [row.indices[k] for k in np.argsort(-gain) if gain[k] > 0]
        return "|".join(self.vocabulary.named(heaviest, _WORDS))


def train(
    texts: Texts,
    labels: Column,
    *,
    groups: Column | None = None,
    times: Column | None = None,
    half_life: float | None = None,
) -> Model:
    """Learn from labelled columns; rows of one of `groups` are held out together.

    Without `groups` these are the near-duplicates, found by their letters. Rows without a label
    are left out. With `times` the latest `MOST` rows are learned from; with a `half_life` in days
    too, a row that is so much older than the latest counts half. Raises `TooFewLabelsError` for
    fewer than two labels.
    """
    named = [label.strip() for label in strings(labels)]
    when = days(times, len(named))
    kept = _latest(np.flatnonzero([bool(label) for label in named]), when)
    names, wanted = np.unique([named[row] for row in kept], return_inverse=True)
    if len(names) < _FEWEST:
        raise TooFewLabelsError("a classifier needs at least two different labels to tell apart")
    documents = _joined(texts)
    documents = [documents[row] for row in kept]
    held = _held(groups, kept) or near_duplicates(documents)
    vocabulary = learn_vocabulary(documents, most=_TERMS)
    machine, scores = kernel_ridge.fit(
        vocabulary.matrix(documents),
        wanted,
        len(names),
        groups=held,
        worth=_worth(when, half_life)[kept],
    )
    likely = calibration.held_out(scores, wanted, held)
    fit = scores.max(axis=1)
    return Model(
        tuple(names.tolist()),
        vocabulary,
        machine,
        calibration.calibrate(scores, wanted),
        calibration.bar(likely, wanted, fit >= FITS),
        _known(wanted, likely, fit, when[kept]),
    )


def _held(groups: Column | None, kept: list[int]) -> list[str]:
    if groups is None:
        return []
    named = strings(groups)
    return [named[row] or f"row {row}" for row in kept]


def _latest(rows: npt.NDArray[np.int64], when: npt.NDArray[np.float64]) -> list[int]:
    """Give the latest `MOST` of the rows in their order; rows without a time count as oldest."""
    by_time = np.argsort(np.nan_to_num(when[rows], nan=-np.inf), kind="stable")
    return sorted(rows[by_time[-MOST:]].tolist())


def _worth(when: npt.NDArray[np.float64], half_life: float | None) -> npt.NDArray[np.float64]:
    if half_life is None or np.isnan(when).all():
        return np.ones(len(when))
    age = np.nanmax(when) - when
    age = np.where(np.isnan(age), np.nanmax(age), age)
    return np.asarray(np.maximum(0.5 ** (age / half_life), _LEAST), np.float64)


def _known(
    wanted: npt.NDArray[np.int64],
    likely: npt.NDArray[np.float64],
    fit: npt.NDArray[np.float64],
    when: npt.NDArray[np.float64],
) -> Known:
    told = when[~np.isnan(when)]
    first, last = (float(told.min()), float(told.max())) if len(told) else (np.nan, np.nan)
    return Known(
        wanted.astype(np.int32),
        likely.argmax(axis=1).astype(np.int32),
        likely.max(axis=1).astype(np.float32),
        fit.astype(np.float32),
        first,
        last,
    )


def _joined(texts: Texts) -> list[str]:
    return ["\n".join(parts) for parts in zip(*map(strings, texts), strict=True)]
