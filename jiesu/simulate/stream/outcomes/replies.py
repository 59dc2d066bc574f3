"""What units and the desk reply: a proper account, a lawful refusal, or an empty phrase."""

import numpy as np
import pyarrow as pa

from jiesu.rules.lifecycle import Outcome, State
from jiesu.simulate import draw
from jiesu.simulate.draw import Ints
from jiesu.simulate.stream.issues import DAY, Tellings
from jiesu.simulate.stream.outcomes.fates import NEVER, STATES, Fates
from jiesu.simulate.stream.outcomes.views import OUTCOMES, Ending
from jiesu.simulate.stream.speech import Spoken
from jiesu.simulate.telling.compose import Copy, compose
from jiesu.simulate.telling.lexicon import FIELDS
from jiesu.simulate.telling.voices import REPLIES, Voices


def write(voices: Voices, told: Tellings, spoken: Spoken, fate: Fates, end: Ending) -> pa.Array:
    """Write the replies of those that were answered, empty for the others."""
    answered = np.flatnonzero(fate.replied != NEVER)
    fields = spoken.fields[:, answered].copy()
    own = draw.mix(spoken.own[answered], "reply")
    look_up, names = voices.lexicon, list(FIELDS)
    day = fate.replied[answered] // DAY
    done, soon = day - draw.pick(own, "done", 3), day + 4 + draw.pick(own, "soon", 30)
    fields[names.index("fixed")] = look_up.day.start[_day_of_year(done)]
    fields[names.index("soon")] = look_up.day.start[_day_of_year(soon)]
    fields[names.index("dept")] = look_up.unit.start[fate.unit[answered]]
    nothing = np.zeros(len(answered), np.bool_)
    copy = Copy(
        group=_style(fate, end, answered),
        topic=told.topic[answered],
        fields=fields,
        issues=own,
        keys=own,
        endings=own,
        vague=nothing,
        slips=nothing,
    )
    written = compose(voices.press, voices.replies, copy)
    place = np.full(len(fate.replied), len(answered))
    place[answered] = np.arange(len(answered))
    return pa.concat_arrays([written, pa.array([""])]).take(pa.array(place))


def _style(fate: Fates, end: Ending, rows: Ints) -> Ints:
    """Choose the manner of each reply, an index of `REPLIES`."""
    by_outcome = np.zeros(len(OUTCOMES), np.int64)
    for name in REPLIES[1:-2]:
        by_outcome[OUTCOMES.index(Outcome(name))] = REPLIES.index(name)
    style = by_outcome[end.outcome[rows]]
    style[fate.state[rows] == STATES.index(State.ANSWERED)] = REPLIES.index("answered")
    style[fate.bad[rows]] = REPLIES.index("bad")
    return style


def _day_of_year(day: Ints) -> Ints:
    """Give the place of a day in a leap year, so that every year has the same dates."""
    dates = day.astype("datetime64[D]")
    month = dates.astype("datetime64[M]").astype(np.int64) % 12
    within = (dates - dates.astype("datetime64[M]")).astype(np.int64)
    starts = np.array([0, 31, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335])
    found: Ints = starts[month] + within
    return found
