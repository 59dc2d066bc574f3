"""Scores of labels from two kernels at once: shared terms, and nearness in what the terms mean.

Kernel ridge regression on `K = X·Xᵀ + exp(−|z − z'|²)`: X are the weighted terms, z the documents
on the unit sphere of the main directions of X (latent semantic analysis, Deerwester et al. 1990).
Scores of held-out documents need no second fit: with A = K + λI, what is foreseen of a group g
by all others is `y_g − (A⁻¹_gg)⁻¹ (A⁻¹ y)_g` (Rasmussen and Williams 2006, section 5.4.2).
"""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from jiesu.mining.lazy import LazyModule

_extmath = LazyModule("sklearn.utils.extmath")
_linalg = LazyModule("scipy.linalg")

Floats = npt.NDArray[np.float32]

_DIRECTIONS = 160
_RIDGE = 0.4  # chosen, as the directions were, by cross-validation inside the training split


class Machine(NamedTuple):
    """What was learned: enough to score new documents, and no text."""

    weights: Floats  # (terms, labels), of the linear part
    base: Floats  # (labels,)
    directions: Floats  # (terms, directions)
    places: Floats  # (documents, directions), rows of length one
    pull: Floats  # (documents, labels): how much each place speaks for each label

    def scores(self, matrix: Any) -> npt.NDArray[np.float64]:
        """Give (rows, labels): near 1 for the label, near 0 for others; a row adds up to 1."""
        near = _nearness(_unit(matrix @ self.directions), self.places)
        scores: npt.NDArray[np.float64] = (
            np.asarray(matrix @ self.weights) + near @ self.pull + self.base
        ).astype(np.float64)
        return scores


def fit(
    matrix: Any,
    wanted: npt.NDArray[np.int64],
    labels: int,
    *,
    groups: list[str],
    worth: npt.NDArray[np.float64],
) -> tuple[Machine, npt.NDArray[np.float64]]:
    """Fit the (documents, terms) matrix; give the machine and the scores of held-out documents.

    Documents of one of `groups` are held out together. `worth` in (0, 1] says how much a document
    counts: its ridge is divided by it. Takes documents² of memory and documents³ of time.
    """
    shared = (matrix @ matrix.T).toarray().astype(np.float32)
    main, strength = _main(shared)
    places = _unit(main * strength)
    directions = np.asarray(matrix.T @ (main / strength), np.float32)
    inverse = _inverse(shared + _nearness(places, places), _RIDGE / worth)
    target = np.eye(labels, dtype=np.float32)[wanted]
    base = target.mean(axis=0)
    pull = inverse @ (target - base)
    held_out = _held_out(inverse, target, pull, groups)
    weights = np.asarray(matrix.T @ pull, np.float32)
    return Machine(weights, base, directions, places, pull), held_out


def _held_out(
    inverse: Floats, target: Floats, pull: Floats, groups: list[str]
) -> npt.NDArray[np.float64]:
    scores = target - pull / np.diag(inverse)[:, None]
    _, group, size = np.unique(groups, return_inverse=True, return_counts=True)
    together = np.argsort(group, kind="stable")
    ends = np.cumsum(size)
    for number in np.flatnonzero(size > 1).tolist():
        rows = together[ends[number] - size[number] : ends[number]]
        scores[rows] = target[rows] - np.linalg.solve(inverse[np.ix_(rows, rows)], pull[rows])
    return scores.astype(np.float64)


def _main(shared: Floats) -> tuple[Floats, Floats]:
    """Give the main eigenvectors of the shared terms and the roots of their eigenvalues."""
    many = min(_DIRECTIONS, len(shared))
    vectors, values, _ = _extmath.randomized_svd(shared, many, n_iter=4, random_state=0)
    kept = values > 1e-4 * max(values[0], 1e-4)
    return vectors[:, kept].astype(np.float32), np.sqrt(values[kept]).astype(np.float32)


def _inverse(kernel: Floats, ridge: npt.NDArray[np.float64]) -> Floats:
    np.fill_diagonal(kernel, np.diag(kernel) + ridge)
    factor, _ = _linalg.lapack.spotrf(kernel, lower=1)
    lower, _ = _linalg.lapack.spotri(factor, lower=1)
    lower = np.tril(lower)
    inverse: Floats = lower + np.tril(lower, -1).T
    return inverse


def _nearness(one: Floats, other: Floats) -> Floats:
    near: Floats = np.exp(np.float32(2) * (one @ other.T - np.float32(1)))
    return near


def _unit(rows: Any) -> Floats:
    """Give rows of length one; an empty document stays at the centre."""
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: Floats = (rows / np.maximum(length, 1e-9)).astype(np.float32)
    return unit
