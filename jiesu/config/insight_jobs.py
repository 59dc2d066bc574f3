"""The think tank's duties, importing it only when they come up: its libraries take a second."""

from datetime import datetime

from jiesu.casework.assist.suggester import Suggester
from jiesu.casework.ledger.events import Occurrence


def copy(occurrences: list[Occurrence]) -> None:
    """Copy what changed into the store of facts."""
    from jiesu.insight.ingestion import feed

    feed.copy(occurrences)


def compact(now: datetime) -> None:
    """Compact the changes of the store where there are many."""
    from jiesu.insight.ingestion import feed

    feed.compact(now=now)


def expire(now: datetime) -> None:
    """Let go of texts that may be kept no longer."""
    from jiesu.insight.assist import similarity_index
    from jiesu.insight.ingestion import feed

    feed.expire(now=now)
    similarity_index.let_go(now=now)


def keep_earlier(now: datetime) -> None:
    """Take what came to the store into the index of earlier appeals."""
    from jiesu.insight.assist import similarity_index

    similarity_index.keep_up(now=now)


def run_due(now: datetime) -> int:
    """Run the analyses that are due."""
    from jiesu.insight import runner

    return runner.run_due(now=now)


def learn(now: datetime) -> None:
    """Learn from what was decided; at most once a day."""
    from jiesu.insight.assist import learning

    learning.learn(now=now)


def suggester() -> Suggester:
    """Give what suggests to those who decide."""
    from jiesu.insight.assist import suggestions

    return suggestions
