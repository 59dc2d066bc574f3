"""How right is the machine: what it proposed, what people made of it, and how sure it was."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiesu.directory.policy import policy
from jiesu.insight.reporting import accuracy, figures
from jiesu.insight.reporting.accuracy import Right, Sum
from jiesu.insight.reporting.drill import Proposed
from jiesu.rules.measuring.rates import Rate
from jiesu.rules.roles import Permission
from jiesu.web.actors import Request, requires
from jiesu.web.board.figures import charts, links, parameters, rate_charts
from jiesu.web.board.figures.charts import Cell, Chart
from jiesu.web.board.rates import figure

SUBJECTS: dict[str, Promise] = {
    "service": gettext_lazy("service"),
    "unit": gettext_lazy("unit"),
    "urgency": gettext_lazy("urgency"),
    "duplicate": gettext_lazy("the same matter"),
    "group": gettext_lazy("group confirmed as an issue"),
}
# What a rule says is in order of fit and no probability: there is nothing to calibrate.
RULES = frozenset({"unit", "urgency"})
MONTHS = (3, 12, 0)


@dataclass(frozen=True)
class Counted:
    """A rate as a page shows it: in words, and the addresses of its two counts."""

    rate: Rate
    share: str
    interval: str
    numerator: str
    denominator: str


@dataclass(frozen=True)
class AcceptanceRow:
    """One subject or version: how often the first proposal was taken, and any of those shown."""

    name: str
    counted: tuple[Counted, Counted]
    confidence: str


@requires(Permission.BOARD_READ)
def page(request: Request) -> HttpResponse:
    """Show each kind of proposal, and one of them by confidence, month and model."""
    about = figures.about("accuracy")
    if about is None:
        return render(request, "board/never.html", {"tab": "proposals"})
    months = parameters.number(request.GET.get("months"), MONTHS, 12)
    since = _months_ago(timezone.localdate(request.now), months)
    rows = accuracy.counts(since)
    known = [subject for subject in SUBJECTS if any(row.subject == subject for row in rows)]
    subject = request.GET.get("subject", "")
    subject = subject if subject in known else next(iter(known), "")
    chosen = sorted((row for row in rows if row.subject == subject), key=_in_time)
    bins = accuracy.summed(sorted(chosen, key=lambda row: row.bin), lambda row: row.bin)
    context = {
        "tab": "proposals",
        "about": about,
        "months": months,
        "spans": MONTHS,
        "least": policy(on=timezone.localdate(request.now)).samples.least,
        "lines": _subjects(rows, since),
        "subject": subject,
        "subjects": {code: SUBJECTS[code] for code in known},
        "name": SUBJECTS.get(subject, ""),
        "versions": _versions(chosen, subject, since),
        "by_month": _by_month(chosen, subject) if chosen else None,
        "reliability": _reliability(bins, subject, since) if chosen else None,
        "error": charts.percent(accuracy.calibration_error(bins.values())),
        "rule": subject in RULES,
    }
    return render(request, "board/proposals.html", context)


def said(wanted: Proposed) -> list[str]:
    """Say in words which proposals the appeals of a list are behind."""
    parts = [_("proposed: {what}").format(what=SUBJECTS[wanted.subject])]
    if wanted.version:
        parts.append(wanted.version)
    if wanted.bin is not None:
        parts.append(_("confidence {bin}").format(bin=_bin(wanted.bin)))
    if wanted.first or wanted.last:
        span = f"{wanted.first or '…'} – {wanted.last or '…'}"
        parts.append(_("decided {span}").format(span=span))
    if wanted.taken or wanted.any:
        parts.append(
            _("the first was taken") if wanted.taken else _("one of those shown was taken")
        )
    return parts


def _months_ago(day: date, months: int) -> date | None:
    day = day.replace(day=1)
    for _month in range(months - 1):
        day = (day - timedelta(days=1)).replace(day=1)
    return day if months else None


def _in_time(row: Right) -> tuple[date, str, int]:
    return row.month, row.version, row.bin


def _subjects(rows: Iterable[Right], since: date | None) -> list[AcceptanceRow]:
    sums = accuracy.summed(rows, lambda row: row.subject)
    return [
        _line(str(name), sums[code], code, since=since)
        for code, name in SUBJECTS.items()
        if code in sums
    ]


def _versions(rows: Iterable[Right], subject: str, since: date | None) -> list[AcceptanceRow]:
    """Give one line for each version, the latest used first."""
    sums = accuracy.summed(rows, lambda row: row.version)
    return [
        _line(version, one, subject, version=version, since=since)
        for version, one in reversed(sums.items())
    ]


def _line(
    name: str, one: Sum, subject: str, *, version: str = "", since: date | None = None
) -> AcceptanceRow:
    first, among = (
        Counted(
            rate,
            *figure(rate),
            numerator=links.proposed(subject, version=version, first=since, taken=taken),
            denominator=links.proposed(subject, version=version, first=since),
        )
        for rate, taken in ((one.first, "first"), (one.any, "any"))
    )
    return AcceptanceRow(name, (first, among), charts.percent(one.confidence))


def _by_month(rows: Iterable[Right], subject: str) -> Chart:
    sums = accuracy.summed(rows, lambda row: row.month)
    times = [f"{month:%Y-%m}" for month in sums]
    chart = rate_charts.over_time(
        "by-month",
        _("Taken by people, by month of the decision"),
        times,
        {
            _("the first proposal was taken"): [one.first for one in sums.values()],
            _("one of those shown was taken"): [one.any for one in sums.values()],
        },
    )
    head = (_("month"), _("asked"), _("first taken"), _("share"), _("any taken"), _("share"))
    return Chart(
        chart.key,
        chart.title,
        chart.option,
        head,
        [_month_cells(month, one, subject) for month, one in sums.items()],
    )


def _month_cells(month: date, one: Sum, subject: str) -> list[Cell]:
    end = (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)

    def href(taken: str = "") -> str:
        return links.proposed(subject, first=month, last=end, taken=taken)

    return [
        Cell(f"{month:%Y-%m}"),
        Cell(str(one.first.denominator), href()),
        Cell(str(one.first.numerator), href("first")),
        Cell(charts.percent(one.first.share)),
        Cell(str(one.any.numerator), href("any")),
        Cell(charts.percent(one.any.share)),
    ]


def _reliability(bins: dict[int, Sum], subject: str, since: date | None) -> Chart | None:
    """Draw how often proposals of each confidence were taken, beside how sure they were."""
    known = {number: one for number, one in bins.items() if number >= 0}
    if not known:
        return None
    chart = rate_charts.reliability(
        "by-confidence",
        _("As sure as right?"),
        [(_bin(number), one.first, one.confidence) for number, one in known.items()],
    )
    head = (_("confidence"), _("mean"), _("taken"), _("of"), _("share"), _("interval"))
    rows = [_bin_cells(number, one, subject, since) for number, one in known.items()]
    return Chart(chart.key, chart.title, chart.option, head, rows)


def _bin_cells(number: int, one: Sum, subject: str, since: date | None) -> list[Cell]:
    share, interval = figure(one.first)
    taken = links.proposed(subject, tenth=number, first=since, taken="first")
    return [
        Cell(_bin(number)),
        Cell(charts.percent(one.confidence)),
        Cell(str(one.first.numerator), taken),
        Cell(str(one.first.denominator), links.proposed(subject, tenth=number, first=since)),
        Cell(share),
        Cell(interval),
    ]


def _bin(number: int) -> str:
    return f"{10 * number}–{10 * (number + 1)}%" if number >= 0 else _("not known")
