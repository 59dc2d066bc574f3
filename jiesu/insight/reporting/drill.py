"""From a number on the board down to the appeals it counts: asked of the facts themselves."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from itertools import accumulate
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from ibis import _
from ibis.expr.types import Table

from jiesu.casework.issues.measures_taken import Undertaking
from jiesu.casework.reading import gate
from jiesu.directory.people import Actor
from jiesu.insight.analyses import accuracy, rates
from jiesu.insight.analyses import today as today_analysis
from jiesu.insight.cases import cases
from jiesu.insight.dimensions import DIMENSIONS, EVERYTHING
from jiesu.insight.reporting.figures import Today, todays
from jiesu.insight.storage import engine
from jiesu.insight.storage.engine import Tables
from jiesu.rules.measuring.measures import MEASURES, SHOWN

PAGE = 50
_COLUMNS = (
    "appeal_id",
    "work_order_id",
    "received_at",
    "received_on",
    "service_1",
    "service_2",
    "service_3",
    "district",
    "street",
    "unit",
    "state",
    "outcome",
    "view",
)


@dataclass(frozen=True)
class Proposed:
    """Which decided proposals, the likeliest of each question: about `subject`, decided when.

    With a `version` or a `bin` (tenth of confidence, -1 where none is known), only of those; with
    `taken`, only those taken by the person, or of which `any` was.
    """

    subject: str = ""
    version: str = ""
    bin: int | None = None
    first: date | None = None
    last: date | None = None
    taken: bool = False
    any: bool = False


@dataclass(frozen=True)
class AppealFilter:
    """Which appeals: received on days `first` to `last`, with `code` in `dimension`.

    With a `measure` of `rules.measures`, only the cases in its denominator, or those in its
    numerator too if `counted`. With a `district`, only those there. With `proposed`, only those for
    which a machine proposed something; with a `project`, only what is of its service in its areas.
    """

    dimension: str = EVERYTHING
    code: str = ""
    first: date | None = None
    last: date | None = None
    measure: str = ""
    counted: bool = False
    district: str = ""
    proposed: Proposed | None = None
    project: Undertaking | None = None

    def __post_init__(self) -> None:
        if self.dimension not in DIMENSIONS or (self.measure and self.measure not in SHOWN):
            raise ValueError(f"{self.dimension}, {self.measure}: no such figure")


@dataclass(frozen=True)
class Found:
    """One page of facts, the latest first, and how many there are in all."""

    rows: list[dict[str, Any]]
    count: int


def appeals(wanted: AppealFilter, *, page: int, actor: Actor, now: datetime) -> Found:
    """Give one page (from 1) of the appeals behind a number, as far as the actor may list them."""
    withheld = gate.withheld(actor=actor)
    with _tables(now) as tables:
        rows = _matching(tables, wanted)
        rows = (
            rows.filter(rows.kind.fill_null("").notin(withheld.kinds)) if withheld.kinds else rows
        )
        rows = rows.filter(rows.appeal_id.notin(withheld.appeals)) if withheld.appeals else rows
        by_day = rows.group_by("received_on").aggregate(appeals=_.count())
        days = by_day.order_by(_.received_on.desc()).to_pyarrow().to_pylist()
        shown = _shown(rows, days, PAGE * (page - 1)) if days else []
        return Found(shown, sum(day["appeals"] for day in days))


def _shown(rows: Table, days: list[dict[str, Any]], passed: int) -> list[dict[str, Any]]:
    """Give a page after so many rows, reading only the days on which they came."""
    end = list(accumulate(day["appeals"] for day in days))
    newest = bisect_right(end, passed)
    oldest = bisect_left(end, min(passed + PAGE, end[-1]))
    if newest == len(days):
        return []
    skipped = passed - (end[newest] - days[newest]["appeals"])
    wanted = rows.filter(
        _.received_on.between(days[oldest]["received_on"], days[newest]["received_on"])
    )
    ordered = wanted.order_by(_.received_at.desc(), _.appeal_id).select(*_COLUMNS)
    page: list[dict[str, Any]] = ordered.limit(PAGE, offset=skipped).to_pyarrow().to_pylist()
    return page


def day(on: date, dimensions: tuple[str, ...]) -> dict[str, list[Today]]:
    """Give a day that is over as `figures.today` gives this one."""
    end = datetime.max.time()
    moment = datetime.combine(on, end, ZoneInfo(settings.TIME_ZONE))
    with _tables(moment) as tables:
        found = today_analysis.run(tables).to_pyarrow().to_pylist()
    return {
        dimension: todays([row for row in found if row["dimension"] == dimension])
        for dimension in dimensions
    }


@contextmanager
def _tables(now: datetime) -> Iterator[Tables]:
    local = now.astimezone(ZoneInfo(settings.TIME_ZONE))
    with engine.tables(Path(settings.STORE), settings.ENGINE, now=local) as tables:
        yield tables


def _matching(tables: Tables, wanted: AppealFilter) -> Table:
    rows = tables.facts
    if wanted.dimension != EVERYTHING:
        rows = rows.filter(rows[wanted.dimension].fill_null("") == wanted.code)
    if wanted.district:
        rows = rows.filter(_.district == wanted.district)
    if wanted.first:
        rows = rows.filter(_.received_on >= wanted.first)
    if wanted.last:
        rows = rows.filter(_.received_on <= wanted.last)
    if wanted.project:
        rows = _about(rows, wanted.project)
    if wanted.proposed:
        rows = rows.semi_join(_proposals(tables.proposals, wanted.proposed), "appeal_id")
    return _measured(tables, rows, wanted) if wanted.measure else rows


def _about(rows: Table, project: Undertaking) -> Table:
    of_service = rows[f"service_{project.service_level}"] == project.service
    return rows.filter(_.leads, of_service, rows[project.area_level].isin(project.areas))


def _proposals(rows: Table, wanted: Proposed) -> Table:
    rows = rows.filter(_.place == 1, _.subject == wanted.subject)
    if wanted.version:
        rows = rows.filter(_.model_version == wanted.version)
    if wanted.bin is not None:
        rows = rows.filter(accuracy.tenth(rows) == wanted.bin)
    if wanted.first:
        rows = rows.filter(_.decided_on >= wanted.first)
    if wanted.last:
        rows = rows.filter(_.decided_on <= wanted.last)
    if wanted.taken or wanted.any:
        rows = rows.filter(_.accepted if wanted.taken else _.among)
    return rows.select("appeal_id")


def _measured(tables: Tables, rows: Table, wanted: AppealFilter) -> Table:
    """Keep the cases that a measure counts; the rest of the facts tells who came again."""
    known = cases(tables.facts, tables.as_of)
    measure = MEASURES[wanted.measure]
    condition = measure.numerator if wanted.counted else measure.denominator
    kept = known.filter(condition(known) & rates.counted(known, measure)).select("appeal_id")
    return rows.semi_join(kept, "appeal_id")
