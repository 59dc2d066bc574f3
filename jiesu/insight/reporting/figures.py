"""What a board asks of the results: a few rows each, read from files and never computed."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_
from pathlib import Path
from typing import Any

import pyarrow.dataset as ds
from django.conf import settings

from jiesu.casework.reading import gate
from jiesu.directory.people import Actor
from jiesu.insight.storage import results
from jiesu.insight.storage.results import About
from jiesu.mining.heat.api import PARTS
from jiesu.rules.measuring.measures import SHOWN
from jiesu.rules.measuring.rates import Rate


def about(name: str) -> About | None:
    """Tell when the result of an analysis was made and over which days; None if it never ran."""
    return results.about(_store(), name)


@dataclass(frozen=True)
class Today:
    """One line of `today`: counts so far, beside the same weekday of four weeks by that hour."""

    code: str
    appeals: int
    by_hour: int
    usual: float | None
    least: int
    most: int
    hour: int

    @property
    def unusual(self) -> bool:
        """Tell whether more came than on any of the days compared with."""
        return self.usual is not None and self.by_hour > self.most


def today(dimension: str) -> list[Today]:
    """Give today by one dimension, the largest first."""
    found = _rows("today", ds.field("dimension") == dimension)
    return todays(found)


def todays(found: list[dict[str, Any]]) -> list[Today]:
    """Make lines of the rows that the analysis gives, the largest first."""
    lines = [Today(**{name: row[name] for name in Today.__dataclass_fields__}) for row in found]
    return sorted(lines, key=lambda line: (-line.appeals, -(line.usual or 0)))


def standing(dimension: str = "all") -> dict[str, dict[str, int]]:
    """Give `open`, `overdue` and `soon` by the codes of one dimension."""
    found = _rows("standing", ds.field("dimension") == dimension)
    return {row["code"]: {n: row[n] for n in ("open", "overdue", "soon")} for row in found}


def weeks(dimension: str, since: date | None = None) -> dict[str, dict[date, int]]:
    """Give the appeals of each week (its Monday) by the codes of one dimension."""
    where = ds.field("dimension") == dimension
    if since:
        where &= ds.field("week") >= since
    found: dict[str, dict[date, int]] = defaultdict(dict)
    for row in _rows("volumes", where):
        found[row["code"]][row["week"]] = row["appeals"]
    return found


@dataclass(frozen=True)
class Ahead:
    """One day or hour of `forecast`: what was counted, or what is expected and its interval."""

    code: str
    time: datetime
    counted: int | None
    mean: float | None
    low: int | None
    high: int | None


def ahead(span: str, dimension: str) -> list[Ahead]:
    """Give the days (`day`) or hours (`hour`) of `forecast` by one dimension, in order of time."""
    where = (ds.field("span") == span) & (ds.field("dimension") == dimension)
    found = [
        Ahead(**{name: row[name] for name in Ahead.__dataclass_fields__})
        for row in _rows("forecast", where)
    ]
    return sorted(found, key=lambda one: one.time)


def places(days: int, dimension: str) -> dict[str, int]:
    """Count appeals of the last days (0: all) by the codes of a dimension of `places`."""
    where = (ds.field("days") == days) & (ds.field("dimension") == dimension)
    return {row["code"]: row["appeals"] for row in _rows("places", where)}


def stages(dimension: str, since: date | None = None) -> list[dict[str, Any]]:
    """Give the rows of `durations` by one dimension."""
    where = ds.field("dimension") == dimension
    return _rows("durations", where & (ds.field("month") >= since) if since else where)


Rates = dict[str, Rate]  # by code of the measure


def rates(since: date | None = None) -> dict[str, Rates]:
    """Give every measure by unit, added up over the months of receipt from `since` on."""
    found: dict[str, Rates] = defaultdict(dict)
    for row in _rows("rates", ds.field("month") >= since if since else None):
        unit = found[row["unit"]]
        for code in SHOWN:
            if f"numerator_{code}" in row:
                rate = Rate(row[f"numerator_{code}"], row[f"denominator_{code}"])
                unit[code] = unit.get(code, Rate(0, 0)) + rate
    return found


def pooled(by_unit: dict[str, Rates]) -> Rates:
    """Add the counts of all units up."""
    whole: Rates = {}
    for unit in by_unit.values():
        for code, rate in unit.items():
            whole[code] = whole.get(code, Rate(0, 0)) + rate
    return whole


@dataclass(frozen=True)
class Hot:
    """One group of `hot`: how hot, why, and what its members share."""

    group: int
    heat: float
    appeals: int
    voices: float
    first: datetime
    last: datetime
    parts: dict[str, float]
    speaker: int
    open: int
    issue_id: int | None
    units: int
    lat: float | None
    lon: float | None
    unit: str | None
    service_1: str | None
    service_2: str | None
    service_3: str | None
    district: str | None
    street: str | None
    dismissed: bool

    @property
    def service(self) -> str | None:
        """Give the finest service that most members share."""
        return self.service_3 or self.service_2 or self.service_1

    @property
    def area(self) -> str | None:
        """Give the finest area that most members share."""
        return self.street or self.district


@dataclass(frozen=True)
class GroupFilter:
    """Which groups: over a span of days (0: all), with or without what an analyst put aside.

    `groups` narrows to some of them, `service_1` and `district` to what most members share.
    """

    span: int
    dismissed: bool = False
    groups: tuple[int, ...] = ()
    service_1: str = ""
    district: str = ""


def hot(wanted: GroupFilter, *, offset: int = 0, limit: int = 100) -> list[Hot]:
    """Give groups, hottest first: the order they lie in."""
    where = _hot_where(wanted)
    if wanted.groups:  # which lie by their heats, anywhere
        heats = _hot_column(wanted, "heat")
        where &= reduce(or_, (ds.field("heat") == heat for heat in heats), ds.scalar(value=False))
    found = results.head(_store(), "hot", offset + limit, where=where)
    return [_hot(row) for row in found.slice(offset).to_pylist()] if found else []


def hot_count(wanted: GroupFilter) -> int:
    """Count groups."""
    return results.count(_store(), "hot", where=_hot_where(wanted))


def hot_codes(span: int, column: str) -> set[str]:
    """Give the codes of a column that the groups of a span have."""
    return _hot_column(GroupFilter(span), column) - {None}


def _hot_column(wanted: GroupFilter, column: str) -> set[Any]:
    found = results.read(_store(), "hot", where=_hot_where(wanted), columns=[column])
    return set(found[column].unique().to_pylist()) if found else set()


def _hot_where(wanted: GroupFilter) -> Any:
    where = ds.field("span") == wanted.span
    if not wanted.dismissed:
        where &= ~ds.field("dismissed")
    if wanted.groups:
        where &= ds.field("group").isin(wanted.groups)
    for column in ("service_1", "district"):
        if code := getattr(wanted, column):
            where &= ds.field(column) == code
    return where


def _hot(row: dict[str, Any]) -> Hot:
    plain = {name: row[name] for name in Hot.__dataclass_fields__ if name != "parts"}
    return Hot(parts={part: row[part] for part in PARTS}, **plain)


@dataclass(frozen=True)
class Member:
    """An appeal of a group, why it is in it (codes of `mining.text.reasons`), and its facts."""

    appeal_id: int
    group: int
    role: str
    score: float
    because: str
    received_on: date
    unit: str | None
    outcome: str
    lat: float | None
    lon: float | None


def members(group: int, *, actor: Actor) -> list[Member]:
    """Give the appeals of a group that the actor may list, those that speak for it first."""
    rows = _rows("members", ds.field("group") == group)
    seen = gate.allowed((row["appeal_id"] for row in rows), actor=actor)
    found = [Member(**row) for row in rows if row["appeal_id"] in seen]
    return sorted(found, key=lambda one: (one.role != "core", -one.score, one.appeal_id))


def alike(group: int) -> list[Hot]:
    """Give the groups that may be the same problem, the likeliest first."""
    found = _rows("alike", ds.field("group") == group)
    likely = {row["other"]: row["score"] for row in found}
    if not likely:
        return []
    groups = hot(GroupFilter(0, groups=tuple(likely)))
    return sorted(groups, key=lambda one: -likely[one.group])


def group_of(appeal_id: int) -> int | None:
    """Give the group an appeal belongs to; None if it is alone."""
    where = ds.field("appeal_id") == appeal_id
    found = results.read(_store(), "members", where=where, columns=["group"])
    return found["group"][0].as_py() if found else None


@dataclass(frozen=True)
class Surge:
    """A stream in alarm: codes of its service and district, since when, and its last days.

    A day has the columns of `surges`.
    """

    service: str
    area: str
    since: date
    score: float
    days: list[dict[str, Any]]


def surges() -> list[Surge]:
    """Give the streams in alarm: those in alarm on the last day first, the surest first."""
    by_stream: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in _rows("surges", None):
        by_stream[row["service"], row["area"]].append(row)
    found = [_surge(*stream, rows) for stream, rows in by_stream.items()]
    return sorted(found, key=lambda one: (not one.days[-1]["alarm"], -one.score))


def _surge(service: str, area: str, rows: list[dict[str, Any]]) -> Surge:
    days = sorted(rows, key=lambda row: row["day"])
    last = next(day for day in reversed(days) if day["alarm"])
    return Surge(service, area, last["since"], last["score"], days)


def _store() -> Path:
    return Path(settings.STORE)


def _rows(name: str, where: Any) -> list[dict[str, Any]]:
    return results.rows(_store(), name, where=where)
