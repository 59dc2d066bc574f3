"""What machines proposed and people decided, as rows of the proposals.

A verdict never changes once it is given, and free text is not copied: the words that spoke for a
proposal stay in casework.
"""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
from django.conf import settings

from jiesu.casework.reading import copying
from jiesu.casework.reading.copying import GroupVerdict, Verdict
from jiesu.casework.reading.rows import Appeal, GroupDecision, Suggestion
from jiesu.directory.people import Actor
from jiesu.insight.ingestion.extract import in_store_time
from jiesu.insight.storage.schema import PROPOSALS

_WORKER = Actor.system()
_GROUP = "group"  # the subject of what an analyst decided about a mined group
Row = dict[str, Any]
Question = tuple[int, str, datetime | None]  # work order, subject, when it was decided


def of_orders(work_orders: Collection[int]) -> pa.Table:
    """Give what was proposed for some work orders (a few thousand at a time) and decided."""
    questions: dict[Question, list[Suggestion]] = defaultdict(list)
    for one in copying.decided(work_orders, actor=_WORKER):
        questions[one.work_order_id, one.subject, one.decided_at].append(one)
    asked = {order for order, _subject, _at in questions}
    appeals = copying.appeals(actor=_WORKER).filter(first_work_order__in=asked)
    about = {one.first_work_order_id: _about(one) for one in appeals}
    lines = copying.last_lines(asked, actor=_WORKER)
    rows = [
        about[order] | {"log_id": lines[order]} | row
        for (order, _subject, _at), together in questions.items()
        for row in _rows(together)
    ]
    return _table(rows)


def of_groups(decisions: Collection[int] | None = None) -> pa.Table:
    """Give what was decided about mined groups: some decisions by their ids, or all of them.

    A group is accepted where it was confirmed as an issue.
    """
    found = copying.decisions(decisions, actor=_WORKER)
    least = {one.pk: min([*one.members, *one.apart]) for one in found}
    appeals = copying.appeals(actor=_WORKER).filter(pk__in=least.values())
    about = {one.pk: _about(one) for one in appeals}
    orders = {one.pk: one.work_order_id for one in appeals}
    lines = copying.last_lines(set(orders.values()), actor=_WORKER)
    rows = [
        about[least[one.pk]] | {"log_id": lines[orders[least[one.pk]]]} | _of_group(one)
        for one in found
    ]
    return _table(rows)


def _about(appeal: Appeal) -> Row:
    return {"appeal_id": appeal.pk, "received_on": _day(appeal.received_at)}


def _rows(together: list[Suggestion]) -> list[Row]:
    """Give those that a person had in view when deciding, in the order they were shown."""
    among = any(one.verdict == Verdict.ACCEPTED for one in together)
    return [
        {
            "proposal": str(one.pk),
            "subject": one.subject,
            "place": one.place,
            "value": one.value,
            "confidence": one.confidence,
            "model_version": one.model_version,
            "proposed_at": in_store_time(one.at),
            **_decided(one.decided_at),
            "decided_value": one.decided_value,
            "accepted": one.verdict == Verdict.ACCEPTED,
            "among": among,
        }
        for one in together
    ]


def _of_group(one: GroupDecision) -> Row:
    accepted = one.kind == GroupVerdict.CONFIRM
    return {
        "proposal": f"{_GROUP}-{one.pk}",
        "subject": _GROUP,
        "place": 1,
        "value": str(min([*one.members, *one.apart])),
        "confidence": one.confidence,
        "model_version": one.model_version,
        "proposed_at": None,
        **_decided(one.at),
        "decided_value": one.kind,
        "accepted": accepted,
        "among": accepted,
    }


def _decided(at: datetime | None) -> Row:
    return {"decided_at": in_store_time(at), "decided_on": _day(at) if at else None}


def _day(moment: datetime) -> Any:
    return moment.astimezone(ZoneInfo(settings.TIME_ZONE)).date()


def _table(rows: list[Row]) -> pa.Table:
    return pa.table(
        {name: [row[name] for row in rows] for name in PROPOSALS.names}, schema=PROPOSALS
    )
