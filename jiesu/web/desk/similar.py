"""Which open work orders may be about the same matter, each with its reason."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from math import cos, hypot, radians

from jiesu.casework import queries, search
from jiesu.casework.models import Appeal, WorkOrder
from jiesu.directory.people import Actor

_SHOWN = 6
_NEAR, _FAR = 150.0, 1500.0  # metres: surely the same place, surely another
_PAIR = 2  # characters of a token of Chinese
_LEAST = 0.3  # likeness below which nothing is shown
_FEWEST_WORDS = 0.12  # likeness of words below which another place speaks alone


@dataclass(frozen=True)
class Similar:
    """An open work order with the appeal that is most like what is asked about.

    `likeness` runs from 0 to 1 and orders the list; `metres` is None where a place is unknown.
    """

    order: WorkOrder
    appeal: Appeal
    likeness: float
    metres: int | None
    words: tuple[str, ...]

    @property
    def percent(self) -> int:
        """Give the likeness in percent."""
        return round(100 * self.likeness)


@dataclass(frozen=True)
class Matter:
    """What is asked about: words, and a place in degrees where it is known."""

    text: str
    lat: float | None = None
    lon: float | None = None


def matter_of(appeal: Appeal) -> Matter:
    """Give what an appeal is about, to be compared with others."""
    words = f"{appeal.title} {appeal.text} {appeal.place_words}"
    return Matter(words, appeal.lat, appeal.lon)


def likeness_of(order: WorkOrder, found: Iterable[Similar]) -> float | None:
    """Give the likeness that was told of a work order, None where it was not among those found."""
    return next((one.likeness for one in found if one.order.pk == order.pk), None)


def find(
    matter: Matter, *, actor: Actor, now: datetime, but: WorkOrder | None = None
) -> list[Similar]:
    """List the likeliest open work orders, each once, the likeliest first."""
    asked = search.words(matter.text).split()
    found = queries.candidates(matter.text, matter.lat, matter.lon, actor=actor, now=now)
    best: dict[int, Similar] = {}
    for appeal in found:
        one = _weigh(asked, matter, appeal)
        known = best.get(appeal.work_order_id)
        if one.likeness >= _LEAST and (known is None or one.likeness > known.likeness):
            best[appeal.work_order_id] = one
    if but:
        best.pop(but.pk, None)
    return sorted(best.values(), key=lambda one: -one.likeness)[:_SHOWN]


def _weigh(asked: list[str], matter: Matter, appeal: Appeal) -> Similar:
    said = set(appeal.words.split())
    wanted = set(asked)
    alike = len(wanted & said) / max(1, min(len(wanted), len(said)))
    metres = _metres(matter, appeal)
    if metres is None:
        likeness = 0.7 * alike
    else:
        closeness = min(1.0, max(0.0, (_FAR - metres) / (_FAR - _NEAR)))
        likeness = (0.6 * alike + 0.4 * closeness) * (alike >= _FEWEST_WORDS)
    return Similar(
        appeal.work_order,
        appeal,
        likeness,
        None if metres is None else round(metres),
        _both_say(asked, said),
    )


def _both_say(asked: list[str], said: set[str]) -> tuple[str, ...]:
    """Join shared pairs of characters that overlap to the runs a reader sees, the longest first."""
    runs: list[str] = []
    before = ""
    for token in asked:
        if token not in said:
            before = ""
            continue
        if before and before[-1] == token[0] and len(token) == _PAIR:
            runs[-1] += token[1]
        else:
            runs.append(token)
        before = token
    telling = dict.fromkeys(run for run in runs if len(run) > 1)
    return tuple(sorted(telling, key=len, reverse=True)[:3])


def _metres(matter: Matter, appeal: Appeal) -> float | None:
    """Give the distance on a plane, near enough within one city."""
    if matter.lat is None or matter.lon is None or appeal.lat is None or appeal.lon is None:
        return None
    north = (appeal.lat - matter.lat) * 111_320
    east = (appeal.lon - matter.lon) * 111_320 * cos(radians(matter.lat))
    return hypot(north, east)
