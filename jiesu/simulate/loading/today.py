"""Today's cases: a hundred appeals, walked through the real stages as far as their stories go."""

import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.resources import files
from itertools import tee
from typing import Any

import numpy as np
from django.db import transaction

from jiesu.casework import clock, merging
from jiesu.directory import areas
from jiesu.simulate.city.files import City
from jiesu.simulate.loading import proposing
from jiesu.simulate.loading.cast import OPERATOR, Cast
from jiesu.simulate.loading.door import Door, Row, is_here
from jiesu.simulate.loading.steps import STEPS, Case
from jiesu.simulate.stream.appeals import Order, chunks

_POOL = 3_000  # appeals of the last four weeks, of which some are told again today
_SHORTEST_REPLY = 25  # characters
_MERGED = 12
_DISTRICT = "990103"


@dataclass(frozen=True)
class Story:
    """What happens to some of today's appeals, and how many hours ago they were told."""

    count: int
    age: tuple[float, float]
    steps: str
    kind: str = ""


def stories() -> tuple[list[Story], Mapping[str, Any]]:
    """Read the stories and the words that go with their steps."""
    table = tomllib.loads(files("jiesu.simulate").joinpath("data/today.toml").read_text("utf-8"))
    return [Story(**{**story, "age": tuple(story["age"])}) for story in table["story"]], table[
        "words"
    ]


class Today:
    """A day at the hotline of the invented city."""

    def __init__(self, city: City, *, seed: int, now: datetime) -> None:
        self._city, self._seed, self._now = city, seed, now
        self._cast = Cast(clock.day_of(now))
        self._stories, self._words = stories()
        self._door = Door(city, self._cast, seed)
        self._rng = np.random.default_rng([seed, 7])

    def load(self, watch: Callable[[int], None]) -> int:
        """Walk every story to its end; those that are here already stay as they are."""
        made, pool, told = 0, self._pool(), set()
        for number, (story, row) in enumerate(self._chosen(pool)):
            made += self._tell(number, story, row)
            told.add(row["issue"])
            watch(1)
        pairs = _twice_told([row for row in pool if row["issue"] not in told])
        for number, (first, second) in enumerate(pairs[:_MERGED]):
            made += self._merge(number, first, second)
        return made

    @property
    def size(self) -> int:
        """Say how many stories there are."""
        return sum(story.count for story in self._stories)

    def _pool(self) -> list[dict[str, Any]]:
        """Give appeals of this season whose place is told, with the right service."""
        until = clock.day_of(self._now)
        found = []
        for chunk in chunks(Order(_POOL, self._seed, until, days=28), whole=self._city):
            truths = chunk.truth.to_pylist()
            for row, truth in zip(chunk.seen.to_pylist(), truths, strict=True):
                if row["lat"] is not None and len(row["reply"]) >= _SHORTEST_REPLY:
                    found.append({**row, "true_service": truth["service"], "issue": truth["issue"]})
        return found

    def _chosen(self, pool: list[dict[str, Any]]) -> Iterator[tuple[Story, Row]]:
        """Choose a row for each story, inquiries for the desk and everything else for units."""
        # Most from one district, so that a few inboxes are full rather than all of them empty.
        luck = self._rng.random(len(pool)) * [_chance_weight(row) for row in pool]
        order = [pool[i] for i in np.argsort(luck)]
        # Some residents of the stream put the pin beyond the city, which the door refuses.
        inside = (row for row in _once(order) if areas.locate(row["lat"], row["lon"]))
        to_desk, to_units = tee(inside)
        inquiries = (row for row in to_desk if row["kind"] == "inquiry")
        others = (row for row in to_units if row["kind"] != "inquiry")
        for story in self._stories:
            for _one in range(story.count):
                yield story, next(inquiries if story.kind == "inquiry" else others)

    @transaction.atomic
    def _tell(self, number: int, story: Story, row: Row) -> bool:
        hours = self._rng.uniform(*story.age)
        said = self._now - timedelta(hours=float(hours))
        key = f"simulate:{self._seed}:{number:04d}"
        if is_here(key):
            return False
        appeal = self._door.receive(row, key, said, number)
        steps = story.steps.split()
        case = Case(appeal, row, self._cast, self._words, number, self._door.photos(row, number))
        for place, step in enumerate(steps, start=1):
            # The last step lies a little back, so that it was somebody's work of this day.
            part = 0.94 * place / len(steps)
            STEPS[step](case, said + part * (self._now - said))
        return True

    @transaction.atomic
    def _merge(self, number: int, first: Row, second: Row) -> bool:
        """Take in two appeals about one matter, and let the operator make them one."""
        keys = [f"simulate:{self._seed}:pair:{number:02d}:{which}" for which in "ab"]
        if is_here(keys[0]):
            return False
        said = self._now - timedelta(hours=6 + number)
        into = self._door.receive(first, keys[0], said, 100 + 2 * number)
        case = Case(into, first, self._cast, self._words, number)
        STEPS["accept"](case, said + timedelta(minutes=20))
        later = said + timedelta(hours=2)
        again = self._door.receive(second, keys[1], later, 101 + 2 * number)
        actor = self._cast.staff(OPERATOR)
        joined = Case(again, second, self._cast, self._words, number).order(actor)
        at = later + timedelta(minutes=15)
        proposing.duplicates(joined, now=at)
        merging.merge(joined, into=case.order(actor), actor=actor, now=at)
        return True


def _chance_weight(row: Row) -> float:
    return 0.2 if row["area"].startswith(_DISTRICT) else 1.0


def _once(rows: Iterable[Row]) -> Iterator[Row]:
    """Give one telling of each issue: what is taken up by itself is not the same as another."""
    known: set[int] = set()
    for row in rows:
        if row["issue"] not in known:
            known.add(row["issue"])
            yield row


def _twice_told(pool: list[dict[str, Any]]) -> list[tuple[Row, Row]]:
    """Find pairs of tellings of one issue in different words."""
    told = defaultdict(list)
    for row in pool:
        told[row["issue"]].append(row)
    return [
        (rows[0], rows[1])
        for rows in told.values()
        if len(rows) > 1 and rows[0]["text"] != rows[1]["text"]
    ]
