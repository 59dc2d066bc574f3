"""When appeals are told: so many each day, issues born today and tellings that were waiting."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from jiesu.simulate import draw
from jiesu.simulate.city.catalogue import Leaf
from jiesu.simulate.draw import Ints, Keys
from jiesu.simulate.stream import issues, seasons, weather, world
from jiesu.simulate.stream.alive import Alive
from jiesu.simulate.stream.issues import DAY, Births, Tellings
from jiesu.simulate.stream.seasons import Days
from jiesu.simulate.stream.world import World

# Share of a day's appeals by hour, as the telephone rings.
_HOURS = {
    "any": "1 1 0 0 0 1 3 6 10 11 10 8 6 6 8 9 8 7 6 6 6 5 3 2",
    "day": "0 0 0 0 0 1 3 7 12 13 11 8 6 7 9 10 9 7 5 4 3 2 1 0",
    "office": "0 0 0 0 0 0 1 3 13 16 13 8 4 5 12 13 10 5 2 2 2 1 0 0",
    "peak": "0 0 0 0 0 2 8 16 13 7 5 5 5 4 4 5 8 11 9 5 4 2 1 0",
    "evening": "1 0 0 0 0 1 2 4 6 7 6 5 5 4 4 5 6 8 11 13 12 9 5 2",
    "night": "7 5 4 3 2 3 3 4 5 5 4 3 3 3 3 3 3 4 5 7 9 11 12 10",
}
_BACKLOG = 0.8  # share of a day that waiting tellings may fill
_ATTEMPTS = 4  # to find an issue a place where the same one is not spoken of
_BREATH = 90_000_000  # nobody tells of it sooner after the first than a minute and a half


@dataclass
class Timeline:
    """The stream of tellings of one seed, day after day."""

    seed: int
    total: int
    days: Days
    leaves: list[Leaf]
    world: World
    _waiting: dict[int, list[Tellings]] = field(default_factory=lambda: defaultdict(list))
    _born: int = 0

    def __post_init__(self) -> None:
        leaf = self.world.topic_leaf
        self._alive = Alive(self.world.spread[leaf], self.world.in_building)
        self._events = weather.events(self.seed, self.days)
        usual = seasons.rates(self.leaves, self.days)
        self._rates = weather.pushed(usual, self.leaves, self._events)
        self._largest = int(np.clip(2 * self.total**0.4, 12, 2000))
        self._hours = np.array(
            [np.fromstring(_HOURS[leaf.hours], sep=" ").cumsum() for leaf in self.leaves]
        )
        self._hours /= self._hours[:, -1:]

    def counts(self) -> Ints:
        """Say how many appeals each day brings; together they are exactly `total`."""
        rng = np.random.default_rng([self.seed, 5, self.total])
        busy = self._rates.sum(axis=1) * rng.gamma(60, 1 / 60, len(self.days))
        counts: Ints = rng.multinomial(self.total, busy / busy.sum())
        return counts

    def run(self) -> Iterator[Tellings]:
        """Give the tellings of each day in order of time."""
        for day, count in enumerate(self.counts()):
            due = self._due(day, int(_BACKLOG * count))
            told = _joined([due, self._new(day, int(count) - len(due.at))])
            yield told.rows(np.lexsort((told.member, told.number, told.at)))

    def _new(self, day: int, count: int) -> Tellings:
        """Let issues begin until their first day's tellings are `count`; what follows waits."""
        births = self._births(day, count)
        later = self._later(births)
        today = later.at // DAY == self.days[0].astype(np.int64) + day
        same_day = np.bincount(later.number[today] - self._born, minlength=count)
        begun = int(np.searchsorted(np.cumsum(1 + same_day), count, side="left")) + 1
        self._born += min(begun, count)
        first = _first(births).rows(np.arange(min(begun, count)))
        later = later.rows(np.flatnonzero(later.number < self._born))
        first, later = self._alive.join(first, later)
        today = later.at // DAY == self.days[0].astype(np.int64) + day
        fitting = np.flatnonzero(today)[: count - len(first.at)]
        self._wait(later.rows(np.setdiff1d(np.arange(len(later.at)), fitting)), day)
        return _joined([first, later.rows(fitting)])

    def _births(self, day: int, count: int) -> Births:
        number = self._born + np.arange(count)
        key = draw.child(draw.root(self.seed, "issue"), number)
        leaf = draw.weighted(key, "service", self._rates[day])
        topic = self.world.topics.draw(key, "topic", leaf)
        struck = self._struck(day, leaf)
        births = Births(
            number=number,
            key=key,
            topic=topic,
            place=world.choose_places(self.world, key, topic, struck),
            at=self._at(day, key, leaf),
            size=issues.sizes(key, self.world.spread[leaf], self._largest),
        )
        return self._elsewhere(births, struck)

    def _elsewhere(self, births: Births, struck: Ints) -> Births:
        """Send those on whose problem is spoken of at their place already; some find no other."""
        for attempt in range(_ATTEMPTS):
            rows = self._alive.taken(births)
            keys = draw.mix(births.key[rows], f"elsewhere {attempt}")
            births.place[rows] = world.choose_places(
                self.world, keys, births.topic[rows], struck[rows]
            )
        return births

    def _struck(self, day: int, leaf: Ints) -> Ints:
        where = np.full(len(self.leaves), -1)
        for number, zone in weather.struck(self._events, self.leaves, day).items():
            where[number] = zone
        return where[leaf]

    def _at(self, day: int | Ints, keys: Keys, leaf: Ints) -> Ints:
        """Draw the time of day by the habits of the service."""
        edges = self._hours[leaf]
        hour = (edges <= draw.uniform(keys, "hour")[:, None]).sum(axis=1)
        within = (hour + draw.uniform(keys, "minute")) * issues.HOUR
        start = self.days[0].astype(np.int64) + day
        at: Ints = start * DAY + within.astype(np.int64)
        return at

    def _wait(self, later: Tellings, day: int) -> None:
        """Put tellings where their days will find them; today's did not fit and come tomorrow."""
        due = later.at // DAY - self.days[0].astype(np.int64)
        later = later._replace(at=later.at + np.where(due <= day, DAY, 0))
        due = np.maximum(due, day + 1)
        for one in np.unique(due[due < len(self.days)]):
            self._waiting[int(one)].append(later.rows(np.flatnonzero(due == one)))

    def _later(self, births: Births) -> Tellings:
        """List all tellings but the first of each issue."""
        leaf = self.world.topic_leaf[births.topic]
        which, member, after = issues.delays(births.key, births.size, self.world.spread[leaf])
        at = births.at[which] + (after * DAY).astype(np.int64)
        # People sleep: what comes more than half a day later is told at the hours people tell such.
        days = at // DAY - self.days[0].astype(np.int64)
        awake = self._at(days, draw.child(births.key[which], member), leaf[which])
        at = np.where(after > 0.5, awake, at)  # noqa: PLR2004  (half a day)
        at = np.maximum(at, births.at[which] + _BREATH)
        columns = (births.number, births.key, births.topic, births.place, births.at)
        return Tellings._make([*(column[which] for column in columns), member, at])

    def _due(self, day: int, most: int) -> Tellings:
        """Take today's waiting tellings, the earliest first; the rest waits until tomorrow."""
        waiting = _joined(self._waiting.pop(day, []))
        order = np.lexsort((waiting.member, waiting.number, waiting.at))
        late = order[most:]
        if len(late) and day + 1 < len(self.days):
            moved = waiting.rows(late)
            self._waiting[day + 1].append(moved._replace(at=moved.at + DAY))
        return waiting.rows(order[:most])


def _first(births: Births) -> Tellings:
    none = np.zeros(len(births.number), np.int64)
    return Tellings(*births[:4], births.at, none, births.at)


def _joined(parts: list[Tellings]) -> Tellings:
    if not parts:
        return Tellings._make(
            np.empty(0, np.uint64 if name == "key" else np.int64) for name in Tellings._fields
        )
    return Tellings._make(np.concatenate(columns) for columns in zip(*parts, strict=True))
