"""Appeals out of the database, as rows of the facts and of the texts."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import h3
import pyarrow as pa
from django.conf import settings

from jiesu.casework.identity import vault
from jiesu.casework.kinds import Kind
from jiesu.casework.reading import search
from jiesu.casework.reading.rows import Appeal
from jiesu.insight.ingestion.places import Directory
from jiesu.insight.ingestion.story import Story, stories
from jiesu.insight.storage.schema import FACTS, TEXTS
from jiesu.mining.text.identity import scrub
from jiesu.rules.lifecycle import View
from jiesu.rules.measuring.case_facts import Answer

_CELL = 9  # resolution of H3 cells
ANSWERS = {
    View.NOT_ASKED: Answer.NOT_ASKED,
    View.CONFIRMED: Answer.SOLVED,
    View.PARTLY: Answer.PARTLY,
    View.DISPUTED: Answer.NOT_SOLVED,
    View.NO_ANSWER: Answer.UNREACHED,
    View.REFUSED: Answer.REFUSED,
}
Row = dict[str, Any]


def extract(appeals: Sequence[Appeal]) -> tuple[pa.Table, pa.Table]:
    """Give the facts and the texts of some appeals (a few thousand at a time).

    Load the appeals with their `work_order`. What the log does not tell, because it was imported
    as closed, is taken from the work order.
    """
    told = stories({a.work_order_id for a in appeals} | {a.first_work_order_id for a in appeals})
    directory = Directory()
    facts = [_facts(a, told[a.work_order_id], directory) for a in appeals]
    texts = [_text(a, told[a.first_work_order_id]) for a in appeals if _may_be_read(a)]
    for row, appeal in zip(facts, appeals, strict=True):
        row["log_id"] = max(row["log_id"], told[appeal.first_work_order_id].last_log_id)
    return _table(FACTS, facts), _table(TEXTS, texts)


def _table(schema: pa.Schema, rows: Sequence[Row]) -> pa.Table:
    return pa.table({name: [row[name] for row in rows] for name in schema.names}, schema=schema)


def _facts(appeal: Appeal, story: Story, directory: Directory) -> Row:
    work_order = appeal.work_order
    merged = appeal.work_order_id != appeal.first_work_order_id
    return {
        "appeal_id": appeal.pk,
        "log_id": story.last_log_id,
        "work_order_id": work_order.pk,
        "leads": not merged,
        "merged_into": work_order.pk if merged else None,
        "issue_id": work_order.issue_id,
        "channel": appeal.channel,
        "source": appeal.source,
        "kind": appeal.kind,
        "secrecy": appeal.secrecy,
        "unit": directory.unit(work_order.lead_unit_id),
        "urgency": work_order.urgency,
        "lat": appeal.lat,
        "lon": appeal.lon,
        "h3": cell(appeal.lat, appeal.lon),
        "state": work_order.state,
        "outcome": work_order.outcome,
        "reworks": work_order.rework,
        "exclusion_ground": "",
        "appellant": pseudonym(appeal.appellant_key),
        **_received(appeal),
        **_said_of_it(appeal),
        **_times(appeal, story),
        **_disputes(story),
        **directory.services(work_order.service_id or appeal.service_id),
        **directory.areas(appeal.area_id or work_order.area_id),
    }


def _received(appeal: Appeal) -> Row:
    local = appeal.received_at.astimezone(ZoneInfo(settings.TIME_ZONE))
    return {
        "said_at": in_store_time(appeal.said_at),
        "received_at": in_store_time(appeal.received_at),
        "received_on": local.date(),
        "received_hour": local.hour,
    }


def _said_of_it(appeal: Appeal) -> Row:
    return {
        "view": appeal.view,
        "answer": ANSWERS[View(appeal.view)].value,
        "contact_proven": appeal.contacted is True,
        "result_rating": appeal.result_rating,
        "service_rating": appeal.service_rating,
        "viewed_at": in_store_time(appeal.viewed_at),
    }


def _times(appeal: Appeal, story: Story) -> Row:
    work_order = appeal.work_order
    times = {
        "accepted_at": story.first("accepted") or work_order.accepted_at,
        "dispatched_at": story.first("dispatched") or work_order.dispatched_at,
        "signed_at": story.first("signed") or work_order.signed_at,
        "contacted_at": story.contacted_at or _imported(story, work_order.started_at),
        "contact_due_at": story.contact_due_at,
        "replied_at": story.first("replied") or work_order.replied_at,
        "completed_at": story.closed_at or work_order.completed_at,
        "reopened_at": story.opened_again_at,
        "first_due_at": work_order.first_due_at,
        "due_at": story.reply_due_at or work_order.first_due_at,
    }
    return {name: in_store_time(moment) for name, moment in times.items()}


def _imported(story: Story, moment: datetime | None) -> datetime | None:
    return moment if story.times("appeal.imported") else None


def _disputes(story: Story) -> Row:
    return {
        "objected": story.times("objected") > 0,
        "objection_upheld": story.times("objection_upheld") > 0,
        "objection_overruled": story.times("objection_overruled") > 0,
        "redispatched": story.times("dispatched") > 1,
    }


def _may_be_read(appeal: Appeal) -> bool:
    """Keep the words of those who report wrongdoing out of the analyst's sight."""
    return appeal.kind != Kind.WHISTLEBLOW_REPORT


def _text(appeal: Appeal, story: Story) -> Row:
    recorded_at = story.recorded_at or appeal.received_at
    return {
        "appeal_id": appeal.pk,
        "log_id": story.last_log_id,
        "received_on": _received(appeal)["received_on"],
        "keep_until": recorded_at.date() + timedelta(days=settings.TEXT_DAYS),
        "title": scrub(appeal.title),
        "text": scrub(appeal.text),
        "words": _words(appeal),
    }


def _words(appeal: Appeal) -> str:
    """Give the words of the search without the person: they are of what was said as it was said."""
    said = (appeal.title, appeal.text, appeal.place_words)
    kept = tuple(map(scrub, said))
    return appeal.words if kept == said else search.words(" ".join(kept))


def pseudonym(key: str) -> str | None:
    """Hash the database's key once more, so that the store cannot be joined to the database."""
    return vault.index("insight", key)[:32] if key else None


def cell(lat: float | None, lon: float | None) -> str | None:
    """Give the cell around a place in degrees."""
    return None if lat is None or lon is None else str(h3.latlng_to_cell(lat, lon, _CELL))


def in_store_time(moment: datetime | None) -> datetime | None:
    """Give an instant as the store has it: UTC without a zone, in whole seconds."""
    return moment.astimezone(UTC).replace(tzinfo=None, microsecond=0) if moment else None
