"""Forecast: how many appeals will come, to plan the desk and the days."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from jiesu.insight.reporting import figures
from jiesu.insight.reporting.figures import Ahead
from jiesu.rules.roles import Permission
from jiesu.web.actors import Request, requires
from jiesu.web.board.figures import charts, names
from jiesu.web.board.figures.charts import Chart

_BY = ("service_1", "district")
_WEEK = timedelta(days=7)


@requires(Permission.BOARD_READ)
def page(request: Request) -> HttpResponse:
    """Show the past weeks and those to come, the hours of today and tomorrow, and each matter."""
    about = figures.about("forecast")
    days = figures.ahead("day", "all") if about else []
    if about is None or not days:
        return render(request, "board/never.html", {"tab": "forecast"})
    by = request.GET.get("by", "")
    by = by if by in _BY else _BY[0]
    start = next((one.time for one in days if one.mean is not None), None)
    context = {
        "tab": "forecast",
        "about": about,
        "by": by,
        "dimensions": {name: names.DIMENSIONS[name] for name in _BY},
        "by_name": names.DIMENSIONS[by],
        "charts": _charts(days, figures.ahead("hour", "all")) if start else [],
        "weeks": _weeks(by, start) if start else [],
        "stale": start is not None and start.date() < timezone.localdate(request.now) - _WEEK,
        "start": start,
    }
    return render(request, "board/forecast.html", context)


def _charts(days: list[Ahead], hours: list[Ahead]) -> list[Chart]:
    by_day = [f"{one.time:%Y-%m-%d}" for one in days]
    by_hour = [f"{one.time:%m-%d %H:00}" for one in hours]
    return [
        charts.ahead("days", _("Appeals by day, counted and expected"), by_day, days),
        charts.ahead("hours", _("Appeals expected in each hour"), by_hour, hours),
    ]


@dataclass(frozen=True)
class Week:
    """The seven days before and after the forecast begins, for one code."""

    name: str
    counted: int
    expected: float


def _weeks(by: str, start: datetime) -> list[Week]:
    """Compare the last seven days with the next seven, the most expected first."""
    counted: dict[str, int] = defaultdict(int)
    expected: dict[str, float] = defaultdict(float)
    for one in figures.ahead("day", by):
        if one.mean is None and one.time >= start - _WEEK:
            counted[one.code] += one.counted or 0
        if one.mean is not None and one.time < start + _WEEK:
            expected[one.code] += one.mean
    called = names.named(by, expected)
    weeks = [Week(called[code], counted[code], total) for code, total in expected.items()]
    return sorted(weeks, key=lambda one: -one.expected)
