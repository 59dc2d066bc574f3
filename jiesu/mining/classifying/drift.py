"""Whether new texts still look like those a classifier learned from.

The figure is the share of new texts that fit no label, beside the share among the held-out texts
it learned from; the test is the one-sided two-sample test of Kolmogorov and Smirnov: do new texts
fit their best label worse? (That they fit better is no reason to label anew.)
It sees changed words and new kinds of appeals, not changed rules.
"""

from typing import NamedTuple

import numpy as np

from jiesu.mining.classifying.api import FITS, Model
from jiesu.mining.columns import Texts
from jiesu.mining.lazy import LazyModule

_stats = LazyModule("scipy.stats")

SURE = 0.001  # chance below which a difference is called drift
MATTERS = 0.1  # greatest distance of the distributions that is left unsaid


class Drift(NamedTuple):
    """How far new texts are from the known ones; all in [0, 1]."""

    distance: float  # greatest lead of the new distribution function over the known one
    chance: float  # of such a gap or a greater one, were there no difference
    outside: float  # share of the new texts that fit no label
    outside_known: float  # the same share among the held-out texts of the training

    @property
    def drifted(self) -> bool:
        """Tell whether the difference is sure and large enough to matter."""
        return self.chance < SURE and self.distance > MATTERS


def drift(model: Model, texts: Texts) -> Drift:
    """Compare new texts with those the model learned from; no texts, no drift."""
    known, new = model.known.fit, model.fits(texts)
    if len(new) == 0:
        return Drift(0.0, 1.0, 0.0, float((known < FITS).mean()))
    old = known.astype(np.float64)
    test = _stats.ks_2samp(new, old, alternative="greater", method="asymp")
    outside = float((new < FITS).mean()), float((known < FITS).mean())
    return Drift(float(test.statistic), float(test.pvalue), *outside)
