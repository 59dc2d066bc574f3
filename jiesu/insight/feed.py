"""The store kept in step with casework: a subscriber of the outbox.

Every batch copies the appeals it names as they are now, so that being told twice, late or in
another order changes nothing: the row that knows the last log line wins.
"""

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db.models import Q

from jiesu.casework.events import Occurrence
from jiesu.casework.models import Appeal
from jiesu.insight import compaction, proposed, store
from jiesu.insight.extract import extract

BATCH = 2000  # occurrences that make one change file


def copy(occurrences: list[Occurrence]) -> None:
    """Copy the appeals of the work orders named, and what was proposed and decided about them."""
    ids = {occurrence.work_order_id for occurrence in occurrences}
    appeals = Appeal.objects.filter(Q(work_order__in=ids) | Q(first_work_order__in=ids))
    facts, texts = extract(list(appeals.select_related("work_order")))
    folder = Path(settings.STORE)
    store.append(store.texts(folder), texts)
    store.append(store.facts(folder), facts)
    store.append(store.proposals(folder), proposed.of_orders(ids))
    store.append(store.proposals(folder), proposed.of_groups(_groups(occurrences)))


def _groups(occurrences: list[Occurrence]) -> list[int]:
    """Give the ids of the decisions about groups that are told."""
    told = (one.payload["decision"] for one in occurrences if one.event == "group.decided")
    return [int(number) for number in told if number]


def fold(*, now: datetime) -> int:
    """Fold changes where many lie about; give the number of months rewritten."""
    folder = Path(settings.STORE)
    shelves = [shelf for shelf in store.shelves(folder) if compaction.is_due(shelf)]
    return sum(compaction.fold(shelf, now=now) for shelf in shelves)


def expire(*, now: datetime) -> int:
    """Let go of texts that may be kept no longer; give the number of months rewritten."""
    texts = store.texts(Path(settings.STORE))
    return compaction.fold(texts, now=now, keep=compaction.not_expired(now))
