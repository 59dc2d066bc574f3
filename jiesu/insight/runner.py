"""Running analyses: at their hours, one at a time each, with a line that says what came of it."""

import importlib
import time
import traceback
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import structlog
from django.conf import settings
from django.db import IntegrityError, transaction
from ibis import _
from ibis.expr.types import Table

from jiesu.casework.issues import decisions, projects
from jiesu.insight import progress
from jiesu.insight.models import AnalysisRun
from jiesu.insight.registry import Analysis, analyses
from jiesu.insight.storage import engine, results
from jiesu.insight.storage.engine import Decisions

_log = structlog.get_logger()
# A run that has not ended after this long died with its process, and may be taken over.
LONGEST = timedelta(hours=2)
_under_way: set[int] = set()  # lines of the runs that this process computes


def run_due(*, now: datetime) -> int:
    """Run what has not been run for as long as it may wait; give the number of runs done.

    None while the store is far behind, as after a large import: half a city is a wrong city, and
    its figures would stand for hours.
    """
    if progress.is_behind():
        return 0
    return sum(run(analysis, now=now) for analysis in analyses() if _is_due(analysis, now))


def run(analysis: Analysis, *, now: datetime) -> bool:
    """Run one analysis and keep its result; False where it failed or runs already.

    A failure is kept with its traceback, and the last result stays.
    """
    line = _begin(analysis, now)
    if line is None:
        return False
    started = time.monotonic()  # a stopwatch, not the time of day
    _under_way.add(line.pk)
    try:
        about = _compute(analysis, line, now)
    except Exception:  # noqa: BLE001  (kept in the run's line for a person to read)
        _end(line, started, state=AnalysisRun.State.FAILED, error=traceback.format_exc()[-4000:])
        _log.warning("analysis failed", analysis=analysis.name, exc_info=True)
        return False
    except BaseException:
        give_up()
        raise
    finally:
        _under_way.discard(line.pk)
    _end(
        line,
        started,
        state=AnalysisRun.State.DONE,
        first_day=about.first_day,
        last_day=about.last_day,
        rows=about.rows,
        version=line.version,
    )
    return True


def cancel(name: str) -> bool:
    """Give up a run under way: its result will not be kept. False where none is running."""
    running = AnalysisRun.objects.filter(name=name, state=AnalysisRun.State.RUNNING)
    return bool(running.update(state=AnalysisRun.State.CANCELLED))


def give_up() -> None:
    """Give up what this process computes, since it ends: others need not wait for it."""
    running = AnalysisRun.objects.filter(pk__in=_under_way, state=AnalysisRun.State.RUNNING)
    running.update(state=AnalysisRun.State.CANCELLED)


class CancelledError(Exception):
    """Somebody gave the run up while it computed."""


def _compute(analysis: Analysis, line: AnalysisRun, now: datetime) -> results.About:
    folder, local = Path(settings.STORE), now.astimezone(ZoneInfo(settings.TIME_ZONE))
    opened = engine.tables(
        folder, settings.ENGINE, now=local, decisions=_decisions(), go_on=lambda: _go_on(line)
    )
    with opened as tables:
        days, module = _days(tables.facts), importlib.import_module(analysis.module)
        found = module.run(tables)
        _go_on(line)
        if hasattr(module, "version"):  # that of the model it works with
            line.version = f"{analysis.version}/{module.version()}"
        return results.keep(folder, analysis.name, found, now=local, days=days)


def _go_on(line: AnalysisRun) -> None:
    if not AnalysisRun.objects.filter(pk=line.pk, state=AnalysisRun.State.RUNNING).exists():
        raise CancelledError(line.name)


def _decisions() -> Decisions:
    found = decisions.constraints()
    return Decisions(found.together, found.apart, found.dismissed, projects.undertakings())


def _days(facts: Table) -> tuple[date | None, date | None]:
    ends = facts.aggregate(first=_.received_on.min(), last=_.received_on.max()).to_pyarrow()
    return ends["first"][0].as_py(), ends["last"][0].as_py()


def _is_due(analysis: Analysis, now: datetime) -> bool:
    last = AnalysisRun.objects.filter(name=analysis.name).order_by("-started_at").first()
    if last is None or last.version.partition("/")[0] != analysis.version:
        return True
    if last.started_at <= now - analysis.every:
        return True
    return analysis.after_decisions and _decided_since(last.started_at)


def _decided_since(moment: datetime) -> bool:
    return decisions.decided_since(moment) or projects.changed_since(moment)


def _begin(analysis: Analysis, now: datetime) -> AnalysisRun | None:
    """Open the run's line, unless another process has one open."""
    running = AnalysisRun.objects.filter(name=analysis.name, state=AnalysisRun.State.RUNNING)
    running.filter(started_at__lt=now - LONGEST).update(state=AnalysisRun.State.CANCELLED)
    try:
        with transaction.atomic():
            return AnalysisRun.objects.create(
                name=analysis.name, version=analysis.version, started_at=now
            )
    except IntegrityError:
        return None


def _end(line: AnalysisRun, started: float, **outcome: object) -> None:
    still = AnalysisRun.objects.filter(pk=line.pk, state=AnalysisRun.State.RUNNING)
    still.update(seconds=time.monotonic() - started, **outcome)
