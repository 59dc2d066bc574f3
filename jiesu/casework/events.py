"""The names of everything that can happen, and the form in which it is told."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from jiesu.rules.lifecycle import TABLE

# Steps without a row in the life-cycle table: they change no state.
BESIDE_THE_TABLE: dict[str, str] = {
    "appeal.received": "An appeal was taken in; its own work order was made with it.",
    "appeal.imported": "An appeal of the past was taken in with its own times.",
    "appeal.joined": "An appeal of another work order was merged into this one.",
    "appeal.left": "A merged appeal left this work order again.",
    "appeal.protected": "The appellant was pressed to withdraw; the unit no longer sees who it is.",
    "appeal.withdrawn": "One of several appellants took the appeal back.",
    "group.decided": "An analyst decided about the group whose earliest appeal made it.",
    "follow_up.attempted": "The hotline tried to reach the appellant.",
    "project.opened": "Something is done about the issue whose first work order it was.",
    "project.promised": "A milestone was promised.",
    "project.reached": "A milestone was reached.",
    "project.ended": "What was done about the issue came to its end.",
    "work_order.reminded": "A due date is near.",
    "work_order.overdue": "A due date has passed.",
    "work_order.joined_issue": "It was confirmed as part of an issue.",
    "work_order.left_issue": "It was taken out of an issue.",
}

EVENTS: frozenset[str] = frozenset(BESIDE_THE_TABLE) | {rule.event for rule in TABLE.values()}

Payload = Mapping[str, str | int | float | bool | None]

_CODE = re.compile(r"[A-Za-z0-9_.:/+\-]{0,128}")


@dataclass(frozen=True)
class Occurrence:
    """One log entry as a subscriber gets it: at least once, and not always in order."""

    log_id: int
    event: str
    at: datetime
    work_order_id: int
    appeal_id: int | None
    payload: Payload


def codes_only(payload: Payload) -> dict[str, str | int | float | bool | None]:
    """Give the payload back, or raise `ValueError` where a text is no code.

    Free text and people stay out of the log, so that it can be kept when a person is erased.
    """
    for key, value in payload.items():
        if isinstance(value, str) and not _CODE.fullmatch(value):
            raise ValueError(f"{key} is free text, which may not stand in the log")
    return dict(payload)
