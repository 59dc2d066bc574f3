"""Taking in the past: appeals that were handled elsewhere, with their own times.

They enter as they ended, with one log entry that says so, and ask nothing of today's clock.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from jiesu.casework.identity import vault
from jiesu.casework.kinds import Kind
from jiesu.casework.ledger import bulk, record
from jiesu.casework.models import Appeal, LogEntry, Reply, WorkOrder
from jiesu.casework.reading import search
from jiesu.casework.stages.intake import new_code
from jiesu.casework.texts import clean, one_line, title_of
from jiesu.directory.lookup import areas
from jiesu.directory.models import Area, Service, Unit
from jiesu.directory.people import Actor
from jiesu.rules.lifecycle import Outcome, State, View
from jiesu.rules.policy import SAMPLE

_TEXTS = SAMPLE.texts


@dataclass(frozen=True)
class HistoryRow:
    """One appeal of the past; times are aware, places in degrees (WGS 84), codes of the directory.

    `source` and `source_id` name the row where it came from, so that it is never taken in twice;
    `appellant` is the source's own pseudonym of the person, kept as a blind index.
    """

    source: str
    source_id: str
    text: str
    said_at: datetime
    title: str = ""
    channel: str = "import"
    kind: str = Kind.HELP
    lat: float | None = None
    lon: float | None = None
    place_words: str = ""
    area_code: str = ""
    service_code: str = ""
    unit_code: str = ""
    state: str = State.COMPLETED
    outcome: str = Outcome.NONE
    accepted_at: datetime | None = None
    dispatched_at: datetime | None = None
    signed_at: datetime | None = None
    started_at: datetime | None = None
    due_at: datetime | None = None
    replied_at: datetime | None = None
    reply: str = ""
    completed_at: datetime | None = None
    view: str = View.NOT_ASKED
    result_rating: int | None = None
    appellant: str = ""

    @property
    def identity(self) -> tuple[str, str]:
        """Give what tells it from every other: the channel, and its key there."""
        return self.channel, f"{self.source}:{self.source_id}"[:128]


@dataclass(frozen=True)
class Taken:
    """What became of a batch: the ids of sources that were taken in, and of those known before."""

    imported: list[str]
    known: list[str]


def receive_closed(rows: Sequence[HistoryRow], *, now: datetime) -> Taken:
    """Take in one batch (a few hundred to a few thousand rows) in one transaction.

    A row whose source id is known, or stands twice in the batch, is passed over and named.
    """
    with transaction.atomic():
        fresh, known = sort_out(rows)
        pairs = made(fresh)
        record.register(pairs, "appeal.imported", actor=Actor.system(), now=now)
        keep_replies(fresh, pairs)
    return Taken([row.source_id for row in fresh], known)


@dataclass(frozen=True)
class Known:
    """Where a row went that was taken in before: its work order's number, and when."""

    number: str
    since: datetime


def known(rows: Sequence[HistoryRow]) -> dict[tuple[str, str], Known]:
    """Give, by their identity, those of the rows that are here."""
    found = _here(rows).select_related("first_work_order")
    since = dict(
        LogEntry.objects.filter(
            chain=WorkOrder.CHAIN,
            thing_id__in=[appeal.first_work_order_id for appeal in found],
            seq=1,
        ).values_list("thing_id", "recorded_at")
    )
    return {
        (appeal.channel, appeal.idempotency_key): Known(
            appeal.first_work_order.number, since[appeal.first_work_order_id]
        )
        for appeal in found
    }


def sort_out(rows: Sequence[HistoryRow]) -> tuple[list[HistoryRow], list[str]]:
    """Part the rows that are not here yet from the ids of those that are."""
    seen = set(_here(rows).values_list("channel", "idempotency_key").iterator())
    fresh, known = [], []
    for row in rows:
        if row.identity in seen:
            known.append(row.source_id)
        else:
            seen.add(row.identity)
            fresh.append(row)
    return fresh, known


def _here(rows: Sequence[HistoryRow]) -> QuerySet[Appeal]:
    """Give the appeals that may be those of the rows, and a few of other channels."""
    channels, keys = ({row.identity[part] for row in rows} for part in (0, 1))
    return Appeal.objects.filter(channel__in=channels, idempotency_key__in=keys)


def made(rows: Sequence[HistoryRow]) -> list[tuple[WorkOrder, Appeal]]:
    """Make a work order and an appeal of each row, and write neither."""
    look_up = _Directory(rows)
    return [_pair(row, look_up) for row in rows]


def keep_replies(rows: Sequence[HistoryRow], pairs: record.Pairs) -> None:
    """Write what was replied to those of the rows that have a reply."""
    bulk.insert(
        [
            Reply(
                work_order_id=work_order.pk,
                unit_id=work_order.lead_unit_id,
                text=clean(row.reply),
                outcome=row.outcome,
                at=row.replied_at or row.completed_at or row.said_at,
            )
            for row, (work_order, _appeal) in zip(rows, pairs, strict=True)
            if row.reply.strip()
        ]
    )


class _Directory:
    """The services, areas and units a batch names, read once."""

    def __init__(self, rows: Sequence[HistoryRow]) -> None:
        self.services = Service.objects.in_bulk({r.service_code for r in rows}, field_name="code")
        self.units = _ids(Unit, {r.unit_code for r in rows})
        self._areas = _ids(Area, {r.area_code for r in rows})
        self._locate = areas.locator()

    def area(self, row: HistoryRow) -> int | None:
        """Give the id of the area named, else of the one around the point."""
        return self._areas.get(row.area_code) or self._locate(row.lat, row.lon)


def _ids(model: type[Area | Unit], codes: set[str]) -> dict[str, int]:
    return dict(model.objects.filter(code__in=codes).values_list("code", "pk"))


def _pair(row: HistoryRow, look_up: _Directory) -> tuple[WorkOrder, Appeal]:
    service = look_up.services.get(row.service_code)
    shared: dict[str, Any] = {
        "service_id": service and service.pk,
        "area_id": look_up.area(row),
        "lat": row.lat,
        "lon": row.lon,
    }
    urgency = service.urgency if service else "general"
    return _work_order(row, look_up, urgency, shared), _appeal(row, shared)


def _work_order(
    row: HistoryRow, look_up: _Directory, urgency: str, shared: dict[str, Any]
) -> WorkOrder:
    return WorkOrder(
        **shared,
        state=State(row.state),
        outcome=Outcome(row.outcome),
        urgency=urgency,
        lead_unit_id=look_up.units.get(row.unit_code),
        created_at=row.said_at,
        state_since=row.completed_at or row.replied_at or row.said_at,
        first_due_at=row.due_at,
        accepted_at=row.accepted_at,
        dispatched_at=row.dispatched_at,
        signed_at=row.signed_at,
        started_at=row.started_at,
        replied_at=row.replied_at,
        completed_at=row.completed_at,
    )


def _appeal(row: HistoryRow, shared: dict[str, Any]) -> Appeal:
    text = clean(row.text)[: _TEXTS.text]
    title = one_line(row.title)[: _TEXTS.line] or title_of(text)
    return Appeal(
        **shared,
        code=new_code(),
        channel=row.channel,
        idempotency_key=row.identity[1],
        source=row.source,
        source_id=row.source_id,
        kind=row.kind,
        title=title,
        text=text,
        words=search.words(f"{title} {text} {row.place_words}"),
        place_words=one_line(row.place_words)[: _TEXTS.place],
        said_at=row.said_at,
        received_at=row.said_at,
        view=View(row.view),
        result_rating=row.result_rating,
        appellant_key=vault.index("appellant", f"{row.source}:{row.appellant}")
        if row.appellant
        else "",
    )
