"""Like appeals by shared words and distance: what stands in where no model is ready."""

from collections.abc import Iterator
from datetime import datetime
from math import cos, hypot, radians

from jiesu.casework.assist.suggester import LikeAppeal, Matter
from jiesu.casework.models import Appeal
from jiesu.casework.reading import neighbours, search
from jiesu.directory.people import Actor

METHOD = "words-and-place-1"
_NEAR, _FAR = 150.0, 1500.0  # metres: surely the same place, surely another
_PAIR = 2  # characters of a token of Chinese
_LEAST = 0.3  # likeness below which nothing is shown
_FEWEST_WORDS = 0.12  # likeness of words below which another place speaks alone


def alike(matter: Matter, *, actor: Actor, now: datetime) -> Iterator[LikeAppeal]:
    """Give the open appeals that say the same near by, in no order."""
    text = f"{matter.title} {matter.text}"
    asked = search.words(text).split()
    for appeal in neighbours.candidates(text, matter.lat, matter.lon, actor=actor, now=now):
        said = set(appeal.words.split())
        likeness = _likeness(set(asked), said, metres(matter, appeal))
        if likeness >= _LEAST:
            yield LikeAppeal(appeal.pk, likeness, METHOD, _both_say(asked, said))


def _likeness(asked: set[str], said: set[str], away: float | None) -> float:
    """Weigh shared words and distance; another place speaks against few words."""
    alike = len(asked & said) / max(1, min(len(asked), len(said)))
    if away is None:
        return 0.7 * alike
    closeness = min(1.0, max(0.0, (_FAR - away) / (_FAR - _NEAR)))
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


def metres(matter: Matter, appeal: Appeal) -> float | None:
    """Give the distance on a plane, near enough within one city; None without a place."""
    if matter.lat is None or matter.lon is None or appeal.lat is None or appeal.lon is None:
        return None
    north = (appeal.lat - matter.lat) * 111_320
    east = (appeal.lon - matter.lon) * 111_320 * cos(radians(matter.lat))
    return hypot(north, east)
