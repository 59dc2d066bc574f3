"""The names of everything that can happen, and the form in which it is told."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from jiesu.rules.tables import TABLES

EVENTS: frozenset[str] = frozenset().union(*(table.events for table in TABLES.values()))

Payload = Mapping[str, str | int | float | bool | None]

_CODE = re.compile(r"[A-Za-z0-9_.:/+\-]{0,128}")


@dataclass(frozen=True)
class Occurrence:
    """One log entry as a subscriber gets it: at least once, and not always in order."""

    log_id: int
    event: str
    at: datetime
    chain: str
    thing_id: int
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
