"""Today: what came in, beside what usually comes by this hour; what is owed and late."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from jiesu.insight.reporting import drill, figures
from jiesu.insight.reporting.figures import Today
from jiesu.rules.roles import Permission
from jiesu.web.actors import Request, requires
from jiesu.web.board.figures import charts, links, names
from jiesu.web.board.figures.charts import Chart
from jiesu.web.board.figures.parameters import day_of

SHOWN = ("all", "service_1", "district", "unit", "channel")
_UNUSUAL = 6
_FEWEST = 3  # appeals; one or two more than none are no news


@requires(Permission.BOARD_READ)
def page(request: Request) -> HttpResponse:
    """Show this day, or one that is over."""
    about = figures.about("today")
    today = timezone.localdate(request.now)
    on = day_of(request.GET.get("on"))
    if about is None:
        return render(request, "board/never.html", {"tab": "today"})
    past = on if on and on < today else None
    lines = drill.day(past, SHOWN) if past else {one: figures.today(one) for one in SHOWN}
    whole = lines["all"][0] if lines["all"] else None
    context = {
        "tab": "today",
        "about": about,
        "past": past,
        "day": past or today,
        "whole": whole,
        "scale": max(whole.by_hour, whole.most) if whole else 0,
        "standing": {} if past else figures.standing().get("", {}),
        "last_day": about.last_day,
        "charts": [_chart(one, lines[one], past, today) for one in SHOWN[1:] if lines[one]],
        "unusual": _unusual(lines, past or today),
        "link": links.appeals(first=past or today, last=past or today),
    }
    return render(request, "board/today.html", context)


def _chart(dimension: str, lines: Sequence[Today], past: date | None, today: date) -> Chart:
    day = past or today
    called = names.named(dimension, (line.code for line in lines))
    rows = [
        (called[line.code], line, links.appeals(dimension, line.code, first=day, last=day))
        for line in lines
    ]
    title = _("By {dimension}").format(dimension=names.DIMENSIONS[dimension])
    return charts.beside_usual(f"today-{dimension}", title, rows, over=past is not None)


@dataclass(frozen=True)
class Unusual:
    """What came more often than on any day it is compared with."""

    name: str
    line: Today
    href: str


def _unusual(lines: dict[str, list[Today]], day: date) -> list[Unusual]:
    """Name what is unusual, the furthest above first."""
    found = []
    for dimension in ("service_1", "district", "unit"):
        called = names.named(dimension, (line.code for line in lines[dimension]))
        for line in lines[dimension]:
            if line.unusual and line.code and line.by_hour >= _FEWEST:
                href = links.appeals(dimension, line.code, first=day, last=day)
                found.append(Unusual(called[line.code], line, href))
    found.sort(key=lambda one: one.line.most - one.line.by_hour)
    return found[:_UNUSUAL]
