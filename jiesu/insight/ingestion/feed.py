"""The store kept in step with casework: a subscriber of the outbox.

Every batch copies the appeals it names as they are now, so that being told twice, late or in
another order changes nothing: the row that knows the last log line wins.
"""

from datetime import datetime
from pathlib import Path

from django.conf import settings

from jiesu.casework.ledger.events import Occurrence
from jiesu.casework.reading import copying
from jiesu.directory.people import Actor
from jiesu.insight.ingestion import proposed
from jiesu.insight.ingestion.extract import extract
from jiesu.insight.storage import compaction, store

BATCH = 2000  # occurrences that make one change file


def copy(occurrences: list[Occurrence]) -> None:
    """Copy the appeals of the work orders named, and what was proposed and decided about them."""
    ids = {occurrence.thing_id for occurrence in occurrences}
    facts, texts = extract(copying.appeals_of(ids, actor=Actor.system()))
    folder = Path(settings.STORE)
    store.append(store.texts(folder), texts)
    store.append(store.facts(folder), facts)
    store.append(store.proposals(folder), proposed.of_orders(ids))
    store.append(store.proposals(folder), proposed.of_groups(_groups(occurrences)))


def _groups(occurrences: list[Occurrence]) -> list[int]:
    """Give the ids of the decisions about groups that are told."""
    told = (one.payload["decision"] for one in occurrences if one.event == "group.decided")
    return [int(number) for number in told if number]


def compact(*, now: datetime) -> int:
    """Compact changes where many lie about; give the number of months rewritten."""
    folder = Path(settings.STORE)
    datasets = [dataset for dataset in store.datasets(folder) if compaction.is_due(dataset)]
    return sum(compaction.compact(dataset, now=now) for dataset in datasets)


def expire(*, now: datetime) -> int:
    """Let go of texts that may be kept no longer; give the number of months rewritten."""
    texts = store.texts(Path(settings.STORE))
    return compaction.compact(texts, now=now, keep=compaction.not_expired(now))
