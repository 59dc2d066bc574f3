"""What came of projects: the rows of `effects`, as a page asks."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow.dataset as ds
from django.conf import settings

from jiesu.insight.storage import results

# Nothing can be said: too early, too little known before, too few appeals or areas.
UNTOLD = frozenset({"early", "short", "few"})


@dataclass(frozen=True)
class Effect:
    """What `mining.effects.api` tells of a project; figures are None where nothing can be said.

    `verdict` is `fewer`, `more`, `unclear`, or one of `UNTOLD`.
    """

    project: int
    verdict: str
    observed: int | None
    expected: float | None
    ratio: float | None
    low: float | None
    high: float | None
    p: float | None
    avoided: float | None
    others: int | None
    trials: int | None
    trials_fewer: float | None
    until: date | None


@dataclass(frozen=True)
class Week:
    """Seven days from `first` on: what came and what was to be expected."""

    first: date
    after: bool
    came: int
    usual: float


def all_told() -> dict[int, Effect]:
    """Give what is told of each project."""
    return {row["project"]: _effect(row) for row in _rows(None)}


def of(project: int) -> Effect | None:
    """Give what is told of one project; None before it was judged."""
    found = _rows(project)
    return _effect(found[0]) if found else None


def weeks(project: int, since: date) -> list[Week]:
    """Add the days of a project up by full weeks before and from `since`, in order."""
    days = [row for row in _rows(project) if row["day"]]
    found: dict[date, list[dict[str, Any]]] = {}
    for row in sorted(days, key=lambda row: row["day"]):
        number = (row["day"] - since).days // 7
        found.setdefault(since + timedelta(days=7 * number), []).append(row)
    return [
        Week(first, first >= since, sum(r["came"] for r in rows), sum(r["usual"] for r in rows))
        for first, rows in found.items()
        if len(rows) == 7  # noqa: PLR2004  (days of a week)
    ]


def _effect(row: dict[str, Any]) -> Effect:
    return Effect(**{name: row[name] for name in Effect.__dataclass_fields__})


def _rows(project: int | None) -> list[dict[str, Any]]:
    where = None if project is None else ds.field("project") == project
    return results.rows(Path(settings.STORE), "effects", where=where)
