"""One measure compared with what would have come without it, by the plan that says most."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from jiesu.mining.effects import trials, variance
from jiesu.mining.effects.trials import Counts, Plan, Runs
from jiesu.mining.effects.variance import VarianceModel

Floats = npt.NDArray[np.float64]

LEAST_BEFORE, LEAST_TRIALS = 56, 8
_SPANS = (1, 2, 4, 8)  # days before, in days after
_YEARS = (364, 728)
_FOLLOW = (0.0, 0.5, 1.0)
_LUCK = 4.0


class Comparison(NamedTuple):
    """What the best plan says: the run, its trials, and the doubt they leave."""

    plan: Plan
    run: Runs  # one
    trials: Runs
    variance: VarianceModel

    @property
    def ratio(self) -> float:
        """What came over what was expected."""
        return float(self.run.came[0] / self.run.expected[0])

    @property
    def p(self) -> float:
        """How often as far from the expected, either way, if nothing had been done."""
        beneath = float(self.variance.below(self.run, np.ones(1))[0])
        return min(1.0, 2 * min(beneath, 1 - beneath))


def compare(counts: Counts, treated: int, since: int, after: int) -> Comparison | None:
    """Compare `treated` (a column) over `after` days from day `since` on; None without trials.

    Among plans the one whose run would stray least in the trials is taken; what came in the treated
    area itself after `since` has no say in it.
    """
    best: tuple[float, Comparison] | None = None
    for plan in _plans(counts, since, after):
        trial_runs = trials.trials(counts, plan, treated, since)
        if len(trial_runs.came) < LEAST_TRIALS:
            continue
        column = np.arange(counts.service.shape[1]) == treated
        run = trials.runs(counts, since, plan).only(column)
        trial_runs = trial_runs.like(run)
        left = variance.estimate(trial_runs)
        # A plan that few trials judge may look narrow by luck.
        width = left.width(run) * np.sqrt(1 + _LUCK / trial_runs.worth.sum())
        if best is None or width < best[0]:
            best = width, Comparison(plan, run, trial_runs, left)
    return best and best[1]._replace(
        variance=variance.recalibrate(best[1].variance, best[1].trials)
    )


def _plans(counts: Counts, since: int, after: int) -> Iterator[Plan]:
    spans = {max(LEAST_BEFORE, after * span) for span in _SPANS} | set(_YEARS)
    fitting = {span for span in spans if span <= since} | {min(since, _YEARS[-1])}
    follow = _FOLLOW if counts.rest.any() else _FOLLOW[:1]
    for before in sorted(fitting):
        yield from (Plan(before, after, share) for share in follow)
