"""Map: where the appeals of a period come from, as shaded areas or as heat."""

from datetime import timedelta
from typing import Any

import h3
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render

from jiesu.directory.lookup import areas
from jiesu.directory.models import Level
from jiesu.insight.analyses.places import CELL, SPANS
from jiesu.insight.reporting import figures
from jiesu.rules.roles import Permission
from jiesu.web.actors import Request, requires
from jiesu.web.board.figures import links, names, parameters

LEVELS = (Level.DISTRICT, Level.STREET, Level.COMMUNITY)
_MOST_ROWS = 60
_GEO = "application/geo+json"


@requires(Permission.BOARD_READ)
def page(request: Request) -> HttpResponse:
    """Show the map and the same numbers as a list."""
    about = figures.about("places")
    if about is None:
        return render(request, "board/never.html", {"tab": "map"})
    level = _level(request.GET.get("level", ""))
    counts = figures.places(_days(request), level)
    called, period = names.named(level, counts), _period(_days(request))
    rows = [
        {
            "name": called[code],
            "count": count,
            "href": links.appeals(level, code, **period),
        }
        for code, count in sorted(counts.items(), key=lambda pair: -pair[1])[:_MOST_ROWS]
    ]
    context = {
        "tab": "map",
        "about": about,
        "level": level,
        "levels": LEVELS,
        "days": _days(request),
        "spans": SPANS,
        "heat": request.GET.get("show") == "heat",
        "rows": rows,
        "most": max(counts.values(), default=0),
        "placed": sum(count for code, count in counts.items() if code),
        "query": request.GET.urlencode(),
    }
    return render(request, "board/map.html", context)


@requires(Permission.BOARD_READ)
def shaded(request: Request, level: str) -> HttpResponse:
    """Give the areas of one level as GeoJSON with `share` (of the largest, 0 to 1), title, href."""
    if level not in LEVELS:
        raise Http404
    days = _days(request)
    counts, period = figures.places(days, level), _period(days)
    most = max((count for code, count in counts.items() if code), default=0)
    outline = areas.outline(Level(level))
    for feature in outline["features"]:
        own = feature["properties"]
        count = counts.get(own["code"], 0)
        own |= {"share": count / most if most else 0, "title": f"{own['name']}: {count}"}
        own["href"] = links.appeals(level, own["code"], **period)
    return JsonResponse(outline, content_type=_GEO)


@requires(Permission.BOARD_READ)
def cells(request: Request) -> HttpResponse:
    """Give the middle of each H3 cell as a point with its `weight` (of the largest, 0 to 1)."""
    counts = figures.places(_days(request), CELL)
    most = max(counts.values(), default=0)
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": list(reversed(h3.cell_to_latlng(cell)))},
            "properties": {"weight": count / most},
        }
        for cell, count in counts.items()
    ]
    return JsonResponse({"type": "FeatureCollection", "features": features}, content_type=_GEO)


def _level(text: str) -> Level:
    return Level(text) if text in LEVELS else Level.STREET


def _days(request: Request) -> int:
    return parameters.number(request.GET.get("days"), SPANS, 30)


def _period(days: int) -> dict[str, Any]:
    """Give the first and the last day of what was counted."""
    about = figures.about("places")
    if about is None:
        return {}
    last = parameters.end_of(about, about.as_of.date())
    return {"first": last - timedelta(days=days - 1) if days else None, "last": last}
