"""Warnings: where more comes than was to be expected, drawn, and open down to the appeals."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from jiesu.insight.reporting import figures
from jiesu.insight.reporting.figures import Surge
from jiesu.rules.roles import Permission
from jiesu.web.actors import Request, requires
from jiesu.web.board.figures import charts, links, names
from jiesu.web.board.figures.charts import Cell, Chart

_MOST = 12
_FEWEST = 3  # appeals since it began; less than that is no news


@dataclass(frozen=True)
class Warned:
    """A stream in alarm, in words, with its drawing and the way to its appeals."""

    title: str
    since: date
    came: int
    usual: float
    now: bool
    href: str
    chart: Chart


@requires(Permission.BOARD_READ)
def page(request: Request) -> HttpResponse:
    """Show the streams in alarm, those in alarm now first, then by how sure it is."""
    about = figures.about("surges")
    if about is None:
        return render(request, "board/never.html", {"tab": "warnings"})
    found = figures.surges()
    called = {
        dimension: names.named(dimension, [getattr(one, of) for one in found])
        for dimension, of in (("service_2", "service"), ("district", "area"))
    }
    warned = [_warned(number, one, called) for number, one in enumerate(found)]
    shown = [one for one in warned if one.came >= _FEWEST][:_MOST]
    context = {"tab": "warnings", "about": about, "warned": shown, "count": len(found)}
    return render(request, "board/warnings.html", context)


def _warned(number: int, one: Surge, called: dict[str, dict[str, str]]) -> Warned:
    where = called["district"][one.area] if one.area else _("place unknown")
    what = called["service_2"][one.service] if one.service else _("matter unknown")
    since = max(one.since, one.days[0]["day"])
    of_it = [day for day in one.days if day["day"] >= since]
    title = f"{what} · {where}"
    return Warned(
        title=title,
        since=since,
        came=sum(day["came"] for day in of_it),
        usual=sum(day["expected"] for day in of_it),
        now=one.days[-1]["alarm"],
        href=_appeals(one, since, one.days[-1]["day"]),
        chart=_drawn(f"surge-{number}", title, one),
    )


def _appeals(one: Surge, first: date, last: date) -> str:
    return links.appeals("service_2", one.service, first=first, last=last, district=one.area)


def _drawn(key: str, title: str, one: Surge) -> Chart:
    """Draw what came beside what was expected, and the band in which nine days of ten lie."""
    days = [day["day"].isoformat() for day in one.days]
    series = {
        _("came"): [day["came"] for day in one.days],
        _("expected"): [round(day["expected"], 2) for day in one.days],
        _("usually at most"): [day["high"] for day in one.days],
    }
    chart = charts.over_time(key, title, days, series)
    chart.option["series"][0]["type"] = "bar"
    chart.option["series"][2]["step"] = "middle"
    chart.option["yAxis"]["minInterval"] = 1
    return Chart(key, title, chart.option, chart.head, _linked(one, chart.rows))


def _linked(one: Surge, rows: Sequence[Sequence[Cell]]) -> list[list[Cell]]:
    return [
        [on, Cell(came.text, _appeals(one, day["day"], day["day"])), *rest]
        for day, (on, came, *rest) in zip(one.days, rows, strict=True)
    ]
