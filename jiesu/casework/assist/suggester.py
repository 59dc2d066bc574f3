"""The port for what suggests: a model where one is plugged and ready, else words and place."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

import structlog

from jiesu.casework.models import Appeal

_log = structlog.get_logger()
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Matter:
    """What is asked about: words, and a place in degrees where it is known."""

    title: str
    text: str
    lat: float | None = None
    lon: float | None = None

    @classmethod
    def of(cls, appeal: Appeal) -> "Matter":
        """Give what an appeal is about."""
        text = f"{appeal.text} {appeal.place_words}"
        return cls(appeal.title, text, appeal.lat, appeal.lon)


@dataclass(frozen=True)
class LikelyService:
    """A service by its code; `confidence` runs from 0 to 1.

    Either `because` names the words that speak for it, or `count` how many appeals were taken so.
    """

    code: str
    confidence: float
    version: str
    because: tuple[str, ...] = ()
    count: int = 0


@dataclass(frozen=True)
class LikeAppeal:
    """An appeal on an open work order that may be the same matter, with the words that tie them."""

    appeal_id: int
    likelihood: float
    version: str
    because: tuple[str, ...] = ()


class Suggester(Protocol):
    """What may be plugged. It answers at once, or None where it has nothing to go by yet."""

    def services(self, matter: Matter) -> Sequence[LikelyService] | None:
        """Give the likeliest services, the best first."""

    def alike(self, matter: Matter, *, now: datetime) -> Sequence[LikeAppeal] | None:
        """Give appeals on open work orders that may be the same; casework asks who may see them."""


_plugged: Callable[[], Suggester] | None = None


def plug(suggester: Callable[[], Suggester]) -> None:
    """Let a suggester be asked first; it is fetched with the first question, not before."""
    global _plugged  # noqa: PLW0603  (the fuse box fills it once, as the process starts)
    _plugged = suggester


@contextmanager
def unplugged() -> Iterator[None]:
    """Ask nobody in this block, so that words and place answer, as where nothing is plugged."""
    global _plugged  # noqa: PLW0603  (put back at the end)
    before, _plugged = _plugged, None
    try:
        yield
    finally:
        _plugged = before


def ask(question: Callable[[Suggester], Answer | None]) -> Answer | None:
    """Ask what is plugged; None where nothing is, where it is not ready, and where it breaks."""
    if _plugged is None:
        return None
    try:
        return question(_plugged())
    except Exception:  # noqa: BLE001  (whatever a model does, the page goes on without it)
        _log.exception("suggester")
        return None
