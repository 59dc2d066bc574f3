"""The numbers of the law: how long, how often, how many, how large; each with its basis.

The regulations name duties and leave most numbers to the city, which changes them. So these are
samples: they hold until a city's own rows take their place (`directory/policy.py`). Forms,
sentences, letters and the reference read the numbers from here and say no number of their own.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from jiesu.rules.timing.deadlines import Extensions, TimeLimit, Unit

__all__ = [
    "SAMPLE",
    "Calls",
    "Extensions",
    "Limit",
    "Limits",
    "Matter",
    "Policy",
    "Samples",
    "Texts",
    "Uploads",
]

_HOTLINE = "draft of DB11/T 2021 (Beijing, 2021)"
_OTHERS = "rules of Liulin county (Lüliang, 2024)"
_OURS = "our own"


@dataclass(frozen=True)
class Matter:
    """What a limit is looked up for; services from leaf to root, as codes; "" is not known."""

    urgency: str
    services: Sequence[str] = ()
    kind: str = ""


@dataclass(frozen=True)
class Limit:
    """How long a stage may take for a class of urgency; of one service or kind, or of any ("")."""

    stage: str
    urgency: str
    time: TimeLimit
    basis: str
    service: str = ""
    kind: str = ""

    def fits(self, stage: str, matter: Matter) -> bool:
        """Tell whether it speaks of the stage of such a matter."""
        return (
            (self.stage, self.urgency) == (stage, matter.urgency)
            and self.service in {"", *matter.services}
            and self.kind in {"", matter.kind}
        )

    def distance(self, matter: Matter) -> tuple[int, bool]:
        """Give how far it is from speaking of just this: steps up in services, then the kind."""
        services = list(matter.services)
        up = services.index(self.service) if self.service else len(services)
        return up, not self.kind


@dataclass(frozen=True)
class Limits:
    """All limits in force; of two that are equally close the earlier row holds."""

    rows: tuple[Limit, ...]

    def of(self, stage: str, matter: Matter) -> Limit:
        """Give the limit that speaks of the matter most closely."""
        fitting = (row for row in self.rows if row.fits(stage, matter))
        return min(fitting, key=lambda row: row.distance(matter))


@dataclass(frozen=True)
class Samples:
    """How many cases there must be for one rate to be held against another."""

    least: int
    basis: str

    def suffice(self, cases: int) -> bool:
        """Tell whether a rate of so many cases may be compared."""
        return cases >= self.least


@dataclass(frozen=True)
class Calls:
    """How many calls in vain before somebody counts as unreachable, and hours between them."""

    attempts: int
    apart: int
    basis: str

    def in_vain(self, at: Iterable[datetime]) -> int:
        """Count the calls, in order of time, that were made at hours that differ."""
        counted: list[datetime] = []
        for call in at:
            if not counted or call - counted[-1] >= timedelta(hours=self.apart):
                counted.append(call)
        return len(counted)


@dataclass(frozen=True)
class Uploads:
    """What may be handed in: photos at once, megabytes each and all together."""

    photos: int
    megabytes: int
    all_megabytes: int

    @property
    def largest(self) -> int:
        """Give the bytes of the largest photo."""
        return self.megabytes * 2**20


@dataclass(frozen=True)
class Texts:
    """How many characters people may write; the columns that keep them are as wide."""

    text: int  # a few sentences, or a letter
    place: int  # a place or a basis, in words
    line: int  # a title, a name, an address


@dataclass(frozen=True)
class Policy:
    """All numbers that are in force on a day."""

    limits: Limits
    extensions: Extensions
    samples: Samples
    calls: Calls
    uploads: Uploads
    texts: Texts


def _sample_limits() -> Iterator[Limit]:
    for stage, times in _TIMES.items():
        basis = _OTHERS if stage in _FROM_OTHERS else _HOTLINE
        for urgency, time in zip(_URGENCIES, times, strict=True):
            yield Limit(stage, urgency, time, basis)


def _hours(*amounts: int) -> list[TimeLimit]:
    return [TimeLimit(amount, Unit.HOURS) for amount in amounts]


_URGENCIES = ("emergency", "urgent", "general", "complex")
_FROM_OTHERS = frozenset({"dispatch", "sign"})
_TIMES: dict[str, list[TimeLimit]] = {
    "accept": _hours(2, 2, 2, 2),
    "dispatch": [*_hours(1, 1), *2 * [TimeLimit(4, Unit.WORKING_HOURS)]],
    "sign": [*_hours(1, 1), *2 * [TimeLimit(1, Unit.WORKING_DAYS)]],
    "first_contact": _hours(2, 2, 24, 24),
    "reply": [*_hours(2, 24), TimeLimit(7, Unit.DAYS), TimeLimit(15, Unit.DAYS)],
    "follow_up": 4 * [TimeLimit(5, Unit.DAYS)],
}

SAMPLE = Policy(
    limits=Limits(tuple(_sample_limits())),
    extensions=Extensions(3, TimeLimit(3, Unit.WORKING_DAYS), _OTHERS),
    # Below thirty, one more rating moves a unit's rate by more than three points.
    samples=Samples(30, f"{_OURS}: below it one more case moves a rate by over three points"),
    calls=Calls(3, 2, f"{_OURS}; Beijing's regulation (2021), article 23, asks for a call"),
    uploads=Uploads(photos=5, megabytes=20, all_megabytes=104),
    texts=Texts(text=10_000, place=300, line=200),
)
