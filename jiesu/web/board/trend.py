"""Trend: appeals by week, in all and by what they can be broken down by."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from jiesu.insight.reporting import figures
from jiesu.rules.roles import Permission
from jiesu.web.actors import Request, requires
from jiesu.web.board.figures import charts, links, names, parameters
from jiesu.web.board.figures.charts import Cell, Chart

WEEKS = (26, 52, 104, 0)  # looked back; 0: all
_LINES = 8
_MONTH = 4  # weeks compared with those before
_YEAR = 52
Weeks = dict[date, int]


@requires(Permission.BOARD_READ)
def page(request: Request) -> HttpResponse:
    """Show how volumes went."""
    about = figures.about("volumes")
    if about is None or about.first_day is None:
        return render(request, "board/never.html", {"tab": "trend"})
    by = request.GET.get("by", "")
    by = by if by in names.DIMENSIONS else "service_1"
    span = parameters.number(request.GET.get("weeks"), WEEKS, 52)
    end = parameters.end_of(about, timezone.localdate(request.now))
    weeks = _weeks(about.first_day, end, span)
    by_code = figures.weeks(by)
    whole = figures.weeks("all").get("", {})
    context = {
        "tab": "trend",
        "about": about,
        "by": by,
        "weeks": span,
        "dimensions": names.DIMENSIONS,
        "spans": WEEKS,
        "charts": [_whole(whole, weeks), _lines(by, by_code, weeks)],
        "changes": _changes(by, by_code, end),
        "by_name": names.DIMENSIONS[by],
    }
    return render(request, "board/trend.html", context)


def _weeks(first: date, end: date, span: int) -> list[date]:
    last = _monday(end)
    start = max(_monday(first), last - timedelta(weeks=span - 1)) if span else _monday(first)
    return [start + timedelta(weeks=n) for n in range((last - start).days // 7 + 1)]


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _whole(whole: Weeks, weeks: list[date]) -> Chart:
    counts = [whole.get(week, 0) for week in weeks]
    title = _("Appeals by week")
    chart = charts.over_time("whole", title, _said(weeks), {_("appeals"): counts}, bars=True)
    rows = [
        [Cell(str(week)), Cell(charts.number(count), links.week("all", "", week))]
        for week, count in zip(weeks, counts, strict=True)
    ]
    return Chart(chart.key, title, chart.option, chart.head, rows)


def _lines(by: str, by_code: dict[str, Weeks], weeks: list[date]) -> Chart:
    shown = set(weeks)
    sums = {code: sum(n for w, n in of.items() if w in shown) for code, of in by_code.items()}
    codes = sorted(sums, key=lambda code: -sums[code])[:_LINES]
    called = names.named(by, codes)
    series = {called[code]: [by_code[code].get(week, 0) for week in weeks] for code in codes}
    title = _("The largest, by {dimension}").format(dimension=names.DIMENSIONS[by])
    return charts.over_time("lines", title, _said(weeks), series, bars=False)


def _said(weeks: list[date]) -> list[str]:
    return [week.isoformat() for week in weeks]


@dataclass(frozen=True)
class Change:
    """The last four full weeks of one code, beside the four before and those of a year ago."""

    name: str
    recent: int
    before: int
    a_year_ago: int
    href: str

    @property
    def change(self) -> str:
        """Give the change against the four weeks before in percent, signed."""
        if not self.before:
            return "–"
        return f"{100 * (self.recent - self.before) / self.before:+.0f}%"


def _changes(by: str, by_code: dict[str, Weeks], end: date) -> list[Change]:
    """Compare full weeks only: one that has just begun would look like a fall."""
    last = _monday(end + timedelta(days=1)) - timedelta(weeks=1)
    first = last - timedelta(weeks=_MONTH - 1)
    called = names.named(by, by_code)
    found = [
        Change(
            called[code],
            _sum(weeks, first),
            _sum(weeks, first - timedelta(weeks=_MONTH)),
            _sum(weeks, first - timedelta(weeks=_YEAR)),
            links.appeals(by, code, first=first, last=last + timedelta(days=6)),
        )
        for code, weeks in by_code.items()
    ]
    return sorted(found, key=lambda one: (-one.recent, -one.before))[:100]


def _sum(weeks: Weeks, first: date) -> int:
    return sum(weeks.get(first + timedelta(weeks=n), 0) for n in range(_MONTH))
