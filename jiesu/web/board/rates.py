"""Rates: what was promised and kept, by unit, each with its two counts and its interval."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jiesu.directory.policy import policy
from jiesu.insight.reporting import figures
from jiesu.insight.reporting.figures import Rates
from jiesu.rules.measuring.measures import MEASURES, Measure
from jiesu.rules.measuring.rates import Rate
from jiesu.rules.roles import Permission
from jiesu.web.actors import Request, requires
from jiesu.web.board.figures import charts, links, names, parameters, rate_charts

THREE = ("response_rate", "resolution_rate", "satisfaction_rate")
BESIDE = ("reach_rate", "on_time_rate", "on_time_rate_extended")
MONTHS = (1, 3, 12, 0)
_PAGE = 30


@dataclass(frozen=True)
class Figure:
    """One rate of one unit, and the addresses of its two counts."""

    rate: Rate
    share: str
    interval: str
    numerator: str
    denominator: str


@dataclass(frozen=True)
class UnitRates:
    """One unit and its rates, in the order of the head."""

    name: str
    figures: list[Figure]


@requires(Permission.BOARD_READ)
def page(request: Request) -> HttpResponse:
    """Show the three rates by unit, reach and time beside them."""
    about = figures.about("rates")
    if about is None:
        return render(request, "board/never.html", {"tab": "rates"})
    months = parameters.number(request.GET.get("months"), MONTHS, 3)
    first = _first(parameters.end_of(about, timezone.localdate(request.now)), months)
    drawn = request.GET.get("measure", "")
    drawn = drawn if drawn in THREE + BESIDE else THREE[1]
    by_unit = figures.rates(first)
    codes = sorted(by_unit, key=lambda code: -_cases(by_unit[code]))
    called = names.named("unit", codes)
    whole = _line(_("all units"), "", figures.pooled(by_unit), first, everything=True)
    shown = Paginator(codes, _PAGE).get_page(request.GET.get("page"))
    lines = [_line(called[code], code, by_unit[code], first) for code in shown]
    compared = [(called[code], by_unit[code][drawn]) for code in shown]
    context = {
        "tab": "rates",
        "about": about,
        "months": months,
        "spans": MONTHS,
        "head": [(code, said(MEASURES[code])) for code in THREE + BESIDE],
        "least": policy(on=timezone.localdate(request.now)).samples.least,
        "drawn": drawn,
        "whole": whole,
        "lines": lines,
        "page": shown,
        "chart": rate_charts.intervals("rates", said(MEASURES[drawn]), compared),
        "drawable": any(rate.denominator for _name, rate in compared),
        "definitions": [definition(MEASURES[code]) for code in THREE + BESIDE],
    }
    return render(request, "board/rates.html", context)


def said(measure: Measure) -> str:
    """Name a measure in the reader's language."""
    return measure.zh if _chinese() else measure.en


def definition(measure: Measure) -> dict[str, str]:
    """Say what a measure counts and among what."""
    counted, among = measure.counted, measure.among
    return {
        "name": said(measure),
        "counted": counted.zh if _chinese() else counted.en,
        "among": among.zh if _chinese() else among.en,
    }


def figure(rate: Rate) -> tuple[str, str]:
    """Write a rate's share and its interval."""
    low, high = rate.interval or (None, None)
    said_interval = f"{charts.percent(low)}–{charts.percent(high)}" if rate.interval else ""
    return charts.percent(rate.share), said_interval


def _chinese() -> bool:
    return (get_language() or "").startswith("zh")


def _first(end: date, months: int) -> date | None:
    """Give the first day of the month that begins the period."""
    day = end.replace(day=1)
    for _month in range(months - 1):
        day = (day - timedelta(days=1)).replace(day=1)
    return day if months else None


def _cases(rates: Rates) -> int:
    return rates["on_time_rate"].denominator


def _line(
    name: str, code: str, rates: Rates, first: date | None, *, everything: bool = False
) -> UnitRates:
    dimension = "all" if everything else "unit"
    found = []
    for measure in THREE + BESIDE:
        rate = rates.get(measure, Rate(0, 0))
        share, interval = figure(rate)
        counted, among = (
            links.appeals(dimension, code, first=first, measure=measure, counted=counted)
            for counted in (True, False)
        )
        found.append(Figure(rate, share, interval, counted, among))
    return UnitRates(name, found)
