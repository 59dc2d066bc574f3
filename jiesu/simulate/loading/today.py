"""Today's cases: a hundred appeals, walked through the real stages as far as their stories go."""

import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.resources import files
from itertools import tee
from typing import Any

import numpy as np
from django.db import transaction

from jiesu.casework import clock, intake, merging
from jiesu.casework.attachments import Photo
from jiesu.casework.models import Appeal
from jiesu.directory import areas
from jiesu.directory.people import Actor
from jiesu.simulate.city import names
from jiesu.simulate.city.files import City
from jiesu.simulate.loading import photos
from jiesu.simulate.loading.cast import OPERATOR, Cast
from jiesu.simulate.loading.steps import STEPS, Case
from jiesu.simulate.stream.appeals import Order, chunks

_POOL = 3_000  # appeals of the last four weeks, of which some are told again today
_SHORTEST_REPLY = 25  # characters
_MERGED = 4
_DISTRICT = "990103"
_PHOTOGRAPHED = 3  # every third

Row = Mapping[str, Any]


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
        self._keys = {leaf.code: leaf.key for leaf in city.services.leaves}
        self._rng = np.random.default_rng([seed, 7])

    def load(self, watch: Callable[[int], None]) -> int:
        """Walk every story to its end; those that are here already stay as they are."""
        made, pool = 0, self._pool()
        for number, (story, row) in enumerate(self._chosen(pool)):
            made += self._tell(number, story, row)
            watch(1)
        for number, (first, second) in enumerate(_twice_told(pool)[:_MERGED]):
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
        inside = (row for row in order if areas.locate(row["lat"], row["lon"]))
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
        if _is_here(key):
            return False
        appeal = self._receive(row, key, said, number)
        steps = story.steps.split()
        case = Case(appeal, row, self._cast, self._words, number, self._photos(row, number))
        for place, step in enumerate(steps, start=1):
            # The last step lies a little back, so that it was somebody's work of this day.
            part = 0.94 * place / len(steps)
            STEPS[step](case, said + part * (self._now - said))
        return True

    def _receive(self, row: Row, key: str, said: datetime, number: int) -> Appeal:
        staff = row["channel"] == "phone"
        actor = self._cast.staff(OPERATOR) if staff else Actor.resident()
        return intake.receive(self._submission(row, key, number), actor=actor, now=said)

    def _submission(self, row: Row, key: str, number: int) -> intake.Submission:
        surname = names.listed("surnames")[number % 40][0]
        given = names.listed("given")[(number * 7) % 40][0]
        taken = self._photos(row, number) if row["channel"] != "phone" else ()
        same = ("text", "title", "channel", "kind", "lat", "lon", "place_words")
        return intake.Submission(
            **{name: row[name] for name in same},
            idempotency_key=key,
            service_code=row["service"],
            name=surname + given,
            phone=f"1990000{number:04d}",
            photos=taken,
        )

    def _photos(self, row: Row, number: int) -> tuple[Photo, ...]:
        if number % _PHOTOGRAPHED:
            return ()
        about = self._keys[row["true_service"]]
        return (Photo(f"{number}.jpg", photos.draw(about, self._seed * 1000 + number)),)

    @transaction.atomic
    def _merge(self, number: int, first: Row, second: Row) -> bool:
        """Take in two appeals about one matter, and let the operator make them one."""
        keys = [f"simulate:{self._seed}:pair:{number:02d}:{which}" for which in "ab"]
        if _is_here(keys[0]):
            return False
        said = self._now - timedelta(hours=6 + number)
        into = self._receive(first, keys[0], said, 100 + 2 * number)
        case = Case(into, first, self._cast, self._words, number)
        STEPS["accept"](case, said + timedelta(minutes=20))
        later = said + timedelta(hours=2)
        again = self._receive(second, keys[1], later, 101 + 2 * number)
        actor = self._cast.staff(OPERATOR)
        merging.merge(
            Case(again, second, self._cast, self._words, number).order(actor),
            into=case.order(actor),
            actor=actor,
            now=later + timedelta(minutes=15),
        )
        return True


def _chance_weight(row: Row) -> float:
    return 0.2 if row["area"].startswith(_DISTRICT) else 1.0


def _is_here(key: str) -> bool:
    return Appeal.objects.filter(idempotency_key=key).exists()


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
