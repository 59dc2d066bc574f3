"""The appeals of the demonstration up to this minute, each as it stands by now.

One stream feeds all of it, so that every day and every hour brings as much as it would. Most is
taken in as it stands. Set aside is what is walked through the stages by the invented staff: some
issues of the last months, and what came lately, of which today's stories choose.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Self

from jiesu.casework.ledger import clock
from jiesu.casework.models import ImportRun
from jiesu.directory.lookup import areas
from jiesu.rules.lifecycle import Outcome, State, View
from jiesu.simulate.city.files import City
from jiesu.simulate.loading.door import Row
from jiesu.simulate.stream.appeals import Order, chunks
from jiesu.simulate.stream.remedies import Remedy

MAPPING = "simulate"
LATELY = timedelta(days=14)  # before now: what today's stories choose from
_MONTHS = timedelta(days=270)  # before now: the months of which some issues are walked
_ENDS = timedelta(days=400)  # after now: nothing is under way for longer
_SHORTEST_REPLY = 25  # characters
_WALKED, _FEWEST, _MOST = 1 / 330, 24, 120  # of all appeals those walked in the last months
_FIT = 0.6  # of the appeals of these months those that could be, with a place and an answer
_DAILY = 27  # appeals at least, so that a small city has its news of the day too
_DAYS = (300, 730)  # that the stream has: enough to judge a project, and to see two years
_WAY = {
    "accepted_at": State.ACCEPTED,
    "dispatched_at": State.DISPATCHED,
    "signed_at": State.SIGNED,
    "started_at": State.HANDLING,
    "replied_at": State.REPLIED,
}


class OtherCityError(Exception):
    """The database holds another simulation; the sentence says which and what to do."""


@dataclass(frozen=True)
class LoadPlan:
    """So many appeals of one seed, until a moment; once begun, a database keeps to it."""

    appeals: int
    seed: int
    now: datetime

    @property
    def name(self) -> str:
        """Name it, so that another run knows it again."""
        return f"seed {self.seed}, {self.appeals} appeals until {self.now.isoformat()}"

    @property
    def days(self) -> int:
        """How many days the appeals are spread over."""
        return min(max(self.appeals // _DAILY, _DAYS[0]), _DAYS[1])

    @property
    def today(self) -> date:
        """The day of its last appeals, in the city's zone."""
        return clock.day_of(self.now)

    @classmethod
    def begun_or_new(cls, appeals: int, seed: int, *, now: datetime) -> Self:
        """Give what this database was begun with; a new one up to now where it has none."""
        before = ImportRun.objects.filter(mapping=MAPPING).order_by("pk").first()
        if before is None:
            return cls(appeals, seed, now.replace(microsecond=0))
        found = cls(appeals, seed, datetime.fromisoformat(before.file_name.rpartition(" ")[2]))
        if found.name != before.file_name:
            raise OtherCityError(
                f"This database holds another simulation ({before.file_name});"
                " give its numbers, or an empty folder by JIESU_DATA."
            )
        return found


@dataclass
class Flow:
    """The stream, parted; `months` and `lately` fill while `rows` are read."""

    wanted: LoadPlan
    city: City
    remedies: tuple[Remedy, ...] = ()
    months: list[Row] = field(default_factory=list)
    lately: list[Row] = field(default_factory=list)

    def rows(self) -> Iterator[Row | None]:
        """Give what is taken in as it stands; None in the place of what is set aside."""
        now = self.wanted.now
        for row in self._told():
            if row["time"] > now:  # the rest of this day
                return
            aside = self._aside(row, now - row["time"])
            if aside is not None:
                aside.append(row)
            yield None if aside is not None else as_of(row, now)

    def _aside(self, row: Row, age: timedelta) -> list[Row] | None:
        if age < LATELY:
            return self.lately
        of_these = row["issue"] % self._one_in == 0 and age < _MONTHS
        return self.months if of_these and row["kind"] != "inquiry" and can_be_walked(row) else None

    @property
    def _one_in(self) -> int:
        """Say which share of the issues of the last months is walked."""
        wanted, days = self.wanted.appeals, self.wanted.days
        walked = min(max(wanted * _WALKED, _FEWEST), _MOST)
        of_months = min(_MONTHS.days, days) - LATELY.days
        return max(round(wanted * of_months / days * _FIT / walked), 1)

    def _told(self) -> Iterator[dict[str, Any]]:
        """Give whole days and whole lives, with what was true: what is later is cut off after."""
        tomorrow = self.wanted.today + timedelta(days=1)
        order = Order(
            self.wanted.appeals,
            seed=self.wanted.seed,
            until=tomorrow,
            days=self.wanted.days,
            remedies=self.remedies,
            known_until=tomorrow + _ENDS,
        )
        for chunk in chunks(order, whole=self.city):
            for row, truth in zip(chunk.seen.to_pylist(), chunk.truth.to_pylist(), strict=True):
                yield (
                    row
                    | {"issue": truth["issue"]}
                    | {f"true_{name}": truth[name] for name in ("service", "unit", "issue")}
                )


def can_be_walked(row: Row) -> bool:
    """Tell whether the door takes it, which refuses places beyond the city, and a unit answers."""
    return (
        len(row["reply"]) >= _SHORTEST_REPLY
        and row["lat"] is not None
        and areas.locate(row["lat"], row["lon"]) is not None
    )


def as_of(row: Row, now: datetime) -> Row:
    """Give a row as it stands at a moment: what lies after it has not happened yet."""
    if row["completed_at"] <= now:
        return row
    state, times = State.REGISTERED, {}
    for name, reached in _WAY.items():
        if row[name] is None or row[name] > now:
            break
        state, times[name] = reached, row[name]
    replied = state == State.REPLIED
    return {
        **row,
        **dict.fromkeys(_WAY),
        **times,
        "state": state,
        "unit": row["unit"] if "dispatched_at" in times else "",
        "reply": row["reply"] if replied else "",
        "outcome": row["outcome"] if replied else Outcome.NONE,
        "completed_at": None,
        "view": View.NOT_ASKED,
        "rating": None,
    }
