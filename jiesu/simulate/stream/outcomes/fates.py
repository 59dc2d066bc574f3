"""What became of each appeal: its stages, deadline and end, and whether the reply says anything.

Stages follow one another with delays; whatever lies after the end of the stream has not happened
yet, so the last weeks are full of open work. Times are microseconds since 1970 in local time.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from jiesu.rules.lifecycle import State
from jiesu.simulate import draw
from jiesu.simulate.city.catalogue import Leaf
from jiesu.simulate.draw import Floats, Ints, Keys
from jiesu.simulate.stream import seasons
from jiesu.simulate.stream.issues import DAY, HOUR

Flags = NDArray[np.bool_]

MINUTE = HOUR // 60
NEVER = np.iinfo(np.int64).max
URGENCIES = ("emergency", "urgent", "general", "complex")
# The limits of DB11/T 2021 as drafted: 2 h, 24 h, 7 days, 15 days to the reply.
_LIMIT_HOURS = np.array([2, 24, 7 * 24, 15 * 24])
_LIMIT_DAYS = np.array([0, 0, 7, 15])
STATES = tuple(State)
_DESK_ENDS = ((State.DECLINED, 0.008), (State.REDIRECTED, 0.014))
_MERGED, _WITHDRAWN = 0.28, 0.008


class Fates(NamedTuple):
    """A row each; a time not reached is `NEVER`, codes are places in the tuples above."""

    accepted: Ints
    dispatched: Ints
    signed: Ints
    started: Ints
    due: Ints
    replied: Ints
    completed: Ints
    unit: Ints  # -1 where none
    state: Ints
    bad: Flags  # the reply says nothing


class Case(NamedTuple):
    """What a fate depends on, a row each."""

    key: Keys
    leaf: Ints
    at: Ints
    unit: Ints  # who must lead
    wrong_unit: Ints
    by_phone: Flags
    asks: Flags  # for nothing but an answer
    later: Flags  # somebody told of the issue before


class Office:
    """Works cases off as a city does, until the end of the stream."""

    def __init__(self, leaves: list[Leaf], units: int, *, seed: int, until: int) -> None:
        self._urgency = np.array([URGENCIES.index(leaf.urgency) for leaf in leaves])
        self._answered = np.array([leaf.answered for leaf in leaves])
        self._until = until
        keys = draw.child(draw.root(seed, "office"), np.arange(units))
        self._pace = np.exp(0.28 * draw.normal(keys, "pace"))
        self.worth = 0.5 * draw.normal(keys, "worth")
        self._next_workday = _next_workdays()

    def work(self, case: Case) -> Fates:
        """Give the fate of each case."""
        return self._cut(self._stages(case, self._desk(case)), case)

    def _desk(self, case: Case) -> Ints:
        """Tell how the desk ends it: an index of `STATES`, or -1 where it is dispatched."""
        end = np.full(len(case.key), -1)
        luck = draw.uniform(case.key, "desk")
        upper = self._answered[case.leaf]
        end[luck < upper] = STATES.index(State.ANSWERED)
        for state, share in _DESK_ENDS:
            end[(luck >= upper) & (luck < upper + share)] = STATES.index(state)
            upper = upper + share
        merged = case.later & draw.chance(case.key, "merged", _MERGED)
        end[merged] = STATES.index(State.MERGED)
        return end

    def _stages(self, case: Case, desk: Ints) -> Fates:
        key, urgency = case.key, self._urgency[case.leaf]
        misled = draw.chance(key, "misled", 0.07)
        unit = np.where(misled & draw.chance(key, "never mended", 0.4), case.wrong_unit, case.unit)
        taken = np.where(case.by_phone, 5.0, 35.0)
        accepted = case.at + _after(key, "accepted", taken, 0.6)
        sent = accepted + _after(key, "sent", np.array([4, 15, 90, 120])[urgency], 0.8)
        # A wrong unit objects, and the right one gets it a day later.
        sent = sent + np.where(misled, _after(key, "objection", 1500.0, 0.4), 0)
        signed = sent + _after(key, "signed", np.array([8, 25, 170, 240])[urgency], 0.9)
        started = signed + _after(key, "started", np.array([10, 60, 500, 700])[urgency], 0.8)
        due = self._due(accepted, urgency)
        replied = np.maximum(self._replied(key, unit, sent, due), started + 5 * MINUTE)
        completed = replied + _after(key, "completed", 2400.0, 0.8)
        at_desk = desk >= 0
        for times in (sent, signed, started, replied):
            times[at_desk] = NEVER
        answered = desk == STATES.index(State.ANSWERED)
        replied[answered] = accepted[answered] + 4 * MINUTE
        completed[at_desk] = accepted[at_desk] + 5 * MINUTE
        due[at_desk] = NEVER
        return Fates(
            accepted=accepted,
            dispatched=sent,
            signed=signed,
            started=started,
            due=due,
            replied=replied,
            completed=completed,
            unit=np.where(at_desk, -1, unit),
            state=desk,
            bad=self._is_bad(key, unit) & ~at_desk,
        )

    def _replied(self, key: Keys, unit: Ints, sent: Ints, due: Ints) -> Ints:
        """Most reply well within the time, some in its last hour, some after it."""
        share = 0.42 * self._pace[unit] * np.exp(0.75 * draw.normal(key, "replied"))
        replied = sent + (np.maximum(due - sent, HOUR) * share).astype(np.int64)
        last = due - draw.pick(key, "last hour", HOUR)
        pressed = (replied > due) & draw.chance(key, "pressed", 0.55)
        when: Ints = np.where(pressed, last, replied)
        return when

    def _due(self, accepted: Ints, urgency: Ints) -> Ints:
        """Count hours at once, and days to midnight, moved on to a workday (Civil Code 203)."""
        day = accepted // DAY + _LIMIT_DAYS[urgency]
        at_midnight = (self._next_workday[day - _FIRST_DAY] + 1) * DAY
        by_hour = accepted + _LIMIT_HOURS[urgency] * HOUR
        due: Ints = np.where(_LIMIT_DAYS[urgency] > 0, at_midnight, by_hour)
        return due

    def _is_bad(self, key: Keys, unit: Ints) -> Flags:
        return draw.chance(key, "bad", np.clip(0.13 - 0.07 * self.worth[unit], 0.02, 0.5))

    def _cut(self, fates: Fates, case: Case) -> Fates:
        """Undo what lies after the end, and name the state that leaves."""
        times = {}
        for name in ("accepted", "dispatched", "signed", "started", "replied", "completed"):
            time = getattr(fates, name)
            times[name] = np.where(time > self._until, NEVER, time)
        # Completion without a reply can not be: the desk's own ends are the only ones without.
        state = np.full(len(case.key), STATES.index(State.REGISTERED))
        for name, reached in _REACHED:
            state[times[name] != NEVER] = STATES.index(reached)
        desk_end = (fates.state >= 0) & (times["completed"] != NEVER)
        state[desk_end] = fates.state[desk_end]
        objected = (state == STATES.index(State.DISPATCHED)) & draw.chance(
            case.key, "objects", 0.08
        )
        state[objected] = STATES.index(State.OBJECTED)
        withdrawn = (
            (times["completed"] != NEVER) & ~desk_end & draw.chance(case.key, "back", _WITHDRAWN)
        )
        state[withdrawn] = STATES.index(State.WITHDRAWN)
        times["replied"][withdrawn] = NEVER
        unit = np.where(times["dispatched"] == NEVER, -1, fates.unit)
        due = np.where(times["accepted"] == NEVER, NEVER, fates.due)
        return fates._replace(**times, state=state, unit=unit, due=due)


_REACHED = (
    ("accepted", State.ACCEPTED),
    ("dispatched", State.DISPATCHED),
    ("signed", State.SIGNED),
    ("started", State.HANDLING),
    ("replied", State.REPLIED),
    ("completed", State.COMPLETED),
)

_FIRST_DAY = int(np.datetime64("2020-01-01").astype(int))


def _next_workdays() -> Ints:
    """Give for each day since 2020 (to 2031) the first workday on or after it."""
    count = 4400
    worked = seasons.workdays(np.datetime64("2020-01-01"), count)
    day = np.where(worked, np.arange(count), count)
    following: Ints = np.minimum.accumulate(day[::-1])[::-1] + _FIRST_DAY
    return following


def _after(keys: Keys, purpose: str, minutes: Floats | float, scatter: float) -> Ints:
    """Draw a delay around a median in minutes."""
    return (np.exp(scatter * draw.normal(keys, purpose)) * minutes * MINUTE).astype(np.int64)
