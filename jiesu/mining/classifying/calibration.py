"""From scores to probabilities that mean what they say, and the bar from which to decide alone.

Probabilities are a multinomial logistic regression on the scores and their squares, fitted to
held-out scores: a step beyond matrix scaling (Guo et al. 2017, "On calibration of modern neural
networks"), since least-squares scores bend near 0 and 1.
"""

import zlib
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from jiesu.mining.lazy import LazyModule

_linear_model = LazyModule("sklearn.linear_model")
_threadpoolctl = LazyModule("threadpoolctl")

Matrix = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]

PRECISION = 0.97  # share of right ones among those that are decided, on held-out texts
BINS = 15  # of equal width, for the calibration error
_FOLDS = 5
_FEWEST = 2


class Calibration(NamedTuple):
    """A softmax over `scores` and their squares."""

    slope: Matrix  # (2 · labels, labels)
    level: npt.NDArray[np.float64]  # (labels,)

    def probabilities(self, scores: Matrix) -> Matrix:
        """Give (rows, labels); rows add up to 1."""
        raised = _bent(scores) @ self.slope + self.level
        raised = np.exp(raised - raised.max(axis=1, keepdims=True))
        shares: Matrix = raised / raised.sum(axis=1, keepdims=True)
        return shares


def calibrate(scores: Matrix, wanted: Labels) -> Calibration:
    """Fit to held-out scores; a label that `wanted` lacks is never likely."""
    labels = scores.shape[1]
    seen = np.unique(wanted)
    slope, level = np.zeros((2 * labels, labels)), np.full(labels, -50.0)
    level[seen] = 0
    if len(seen) < _FEWEST:
        return Calibration(slope, level)
    steepness, height = _logistic(_bent(scores), wanted)
    if len(seen) == _FEWEST:  # one row of coefficients: of the second label
        slope[:, seen[1]], level[seen[1]] = steepness[0], height[0]
    else:
        slope[:, seen], level[seen] = steepness.T, height
    return Calibration(slope, level)


def _logistic(bent: Matrix, wanted: Labels) -> tuple[Matrix, npt.NDArray[np.float64]]:
    """Give coefficients and intercepts.

    Centred columns have the same optimum, since intercepts are not penalised, and a sixth of the
    steps lead closer to it. One thread: on vectors this short, those of BLAS wait for each other.
    """
    middle = bent.mean(axis=0)
    with _threadpoolctl.threadpool_limits(1):
        logistic = _linear_model.LogisticRegression(C=1, tol=1e-5, max_iter=2000).fit(
            bent - middle, wanted
        )
    return logistic.coef_, logistic.intercept_ - logistic.coef_ @ middle


def held_out(scores: Matrix, wanted: Labels, groups: list[str]) -> Matrix:
    """Give the probabilities of every row by a calibration that did not see its group."""
    fold = np.array([zlib.crc32(name.encode()) % _FOLDS for name in groups])
    likely = np.full(scores.shape, 1 / scores.shape[1])
    for number in np.unique(fold).tolist():
        seen, unseen = np.flatnonzero(fold != number), np.flatnonzero(fold == number)
        if len(seen):
            likely[unseen] = calibrate(scores[seen], wanted[seen]).probabilities(scores[unseen])
    return likely


def bar(likely: Matrix, wanted: Labels, fit: npt.NDArray[np.bool_]) -> float:
    """Find the lowest confidence above which `PRECISION` and one standard error are right.

    Rows that do not `fit` any label are never decided, whatever their confidence. Where no
    confidence is high enough, the bar is above all: nothing is decided.
    """
    confidence = np.where(fit, likely.max(axis=1), 0)
    order = np.argsort(-confidence, kind="stable")[: int(fit.sum())]
    right = np.cumsum(likely.argmax(axis=1)[order] == wanted[order])
    decided = np.arange(1, len(order) + 1)
    wished = PRECISION * decided + np.sqrt(decided * PRECISION * (1 - PRECISION))
    enough = np.flatnonzero(right >= wished)
    return float(confidence[order[enough[-1]]]) if len(enough) else float(np.nextafter(1, 2))


def calibration_error(confidence: npt.NDArray[np.float64], right: npt.NDArray[np.bool_]) -> float:
    """Give the expected calibration error of the top label over `BINS` bins of equal width.

    Source: Naeini, Cooper and Hauskrecht 2015. Rows that are many count more: |mean confidence −
    share right| of each bin, weighted by its rows.
    """
    if len(confidence) == 0:
        return 0.0
    box = np.minimum((confidence * BINS).astype(np.int64), BINS - 1)
    gap = np.bincount(box, confidence - right, BINS)
    return float(np.abs(gap).sum() / len(confidence))


def _bent(scores: Matrix) -> Matrix:
    centred = 2 * scores - 1  # as −1 and 1: the penalty was chosen on these
    return np.hstack([centred, centred**2])
