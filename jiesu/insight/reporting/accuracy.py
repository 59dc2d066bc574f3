"""How right the machine was: the counts of `accuracy`, added up as a page asks."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

import pyarrow.dataset as ds
from django.conf import settings

from jiesu.insight.storage import results
from jiesu.rules.measuring.rates import Rate

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Right:
    """Counts of questions: asked, with the first proposal taken, with any of those shown taken.

    `bin` is a tenth of confidence from 0 to 9, -1 where none is known; `confidence` is the sum of
    that of the first proposals.
    """

    month: date
    subject: str
    version: str
    bin: int
    asked: int
    right: int
    among: int
    confidence: float | None


def counts(since: date | None = None) -> list[Right]:
    """Give all counts of decisions from the month of `since` on."""
    where = ds.field("month") >= since.replace(day=1) if since else None
    rows = results.rows(Path(settings.STORE), "accuracy", where=where)
    return [Right(**{name: row[name] for name in Right.__dataclass_fields__}) for row in rows]


@dataclass(frozen=True)
class Sum:
    """Counts added up: how often the first was taken, or any, and how sure the first was."""

    first: Rate
    any: Rate
    confidence: float | None  # mean, 0 to 1; None where not known of all


def summed(rows: Iterable[Right], key: Callable[[Right], Key]) -> dict[Key, Sum]:
    """Add counts up by a key, in the order of the keys as they come."""
    parts: dict[Key, list[Right]] = defaultdict(list)
    for row in rows:
        parts[key(row)].append(row)
    return {one: _sum(part) for one, part in parts.items()}


def _sum(rows: list[Right]) -> Sum:
    asked = sum(row.asked for row in rows)
    known = all(row.bin >= 0 for row in rows)
    sure = sum(row.confidence or 0.0 for row in rows)
    return Sum(
        Rate(sum(row.right for row in rows), asked),
        Rate(sum(row.among for row in rows), asked),
        sure / asked if known and asked else None,
    )


def calibration_error(bins: Iterable[Sum]) -> float | None:
    """Give how far confidence and truth lie apart on average (Naeini and others 2015), 0 to 1."""
    known = [(one.first, one.confidence) for one in bins if one.confidence is not None]
    asked = sum(rate.denominator for rate, _sure in known)
    apart = (abs(rate.numerator - sure * rate.denominator) for rate, sure in known)
    return sum(apart) / asked if asked else None
