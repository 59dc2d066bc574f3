"""The public part: how much was said, about what, where, and what came of it; nobody's words."""

from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from jiesu.casework.reading import gate
from jiesu.casework.reading.gate import PUBLIC
from jiesu.insight.reporting import figures
from jiesu.rules.measuring.measures import MEASURES
from jiesu.rules.measuring.rates import Rate
from jiesu.rules.visibility import Count
from jiesu.web.actors import Request, resident
from jiesu.web.board import rates
from jiesu.web.board.figures import charts, names, parameters

_WEEKS = 52


@resident
def page(request: Request) -> HttpResponse:
    """Show everybody the city's figures of a year."""
    about = figures.about("volumes")
    if about is None or about.first_day is None:
        return render(request, "board/public.html", {"about": None})
    end = parameters.end_of(about, timezone.localdate(request.now))
    monday = end - timedelta(days=end.weekday())
    weeks = [monday - timedelta(weeks=n) for n in reversed(range(_WEEKS))]
    whole = figures.weeks("all", weeks[0]).get("", {})
    counts = [whole.get(week, 0) for week in weeks]
    title = _("Appeals by week")
    said = [week.isoformat() for week in weeks]
    context = {
        "about": about,
        "sum": sum(counts),
        "chart": charts.over_time("weeks", title, said, {_("appeals"): counts}, bars=True),
        "tables": [_table(by, weeks) for by in ("service_1", "district")],
        "rates": _rates(),
    }
    return render(request, "board/public.html", context)


def _table(by: str, weeks: list[date]) -> dict[str, object]:
    sums = {code: sum(of.values()) for code, of in figures.weeks(by, weeks[0]).items()}
    called = names.named(by, sums)
    told = gate.counts(sums, actor=PUBLIC)
    rows = [
        (called[code], _said(told[code]), told[code].number or 0)
        for code, _count in sorted(sums.items(), key=lambda pair: -pair[1])
    ]
    return {
        "by": names.DIMENSIONS[by],
        "rows": rows,
        "most": max((row[2] for row in rows), default=0),
    }


def _said(count: Count) -> str:
    return str(count) if count.number is None else charts.number(count.number)


def _rates() -> list[dict[str, object]]:
    whole = figures.pooled(figures.rates())
    found = []
    for code in (*rates.THREE, "reach_rate", "on_time_rate"):
        rate = whole.get(code, Rate(0, 0))
        share, interval = rates.figure(rate)
        found.append(
            rates.definition(MEASURES[code]) | {"rate": rate, "share": share, "interval": interval}
        )
    return found
