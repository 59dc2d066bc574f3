"""Today's cases: appeals of the last days, walked through the real stages as their stories go.

They are appeals of the stream at their own times: no day and no hour has more than it would.
"""

import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from importlib.resources import files
from typing import Any, NamedTuple

import numpy as np
from django.db import transaction

from jiesu.casework.assist import showing
from jiesu.casework.stages import merging
from jiesu.simulate.city.files import City
from jiesu.simulate.loading.cast import OPERATOR, Cast
from jiesu.simulate.loading.door import Door, Row, is_here
from jiesu.simulate.loading.flow import LoadPlan, can_be_walked
from jiesu.simulate.loading.steps import STEPS, Case

_MERGED, _MERGED_WITHIN = 8, timedelta(days=3)
_FEWEST = 3  # of a story, even at an hour at which hardly anybody speaks
_DISTRICT, _AS_LIKELY = "990103", 5.0  # most from one, so that a few inboxes are full
_TAKEN_UP, _JOINED = timedelta(minutes=20), timedelta(minutes=15)  # after it was said


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


class Plan(NamedTuple):
    """Which appeals are walked today: one by one by a story, or in pairs that become one."""

    told: list[tuple[Story, Row]]
    pairs: list[tuple[Row, Row]]

    @property
    def ids(self) -> set[int]:
        """The numbers of all its appeals in the stream."""
        return {row["id"] for _story, row in self.told} | {
            row["id"] for pair in self.pairs for row in pair
        }


def plan(lately: Sequence[Row], wanted: LoadPlan) -> Plan:
    """Choose an appeal of the right age for each story, no two of them about one matter."""
    fit = [row for row in lately if can_be_walked(row)]
    luck = np.random.default_rng([wanted.seed, 7]).random(len(fit))
    order = np.argsort(luck / [_likely(row) for row in fit])
    choice = _Choice([fit[number] for number in order], wanted.now)
    # Who has to be youngest chooses first.
    told = [
        (story, row)
        for story in sorted(stories()[0], key=lambda one: one.age)
        for row in choice.of(story)
    ]
    return Plan(told, _pairs([row for row in lately if row["issue"] not in choice.taken], wanted))


def _likely(row: Row) -> float:
    return _AS_LIKELY if row["area"].startswith(_DISTRICT) else 1.0


@dataclass
class _Choice:
    """Appeals to choose from, in the order of luck."""

    rows: Sequence[Row]
    now: datetime
    taken: set[int] = field(default_factory=set)

    def of(self, story: Story) -> Iterator[Row]:
        """Give appeals of a story's age; where they are few, a few that are older, the youngest."""
        least, most = (self.now - timedelta(hours=hours) for hours in story.age)
        free = [row for row in self._free(story) if row["time"] <= least]
        fit = [row for row in free if row["time"] >= most]
        older = sorted((row for row in free if row["time"] < most), key=lambda row: -row["id"])
        few = min(story.count, _FEWEST)
        for row in [*fit[: story.count], *older[: max(few - len(fit), 0)]]:
            self.taken.add(row["issue"])
            yield row

    def _free(self, story: Story) -> Iterator[Row]:
        """Give one telling of each matter that is not taken, inquiries where they are asked for."""
        met = set(self.taken)
        for row in self.rows:
            if row["issue"] not in met and (row["kind"] == "inquiry") == (story.kind == "inquiry"):
                met.add(row["issue"])
                yield row


def _pairs(rows: Sequence[Row], wanted: LoadPlan) -> list[tuple[Row, Row]]:
    """Find two tellings of one issue in different words, the later one of the last days."""
    told = defaultdict(list)
    for row in rows:
        if can_be_walked(row):
            told[row["issue"]].append(row)
    found = [
        (of_one[0], of_one[1])
        for of_one in told.values()
        if len(of_one) > 1 and of_one[0]["text"] != of_one[1]["text"]
    ]
    joined = (wanted.now - _MERGED_WITHIN, wanted.now - _JOINED)
    fit = [pair for pair in found if joined[0] < pair[1]["time"] < joined[1]]
    return [(one, two) for one, two in fit if two["time"] - one["time"] > _TAKEN_UP][:_MERGED]


class Today:
    """A day at the hotline of the invented city."""

    def __init__(self, city: City, wanted: LoadPlan, chosen: Plan) -> None:
        self._wanted, self._plan = wanted, chosen
        self._cast = Cast(wanted.today)
        self._words = stories()[1]
        self._door = Door(city, self._cast, wanted.seed)

    def load(self, watch: Callable[[int], None]) -> int:
        """Walk every story to its end; those that are here already stay as they are."""
        made = 0
        for number, (story, row) in enumerate(self._plan.told):
            made += self._tell(number, story, row)
            watch(1)
        for number, (first, second) in enumerate(self._plan.pairs):
            made += self._merge(len(self._plan.told) + 2 * number, first, second)
            watch(1)
        return made

    @property
    def size(self) -> int:
        """Say how many stories there are."""
        return len(self._plan.told) + len(self._plan.pairs)

    def _key(self, row: Row) -> str:
        return f"simulate:{self._wanted.seed}:today:{row['id']}"

    @transaction.atomic
    def _tell(self, number: int, story: Story, row: Row) -> bool:
        if is_here(self._key(row)):
            return False
        said = row["time"]
        appeal = self._door.receive(row, self._key(row), said, number)
        photos = self._door.photos(row, number)
        case = Case(appeal, row, self._cast, self._words, number, photos)
        self._walk(case, story.steps.split(), said)
        return True

    def _walk(self, case: Case, steps: Sequence[str], since: datetime) -> None:
        for place, step in enumerate(steps, start=1):
            # The last step lies a little back, so that it was somebody's work of this day.
            part = 0.94 * place / len(steps)
            STEPS[step](case, since + part * (self._wanted.now - since))

    @transaction.atomic
    def _merge(self, number: int, first: Row, second: Row) -> bool:
        """Take in two appeals about one matter, and let the operator make them one."""
        if is_here(self._key(first)):
            return False
        into = self._door.receive(first, self._key(first), first["time"], number)
        case = Case(into, first, self._cast, self._words, number)
        STEPS["accept"](case, first["time"] + _TAKEN_UP)
        again = self._door.receive(second, self._key(second), second["time"], number + 1)
        actor = self._cast.staff(OPERATOR)
        joined = Case(again, second, self._cast, self._words, number).order(actor)
        at = second["time"] + _JOINED
        shown = showing.ids(showing.suggest(joined, actor=actor, now=at))
        merging.merge(joined, into=case.order(actor), shown=shown, actor=actor, now=at)
        self._walk(case, ["dispatch", "sign", "start"], at)
        return True
