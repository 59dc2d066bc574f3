"""Charts of rates: each with the interval in which it would lie 95 times of 100."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from jiesu.rules.measuring.rates import Rate
from jiesu.web.board.figures import charts
from jiesu.web.board.figures.charts import Chart, Option

_PERCENT = {"type": "value", "min": 0, "max": 100, "axisLabel": {"formatter": "{value}%"}}
Confidence = tuple[str, Rate, float | None]  # a bin's name, what was taken, mean confidence


def intervals(key: str, title: str, lines: Sequence[tuple[str, Rate]]) -> Chart:
    """Draw rates as points with the interval in which they would lie 95 times of 100."""
    known = [(name, rate) for name, rate in lines if rate.interval and rate.share is not None]
    drawn = list(reversed(known))
    spans = [_percents(rate) for _name, rate in drawn]
    bar = {"type": "bar", "stack": "interval", "barWidth": 8}
    option = {
        "grid": charts.GRID,
        "tooltip": {"trigger": "item"},
        "xAxis": _PERCENT,
        "yAxis": charts.by_name([name for name, _rate in drawn]),
        "media": [charts.ON_A_PHONE],
        "series": [
            bar | {"itemStyle": {"opacity": 0}, "silent": True, "data": [low for low, *_ in spans]},
            bar
            | {
                "name": _("interval"),
                "itemStyle": {"color": "token:--series-1", "opacity": 0.35},
                "data": [round(high - low, 1) for low, _share, high in spans],
            },
            {
                "name": _("rate"),
                "type": "scatter",
                "symbolSize": 11,
                "itemStyle": {"color": "token:--series-1"},
                "data": [share for _low, share, _high in spans],
            },
        ],
    }
    return Chart(key, title, option, (), (), tall=len(drawn) > charts.MOST_BARS)


def _percents(rate: Rate) -> tuple[float, float, float]:
    low, high = rate.interval or (0.0, 0.0)
    return round(100 * low, 1), round(100 * (rate.share or 0.0), 1), round(100 * high, 1)


def over_time(
    key: str, title: str, times: Sequence[str], series: Mapping[str, Sequence[Rate]]
) -> Chart:
    """Draw shares over time as lines, in per cent."""
    lines = [
        {
            "name": name,
            "type": "line",
            "showSymbol": len(times) < charts.FEW,
            "data": [_percents(rate)[1] for rate in rates],
        }
        for name, rates in series.items()
    ]
    option = _upright(times) | {"series": lines}
    return Chart(key, title, option, (), ())


def reliability(key: str, title: str, bins: Sequence[Confidence]) -> Chart:
    """Draw how often proposals of each confidence were taken, and where they would lie if right.

    Each point has its interval as a bar.
    """
    spans = [_percents(rate) for _name, rate, _sure in bins]
    sure = [None if mean is None else round(100 * mean, 1) for _name, _rate, mean in bins]
    bar = {"type": "bar", "stack": "interval", "barMaxWidth": 10}
    option = _upright([name for name, _rate, _sure in bins])
    option["series"] = [
        bar
        | {
            "itemStyle": {"opacity": 0},
            "tooltip": {"show": False},
            "silent": True,
            "data": [low for low, *_ in spans],
        },
        bar
        | {
            "name": _("interval"),
            "itemStyle": {"color": "token:--series-1", "opacity": 0.35},
            "tooltip": {"show": False},
            "data": [round(high - low, 1) for low, _share, high in spans],
        },
        {
            "name": _("taken"),
            "type": "scatter",
            "symbolSize": 11,
            "itemStyle": {"color": "token:--series-1"},
            "data": [share for _low, share, _high in spans],
        },
        {
            "name": _("as sure as it was"),
            "type": "line",
            "symbol": "none",
            "lineStyle": {"type": "dashed"},
            "itemStyle": {"color": "token:--series-2"},
            "data": sure,
        },
    ]
    option["legend"]["data"] = [_("taken"), _("as sure as it was"), _("interval")]
    return Chart(key, title, option, (), ())


def _upright(names: Sequence[str]) -> Option:
    return {
        "grid": charts.GRID,
        "legend": {"top": 0, "left": 0, "type": "scroll"},
        "tooltip": {"trigger": "axis"},
        "xAxis": {"type": "category", "data": list(names)},
        "yAxis": _PERCENT,
    }
