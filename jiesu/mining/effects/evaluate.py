"""How often a comparison speaks where nothing was done: its trials called as it is called."""

import numpy as np

from jiesu.mining.effects.comparison import Comparison

_SELDOM = 0.08  # stricter than the interval's 0.1, as trials say less of times to come


def verdict_of(comparison: Comparison) -> str:
    """Give `fewer` or `more` where nothing done would seldom look so, else `unclear`."""
    if comparison.p > _SELDOM:
        return "unclear"
    return "fewer" if comparison.ratio < 1 else "more"


def false_fewer(comparison: Comparison) -> float:
    """Give the share of trials that would have been called fewer, though nothing was done."""
    size = len(comparison.trials.came)
    tried = [
        comparison._replace(run=comparison.trials.only(np.arange(size) == n)) for n in range(size)
    ]
    return float(np.mean([verdict_of(one) == "fewer" for one in tried]))
