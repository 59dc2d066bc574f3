"""Which open work orders may be about the same matter, each with its reason."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from math import cos, hypot, radians

from jiesu import insight
from jiesu.casework import finding, queries, search
from jiesu.casework.models import Appeal, WorkOrder
from jiesu.directory.people import Actor

_SHOWN = 6
_NEAR, _FAR = 150.0, 1500.0  # metres: surely the same place, surely another
_PAIR = 2  # characters of a token of Chinese
_METHOD = "words-and-place-1"
_LIKELY, _LEAST = 0.15, 0.3  # below which nothing is shown: likelihood, and likeness of words
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
    method: str

    @property
    def percent(self) -> int:
        """Give the likeness in percent."""
        return round(100 * self.likeness)


@dataclass(frozen=True)
class Matter:
    """What is asked about: words, and a place in degrees where it is known."""

    text: str
    title: str = ""
    lat: float | None = None
    lon: float | None = None


def matter_of(appeal: Appeal) -> Matter:
    """Give what an appeal is about, to be compared with others."""
    text = f"{appeal.text} {appeal.place_words}"
    return Matter(text, appeal.title, appeal.lat, appeal.lon)


def likeness_of(order: WorkOrder, found: Iterable[Similar]) -> float | None:
    """Give the likeness that was told of a work order, None where it was not among those found."""
    return next((one.likeness for one in found if one.order.pk == order.pk), None)


def find(
    matter: Matter, *, actor: Actor, now: datetime, but: WorkOrder | None = None
) -> list[Similar]:
    """List the likeliest open work orders, each once, the likeliest first.

    The think tank judges where it is installed and ready; else shared words and the distance do.
    """
    judge = _by_think_tank if _think_tank_is_ready() else _by_words
    best: dict[int, Similar] = {}
    for one in judge(matter, actor, now):
        known = best.get(one.order.pk)
        if known is None or one.likeness > known.likeness:
            best[one.order.pk] = one
    if but:
        best.pop(but.pk, None)
    return sorted(best.values(), key=lambda one: -one.likeness)[:_SHOWN]


def _think_tank_is_ready() -> bool:
    if not insight.INSTALLED:
        return False
    from jiesu.insight import suggestions

    return suggestions.ready()


def _by_think_tank(matter: Matter, actor: Actor, now: datetime) -> Iterator[Similar]:
    from jiesu.insight import suggestions

    draft = suggestions.Draft(matter.title, matter.text, now, matter.lat, matter.lon)
    likely = {one.appeal_id: one for one in suggestions.alike(draft)}
    for appeal in finding.open_appeals(list(likely), actor=actor):
        one = likely[appeal.pk]
        if one.likelihood >= _LIKELY:
            yield _similar(
                matter, appeal, one.likelihood, one.because, method=suggestions.ALIKE_VERSION
            )


def _by_words(matter: Matter, actor: Actor, now: datetime) -> Iterator[Similar]:
    asked = search.words(f"{matter.title} {matter.text}").split()
    text = f"{matter.title} {matter.text}"
    for appeal in queries.candidates(text, matter.lat, matter.lon, actor=actor, now=now):
        said = set(appeal.words.split())
        likeness = _likeness(set(asked), said, _metres(matter, appeal))
        if likeness >= _LEAST:
            yield _similar(matter, appeal, likeness, _both_say(asked, said), method=_METHOD)


def _similar(
    matter: Matter, appeal: Appeal, likeness: float, words: tuple[str, ...], *, method: str
) -> Similar:
    metres = _metres(matter, appeal)
    away = None if metres is None else round(metres)
    return Similar(appeal.work_order, appeal, likeness, away, words, method)


def _likeness(asked: set[str], said: set[str], metres: float | None) -> float:
    """Weigh shared words and distance; another place speaks against few words."""
    alike = len(asked & said) / max(1, min(len(asked), len(said)))
    if metres is None:
        return 0.7 * alike
    closeness = min(1.0, max(0.0, (_FAR - metres) / (_FAR - _NEAR)))
    return (0.6 * alike + 0.4 * closeness) * (alike >= _FEWEST_WORDS)


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
