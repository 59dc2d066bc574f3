"""The level of a series, followed by a bank of memories, each drawn to the parent's.

A Gamma-Poisson filter with discounting (Smith and Miller 1986; Harvey and Fernandes 1989) for every
half-life; the shorter memory is drawn to the longer, the longest to the share of the parent. How
much each memory counts is told by how well it foretold of late (dynamic model averaging, Raftery et
al. 2010), so that after a break (March 2020) the short memories take over by themselves.
"""

import numpy as np
import numpy.typing as npt
from scipy.signal import lfilter

Floats = npt.NDArray[np.float64]

HALF_LIVES = (365.0, 91.0, 28.0, 10.0, 4.0)  # days
_PRIOR = 4.0  # appeals a longer memory weighs in a shorter one
_JUDGED = 0.5 ** (1 / 30)  # how long a foretelling counts
_LEAST = 1e-9


def levels(counts: Floats, rhythm: Floats, parent: Floats) -> Floats:
    """Give the level after each day by each memory, as [memory, day, series].

    `counts` and `rhythm` are [day, series]; `parent` is the level of each series' parent after each
    day, [day, series]. Levels are appeals a day, free of rhythm.
    """
    share = (counts.sum(axis=0) + _LEAST) / ((parent * rhythm).sum(axis=0) + _LEAST)
    hoped = parent * share * rhythm
    ratio = np.ones_like(counts)
    found = []
    for half_life in HALF_LIVES:
        keep = 0.5 ** (1 / half_life)
        seen = lfilter([1], [1, -keep], counts, axis=0)
        expected = lfilter([1], [1, -keep], hoped, axis=0)
        ratio = (seen + _PRIOR * ratio) / (expected + _PRIOR)
        found.append(parent * share * ratio)
    return np.stack(found)


def mix(by_memory: Floats, counts: Floats, rhythm: Floats, ahead: int) -> Floats:
    """Give the level after each day, the memories weighed by their foretelling `ahead` days."""
    late = np.concatenate([by_memory[:, :1].repeat(ahead, axis=1), by_memory[:, :-ahead]], axis=1)
    mean = np.maximum(late[:, : len(counts)] * rhythm, _LEAST)
    gain = counts * np.log(mean) - mean
    slack = _overdispersion(counts, mean.mean(axis=0))
    score = lfilter([1], [1, -_JUDGED], gain / slack, axis=1)
    weight = np.exp(score - score.max(axis=0))
    level: Floats = (weight * by_memory).sum(axis=0) / weight.sum(axis=0)
    return level


def _overdispersion(counts: Floats, mean: Floats) -> Floats:
    """Give the variance over the mean of each series, at least 1: such days count less."""
    excess = ((counts - mean) ** 2).sum(axis=0) + _PRIOR
    slack: Floats = np.maximum(excess / (mean.sum(axis=0) + _PRIOR), 1.0)
    return slack
