"""How it ended for both sides: the outcome claimed, and what the appellant says of it."""

from typing import NamedTuple

import numpy as np

from jiesu.rules.lifecycle import Outcome, State, View
from jiesu.simulate import draw
from jiesu.simulate.draw import Floats, Ints
from jiesu.simulate.stream.outcomes.fates import NEVER, STATES, Case, Fates, Flags

OUTCOMES, VIEWS = tuple(Outcome), tuple(View)
_CLAIMS = {
    Outcome.RESOLVED: 0.62,
    Outcome.PARTLY_RESOLVED: 0.11,
    Outcome.EXPLAINED: 0.16,
    Outcome.CANNOT_ACT: 0.04,
    Outcome.NOT_FOUND: 0.07,
}
_ENDS = {
    State.ANSWERED: Outcome.ANSWERED,
    State.DECLINED: Outcome.DECLINED,
    State.REDIRECTED: Outcome.REDIRECTED,
    State.MERGED: Outcome.DUPLICATE,
    State.WITHDRAWN: Outcome.WITHDRAWN,
}
# How likely one is content, as a log-odds, before the unit, the reply and delay are counted.
_CONTENT = {
    Outcome.RESOLVED: 2.2,
    Outcome.PARTLY_RESOLVED: 0.4,
    Outcome.EXPLAINED: -0.5,
    Outcome.CANNOT_ACT: -1.1,
    Outcome.NOT_FOUND: -0.9,
    Outcome.ANSWERED: 2.4,
}
_SAYS_NOTHING, _LATE = 1.9, 0.7
# Most are asked and many do not pick up; who does not answer has not agreed.
_NOT_ASKED, _NO_ANSWER, _REFUSED = 0.13, 0.23, 0.035
_PARTLY = 0.5  # of what was solved in part, as those asked say


class Ending(NamedTuple):
    """A row each; codes are places in `OUTCOMES` and `VIEWS`."""

    outcome: Ints
    view: Ints
    rating: Ints  # 1 to 5, 0 where there is none


def ending(case: Case, fates: Fates, worth: Floats) -> Ending:
    """Draw the outcome claimed, whom the follow-up reached, and what they said.

    `worth` says by unit how content people are with it.
    """
    outcome = _outcome(case, fates)
    content = draw.chance(case.key, "content", _likely_content(fates, outcome, worth))
    view = _view(case, outcome, content)
    done = (fates.state == _state(State.COMPLETED)) | (fates.state == _state(State.ANSWERED))
    view[~done] = VIEWS.index(View.NOT_ASKED)
    return Ending(outcome, view, _rating(case, view))


def _outcome(case: Case, fates: Fates) -> Ints:
    claim = draw.weighted(case.key, "claim", np.array([*_CLAIMS.values()]))
    outcome = np.array([OUTCOMES.index(name) for name in _CLAIMS])[claim]
    outcome[case.asks] = OUTCOMES.index(Outcome.ANSWERED)
    outcome[fates.replied == NEVER] = OUTCOMES.index(Outcome.NONE)
    for state, name in _ENDS.items():
        outcome[fates.state == _state(state)] = OUTCOMES.index(name)
    return outcome


def _likely_content(fates: Fates, outcome: Ints, worth: Floats) -> Floats:
    late = (fates.replied != NEVER) & (fates.replied > fates.due)
    usual = np.array([_CONTENT.get(name, 0.0) for name in OUTCOMES])[outcome]
    score = usual + worth[np.maximum(fates.unit, 0)] - _SAYS_NOTHING * fates.bad - _LATE * late
    likely: Floats = 1 / (1 + np.exp(-score))
    return likely


def _view(case: Case, outcome: Ints, content: Flags) -> Ints:
    luck = draw.uniform(case.key, "reach")
    view = np.where(content, VIEWS.index(View.CONFIRMED), VIEWS.index(View.DISPUTED))
    half = outcome == OUTCOMES.index(Outcome.PARTLY_RESOLVED)
    view[half & draw.chance(case.key, "partly", _PARTLY)] = VIEWS.index(View.PARTLY)
    view[luck < _NOT_ASKED + _NO_ANSWER] = VIEWS.index(View.NO_ANSWER)
    view[luck < _NOT_ASKED] = VIEWS.index(View.NOT_ASKED)
    view[luck > 1 - _REFUSED] = VIEWS.index(View.REFUSED)
    return view


def _rating(case: Case, view: Ints) -> Ints:
    """Give the stars that go with a view; a few say “so-so” whatever they said before."""
    good = np.where(draw.chance(case.key, "very good", 0.62), 5, 4)
    poor = np.where(draw.chance(case.key, "very poor", 0.55), 1, 2)
    confirmed, disputed = view == VIEWS.index(View.CONFIRMED), view == VIEWS.index(View.DISPUTED)
    rating = np.where(confirmed, good, np.where(disputed, poor, 0))
    rating[view == VIEWS.index(View.PARTLY)] = 3
    rating[draw.chance(case.key, "middling", 0.1) & (rating > 0)] = 3
    return rating


def _state(state: State) -> int:
    return STATES.index(state)
