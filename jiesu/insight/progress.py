"""How far the think tank has come: what it has read of the city, and which analyses are done."""

from dataclasses import dataclass

from jiesu.casework.reading import copying
from jiesu.directory.people import Actor
from jiesu.insight.models import AnalysisRun
from jiesu.insight.registry import SUBSCRIBER, analyses

_WORKER = Actor.system()
_FEW = 200  # unread appeals that are no news, whatever the city
_SHARE = 0.01  # of all appeals those that may be unread, where figures are still worth having
_ENDED = (AnalysisRun.State.DONE, AnalysisRun.State.FAILED)


@dataclass(frozen=True)
class Progress:
    """Appeals that are here and that were read, analyses that are plugged in and that have run."""

    appeals: int
    read: int
    analyses: int
    done: int

    @property
    def is_behind(self) -> bool:
        """Tell whether figures would be about a part of the city only."""
        unread = self.appeals - self.read
        return unread > _FEW and unread > _SHARE * self.appeals


def current() -> Progress:
    """Say how far it is now."""
    appeals = copying.appeals(actor=_WORKER).count()
    read = max(appeals - copying.unheard(SUBSCRIBER, actor=_WORKER), 0)
    return Progress(appeals, read, len(analyses()), _done())


def is_behind() -> bool:
    """Tell whether figures would be about a part of the city only.

    Appeals are counted only where many are unread, for in a large city to count them takes long.
    """
    return copying.unheard(SUBSCRIBER, actor=_WORKER) > _FEW and current().is_behind


def to_wait_for() -> Progress | None:
    """Give the progress while there is something to wait for."""
    return current() if _done() < len(analyses()) or is_behind() else None


def _done() -> int:
    names = [analysis.name for analysis in analyses()]
    ended = AnalysisRun.objects.filter(name__in=names, state__in=_ENDED)
    return ended.values("name").distinct().count()
