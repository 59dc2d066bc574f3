"""What is plugged in: one line for each subscriber, channel, job and analysis."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from jiesu import insight
from jiesu.casework.assist import suggester
from jiesu.casework.ledger import audit, outbox
from jiesu.casework.ledger.outbox import Subscriber
from jiesu.casework.stages import directory_changes, oversight
from jiesu.channels.base import Channel
from jiesu.channels.file_import import channel as file_import
from jiesu.channels.open311 import channel as open311
from jiesu.channels.outbound import mail, notifications
from jiesu.channels.outbound.notifying import Messenger, notifier
from jiesu.channels.rest import channel as rest
from jiesu.config import insight_jobs
from jiesu.directory import consequences
from jiesu.insight import registry
from jiesu.insight.registry import Analysis

CHANNELS: list[Channel] = [
    open311.CHANNEL,
    rest.CHANNEL,
    file_import.CHANNEL,
]

# Ways to reach appellants.
MESSENGERS: list[Messenger] = [
    Messenger("mail", mail.reaches, mail.send),
]

SUBSCRIBERS: list[Subscriber] = [
    Subscriber("appellants", notifier(MESSENGERS), notifications.EVENTS, batch=50),
]


@dataclass(frozen=True)
class Job:
    """Something the worker does again and again: at most once in each `every`."""

    name: str
    run: Callable[[datetime], object]
    every: timedelta
    aside: bool = False  # takes long, so it runs beside the others and not before them


JOBS: list[Job] = [
    Job("deliveries", lambda now: outbox.deliver_due(now=now), timedelta(seconds=1)),
    Job("deadlines", lambda now: oversight.mark_due(now=now), timedelta(seconds=30)),
    Job("seal", lambda now: audit.seal(now=now), timedelta(minutes=10)),
]

# In the order in which they run: one that builds on another stands after it, what takes long last.
ANALYSES: list[Analysis] = [
    Analysis("jiesu.insight.analyses.today", timedelta(minutes=5)),
    Analysis("jiesu.insight.analyses.standing", timedelta(minutes=5)),
    Analysis("jiesu.insight.analyses.volumes", timedelta(hours=1)),
    Analysis("jiesu.insight.analyses.places", timedelta(hours=1)),
    Analysis("jiesu.insight.analyses.forecast", timedelta(hours=6)),
    Analysis("jiesu.insight.analyses.rates", timedelta(hours=1)),
    Analysis("jiesu.insight.analyses.durations", timedelta(hours=6)),
    Analysis("jiesu.insight.analyses.surges", timedelta(hours=6)),
    Analysis("jiesu.insight.analyses.effects", timedelta(hours=6), after_decisions=True),
    Analysis("jiesu.insight.analyses.groups", timedelta(hours=6)),
    Analysis(
        "jiesu.insight.analyses.members", timedelta(hours=6), after_decisions=True, version="2"
    ),
    Analysis("jiesu.insight.analyses.hot", timedelta(hours=1), after_decisions=True),
    Analysis("jiesu.insight.analyses.alike", timedelta(hours=6), after_decisions=True),
    Analysis("jiesu.insight.analyses.accuracy", timedelta(hours=1), after_decisions=True),
]

if insight.INSTALLED:
    SUBSCRIBERS.append(Subscriber(registry.SUBSCRIBER, insight_jobs.copy, batch=2000))
    JOBS += [
        Job("compact", insight_jobs.compact, timedelta(minutes=1)),
        Job("earlier", insight_jobs.keep_earlier, timedelta(seconds=2), aside=True),
        Job("expire", insight_jobs.expire, timedelta(days=1), aside=True),
        Job("analyses", insight_jobs.run_due, timedelta(seconds=10), aside=True),
        Job("learning", insight_jobs.learn, timedelta(minutes=10), aside=True),
    ]


def plug_in() -> None:
    """Make every room known to those below it that it listens to or helps."""
    for subscriber in SUBSCRIBERS:
        outbox.plug(subscriber)
    for analysis in ANALYSES:
        registry.plug(analysis)
    consequences.plug(directory_changes.follow)
    if insight.INSTALLED:
        suggester.plug(insight_jobs.suggester)
