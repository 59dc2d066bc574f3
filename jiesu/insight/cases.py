"""The facts as the measures want them: columns named as `rules.case_facts.CaseFacts`."""

from datetime import UTC, datetime, timedelta

import ibis
from ibis import _
from ibis.expr.types import BooleanColumn, IntegerColumn, Table, TimestampColumn, TimestampScalar

from jiesu.rules.lifecycle import Outcome

_LATER = timedelta(days=90)
_REOPENABLE = timedelta(days=30)
_LAST_HOUR = 3600  # seconds
_PLACE = ["h3", "service_3"]


def cases(facts: Table, as_of: datetime) -> Table:
    """Give `appeal_id, leads, unit, month` (of receipt) and what is known of each case at `as_of`.

    A case is an appeal: what is measured of the work order is to be counted where `leads`.
    """
    now = ibis.literal(as_of.astimezone(UTC).replace(tzinfo=None))
    again = _again(facts)
    rows = facts.left_join(again, "appeal_id").drop("appeal_id_right")
    return rows.select(
        "appeal_id",
        "leads",
        "answer",
        "contact_proven",
        "exclusion_ground",
        "objected",
        "objection_upheld",
        "objection_overruled",
        "redispatched",
        unit=rows.unit.fill_null(""),
        month=rows.received_on.truncate("M"),
        due_passed=_yes(rows.first_due_at < now),
        contact_promised=rows.contact_due_at.notnull(),
        contacted_in_time=_yes(rows.contacted_at <= rows.contact_due_at),
        replied=rows.replied_at.notnull(),
        replied_by_due=_yes(rows.replied_at <= rows.first_due_at),
        replied_by_extended_due=_yes(rows.replied_at <= rows.due_at),
        replied_in_last_hour=_yes(seconds(rows.replied_at, rows.due_at).between(0, _LAST_HOUR)),
        claimed_resolved=rows.outcome == Outcome.RESOLVED.value,
        result_rating=rows.result_rating.fill_null(0),
        service_rating=rows.service_rating.fill_null(0),
        dispatched=rows.dispatched_at.notnull(),
        sent_back=rows.reworks > 0,
        completed_30_days_ago=_passed(rows.completed_at, now, _REOPENABLE),
        completed_90_days_ago=_passed(rows.completed_at, now, _LATER),
        reopened_within_30_days=_yes(
            seconds(rows.completed_at, rows.reopened_at) <= _REOPENABLE.total_seconds()
        ),
        appealed_again_within_90_days=rows.again.notnull(),
    )


def seconds(start: TimestampColumn, end: TimestampColumn | TimestampScalar) -> IntegerColumn:
    """Give the seconds from `start` to `end`; null where either is unknown."""
    return end.epoch_seconds() - start.epoch_seconds()


def _yes(condition: BooleanColumn) -> BooleanColumn:
    """Take what is unknown for no."""
    return condition.fill_null(ibis.literal(value=False))


def _passed(since: TimestampColumn, now: TimestampScalar, span: timedelta) -> BooleanColumn:
    return _yes(seconds(since, now) >= span.total_seconds())


def _again(facts: Table) -> Table:
    """List (appeal_id, again) of those after whose end the matter came up once more.

    Days are compared and not appeals, so that a busy place costs at most ninety rows a case.
    """
    by_person = _within_ninety_days(facts.filter(_.appellant.notnull()), ["appellant"])
    by_place = _within_ninety_days(facts.filter(_.h3.notnull() & _.service_3.notnull()), _PLACE)
    return by_person.union(by_place).distinct().mutate(again=ibis.literal(value=True))


def _within_ninety_days(rows: Table, key: list[str]) -> Table:
    days = rows.group_by(*key, "received_on").aggregate(
        first=_.received_at.min(), last=_.received_at.max()
    )
    done = rows.filter(_.completed_at.notnull()).select("appeal_id", "completed_at", *key)
    later = done.inner_join(days, key)
    soon = seconds(later.completed_at, later.first) <= _LATER.total_seconds()
    return later.filter(later.last > later.completed_at, soon).select("appeal_id")
