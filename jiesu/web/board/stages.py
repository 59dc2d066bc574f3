"""Times: how long each stage takes, by month and by unit."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiesu.insight.reporting import figures
from jiesu.rules.roles import Permission
from jiesu.web.actors import Request, requires
from jiesu.web.board.figures import charts, names
from jiesu.web.board.figures.charts import Cell, Chart

STAGES: dict[str, Promise] = {
    "accept": gettext_lazy("to acceptance"),
    "dispatch": gettext_lazy("acceptance to dispatch"),
    "sign": gettext_lazy("dispatch to signature"),
    "first_contact": gettext_lazy("dispatch to first contact"),
    "reply": gettext_lazy("dispatch to reply"),
    "whole": gettext_lazy("the whole way"),
}
_DAY = 24


@requires(Permission.BOARD_READ)
def page(request: Request) -> HttpResponse:
    """Show where the time goes."""
    about = figures.about("durations")
    if about is None:
        return render(request, "board/never.html", {"tab": "times"})
    by = request.GET.get("by", "")
    by = by if by in {"unit", "service_1", "district"} else "unit"
    rows = figures.stages("all")
    months = sorted({row["month"] for row in rows})[-24:]
    context = {
        "tab": "times",
        "about": about,
        "by": by,
        "by_name": names.DIMENSIONS[by],
        "dimensions": {one: names.DIMENSIONS[one] for one in ("unit", "service_1", "district")},
        "charts": [_chart(rows, months)] if rows else [],
        "stages": STAGES.values(),
        "table": _table(by, months[-1] if months else None),
        "month": months[-1] if months else None,
    }
    return render(request, "board/times.html", context)


def _chart(rows: list[dict[str, Any]], months: list[date]) -> Chart:
    """Draw the median of each stage in days, month by month."""
    median = {(row["stage"], row["month"]): row["median"] for row in rows}
    times = [f"{month:%Y-%m}" for month in months]
    series = {
        str(name): [_days(median.get((stage, month))) for month in months]
        for stage, name in STAGES.items()
    }
    return charts.over_time("stages", _("Median of each stage, in days"), times, series)


def _days(hours: float | None) -> float | None:
    return None if hours is None else round(hours / _DAY, 2)


def _table(by: str, month: date | None) -> list[list[Cell]]:
    """Give median and nine tenths of each stage in the last month, by one dimension."""
    if month is None:
        return []
    found: dict[str, dict[str, str]] = {}
    for row in figures.stages(by, month):
        said = f"{charts.number(row['median'], 1)} / {charts.number(row['nine_tenths'], 1)}"
        found.setdefault(row["code"], {})[row["stage"]] = said
    called = names.named(by, found)
    return [
        [Cell(called[code]), *(Cell(stages.get(stage, "–")) for stage in STAGES)]
        for code, stages in sorted(found.items(), key=lambda pair: called[pair[0]])
    ]
