"""Charts, each with the same numbers as a table; colours are tokens that follow the theme."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from jiesu.insight.reporting.figures import Ahead, Today

Option = dict[str, Any]
# Room for the whole of every label; `containLabel` cuts some names at their beginning.
GRID = {
    "left": 8,
    "right": 16,
    "top": 36,
    "bottom": 8,
    "outerBoundsMode": "same",
    "outerBoundsContain": "all",
}
MOST_BARS = 12
FEW = 10  # points so few that each is marked
# Every name beside its bar, cut with an ellipsis where it would leave the bars no room.
_EVERY_NAME = {"interval": 0, "width": 220, "overflow": "truncate"}
ON_A_PHONE = {
    "query": {"maxWidth": 480},
    "option": {"yAxis": {"axisLabel": {"width": 120}}},
}
Series = Mapping[str, Sequence[float | None]]


@dataclass(frozen=True)
class Cell:
    """One cell of a table: its text, and where it leads."""

    text: str
    href: str = ""


@dataclass(frozen=True)
class Chart:
    """A drawing (an ECharts option) and its numbers; `key` is the id of its data in the page."""

    key: str
    title: str
    option: Option
    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    tall: bool = False


def number(value: float | None, digits: int = 0) -> str:
    """Write a number as people read it; a dash for none."""
    return "–" if value is None else f"{value:,.{digits}f}"


def percent(share: float | None) -> str:
    """Write a share in percent; a dash where there was nothing to count."""
    return "–" if share is None else f"{100 * share:.1f}%"


def beside_usual(
    key: str, title: str, lines: Sequence[tuple[str, Today, str]], *, over: bool
) -> Chart:
    """Draw a day's counts as bars with a mark where they usually stand, at this hour of today.

    `lines` are (name, line, address of the appeals), the largest first; `over` tells a day of the
    past from today.
    """
    drawn = list(reversed(lines[:MOST_BARS]))
    option = {
        "grid": GRID,
        "legend": {"top": 0, "left": 0},
        "tooltip": {"trigger": "axis"},
        "xAxis": {"type": "value", "minInterval": 1},
        "yAxis": by_name([name for name, _line, _href in drawn]),
        "media": [ON_A_PHONE],
        "series": [
            {
                "name": _("on this day") if over else _("today"),
                "type": "bar",
                "barMaxWidth": 16,
                "data": [line.by_hour for _name, line, _href in drawn],
            },
            {
                "name": _("usually on this weekday") if over else _("usually by this hour"),
                "type": "scatter",
                "symbol": "rect",
                "symbolSize": [3, 18],
                "itemStyle": {"color": "token:--series-2"},
                "data": [line.usual for _name, line, _href in drawn],
            },
        ],
    }
    so_far = _("on this day") if over else _("today so far")
    head = (_("name"), so_far, _("by the full hour"), _("usually"), _("least–most"))
    return Chart(key, title, option, head, [_line(*line) for line in lines])


def by_name(names: list[str]) -> Option:
    """Give an axis with every name on it."""
    return {"type": "category", "data": names, "axisLabel": _EVERY_NAME}


def _line(name: str, line: Today, href: str) -> list[Cell]:
    return [
        Cell(name),
        Cell(number(line.appeals), href),
        Cell(number(line.by_hour)),
        Cell(number(line.usual, 1)),
        Cell(f"{line.least}–{line.most}"),
    ]


def over_time(
    key: str, title: str, times: Sequence[str], series: Series, *, bars: bool = False
) -> Chart:
    """Draw counts over time: one series as bars, several as lines."""
    option = {
        "grid": GRID,
        "legend": {"top": 0, "left": 0, "type": "scroll", "show": len(series) > 1},
        "tooltip": {"trigger": "axis"},
        "xAxis": {"type": "category", "data": list(times)},
        "yAxis": {"type": "value"},
        "series": [
            {
                "name": name,
                "type": "bar" if bars else "line",
                "showSymbol": len(times) < FEW,
                "connectNulls": True,
                "data": list(values),
            }
            for name, values in series.items()
        ],
    }
    rows = [
        [Cell(time), *(Cell(_short(values[at])) for values in series.values())]
        for at, time in enumerate(times)
    ]
    return Chart(key, title, option, (_("from"), *series), rows)


def ahead(key: str, title: str, times: Sequence[str], lines: Sequence[Ahead]) -> Chart:
    """Draw what was counted, then what is expected within the band of its interval."""
    low = [one.low for one in lines]
    high = [one.high for one in lines]
    known = [one.counted for one in lines]
    # A band is an invisible area with another stacked on it.
    width = [None if a is None or b is None else b - a for a, b in zip(low, high, strict=True)]
    band = {"type": "line", "stack": "band", "symbol": "none", "silent": True}
    band |= {"lineStyle": {"opacity": 0}, "itemStyle": {"color": "token:--series-2"}}
    line = {"type": "line", "showSymbol": False}
    option = {
        "grid": GRID,
        "legend": {"top": 0, "left": 0, "data": [_("counted"), _("expected"), _("90 of 100")]},
        "tooltip": {"trigger": "axis"},
        "xAxis": {"type": "category", "data": list(times)},
        "yAxis": {"type": "value"},
        "series": [
            line | {"name": _("counted"), "data": known},
            line
            | {
                "name": _("expected"),
                "lineStyle": {"type": "dashed"},
                "itemStyle": {"color": "token:--series-2"},
                "data": [one.mean and round(one.mean, 1) for one in lines],
            },
            band | {"name": "low", "tooltip": {"show": False}, "data": low},
            band
            | {
                "name": _("90 of 100"),
                "tooltip": {"show": False},
                "areaStyle": {"color": "token:--series-2", "opacity": 0.2},
                "data": width,
            },
        ],
    }
    head = (_("from"), _("counted"), _("expected"), _("at least"), _("at most"))
    rows = [
        [Cell(time), *map(Cell, map(_short, (one.counted, one.mean, one.low, one.high)))]
        for time, one in zip(times, lines, strict=True)
    ]
    return Chart(key, title, option, head, rows)


def _short(value: float | None) -> str:
    return number(value, 0 if value is None or value == int(value) else 2)
