"""Trials: what a comparison says where nothing was done, in other areas and on earlier days.

A run compares one area's change with the change of the others (difference in differences for
counts). What stands in for the area that was treated is expected from the pooled others:

    expected = others after · own before / others before,

each other area weighed by 1 / (1 + `_DRIFT` · its count before), so that none carries the rest.
Where that helps, the expected also follows what the area's own other services did beside those of
the others.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

_DRIFT = 0.02  # variance of an area's own way, on the scale of logarithms
_STARTS, _FADE = 10, 0.85
_UNLIKE = 0.1  # what a run of quite another size still says
_LEAST = 1.0  # expected appeals below which a run says nothing
_HALF = 0.5  # keeps empty sums from dividing by nothing


class Counts(NamedTuple):
    """Cumulated counts [day + 1, area], row 0 being zero: of the service, and of all others."""

    service: Floats
    rest: Floats

    def without(self, area: int) -> "Counts":
        """Leave one area out."""
        return Counts(*(np.delete(part, area, axis=1) for part in self))


class Plan(NamedTuple):
    """How to compare: days before and after, and how far an area's other services are followed."""

    before: int
    after: int
    follow: float  # 0: not at all, 1: wholly


class Runs(NamedTuple):
    """What came and what was expected in each run, and what the expectation is built on."""

    came: Floats
    expected: Floats
    variance: Floats  # sum of the inverse counts that the expectation rests on
    worth: Floats  # how much a trial says about the run that matters

    def like(self, run: "Runs") -> "Runs":
        """Weigh runs by how near the size of their expectation is to that of one `run`."""
        away = np.log(self.expected / max(float(run.expected[0]), _LEAST))
        near = np.maximum(np.exp(-(away**2) / 2), _UNLIKE)
        return self._replace(worth=self.worth * near)

    def only(self, kept: npt.NDArray[np.bool_]) -> "Runs":
        """Keep some runs."""
        return Runs(*(part[kept] for part in self))


def runs(counts: Counts, start: int, plan: Plan, worth: float = 1.0) -> Runs:
    """Compare every area (as if it were treated) with all others, at one start."""
    earlier, later = _windows(counts.service, start, plan)
    change, variance = _change_of_others(earlier, later)
    expected = (earlier + _HALF) * change
    variance = variance + 1 / (earlier + _HALF)
    if plan.follow:
        rest_earlier, rest_later = _windows(counts.rest, start, plan)
        others, _ = _change_of_others(rest_earlier, rest_later)
        own = (rest_later + _HALF) / (rest_earlier + _HALF) / others
        expected = expected * own**plan.follow
        variance = variance + plan.follow**2 * (
            1 / (rest_earlier + _HALF) + 1 / (rest_later + _HALF)
        )
    return Runs(later, expected, variance, np.full(len(later), worth))


def _windows(total: Floats, start: int, plan: Plan) -> tuple[Floats, Floats]:
    earlier = total[start] - total[start - plan.before]
    return earlier, total[start + plan.after] - total[start]


def _change_of_others(earlier: Floats, later: Floats) -> tuple[Floats, Floats]:
    """Give, for each area, the change of all others pooled, and its variance if Poisson."""
    weight = 1 / (1 + _DRIFT * earlier)
    before, after = (_others(weight * part) + _HALF for part in (earlier, later))
    # A weighted sum is worth as many counts as its square over its variance.
    variance = sum(
        (_others(weight**2 * part) + _HALF) / whole**2
        for part, whole in ((earlier, before), (later, after))
    )
    return after / before, np.asarray(variance)


def _others(values: Floats) -> Floats:
    rest: Floats = values.sum() - values
    return rest


def trials(counts: Counts, plan: Plan, treated: int, since: int) -> Runs:
    """Run all areas at the start and at earlier ones, the treated one only while it was not.

    Earlier starts share their past with later ones, and times change: they say less.
    """
    worth = float(1 / np.sqrt(1 + plan.before / plan.after))
    found = [runs(counts.without(treated), since, plan, worth)]
    start = since - plan.after
    while start >= plan.before and len(found) < _STARTS:
        worth *= _FADE
        found.append(runs(counts, start, plan, worth))
        start -= plan.after
    whole = Runs(*(np.concatenate(parts) for parts in zip(*found, strict=True)))
    return whole.only(whole.expected >= _LEAST)
