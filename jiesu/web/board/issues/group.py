"""One group: since when, where, by whom, what was said, what was answered, and what is like it."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from jiesu.casework.issues import decisions, projects
from jiesu.casework.reading import deidentified
from jiesu.casework.reading.deidentified import DeidentifiedAppeal
from jiesu.casework.reading.rows import Project
from jiesu.insight.reporting import figures
from jiesu.insight.reporting.figures import GroupFilter, Hot, Member
from jiesu.rules.roles import Permission
from jiesu.web.actors import Request, requires
from jiesu.web.board.figures import charts, names
from jiesu.web.board.figures.charts import Chart
from jiesu.web.board.issues import reasons
from jiesu.web.board.issues.hot import items

_PAGE = 20
_DAYS = 70  # a group that lasted no longer is drawn by day


@dataclass(frozen=True)
class Voice:
    """One appeal of the group: why it is here, its words, and what the facts say of it."""

    member: Member
    told: DeidentifiedAppeal | None
    tie: str


@requires(Permission.BOARD_READ)
def page(request: Request, number: int) -> HttpResponse:
    """Show one group; the address of one that was renumbered leads to where its appeal is now."""
    members = figures.members(number, actor=request.actor)
    if not members:
        return _moved(number)
    hot = _heat(number)
    shown = Paginator(members, _PAGE).get_page(request.GET.get("page"))
    item = items([hot], first=1, actor=request.actor)[0] if hot else None
    context = {
        "tab": "hot",
        "number": number,
        "item": item,
        "parts": [(name, hot.parts[part]) for part, name in reasons.PARTS.items()] if hot else [],
        "timeline": _timeline(members),
        "placed": any(member.lat is not None for member in members),
        "units": _units(members),
        "voices": _voices(list(shown), request),
        "page": shown,
        "count": len(members),
        "alike": items(figures.alike(number), first=1, actor=request.actor),
        "projects": _projects(request, hot),
        "may_keep": request.actor.may(Permission.PROJECT_KEEP),
        "may_decide": request.actor.may(Permission.GROUP_DECIDE),
        "decisions": decisions.decisions_about(
            [member.appeal_id for member in members], actor=request.actor
        ),
    }
    return render(request, "board/group.html", context)


@requires(Permission.BOARD_READ)
def points(request: Request, number: int) -> HttpResponse:
    """Give the places of a group's appeals as GeoJSON."""
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [member.lon, member.lat]},
            "properties": {
                "title": f"{member.received_on} · {member.appeal_id}",
                "href": f"#appeal-{member.appeal_id}",
            },
        }
        for member in figures.members(number, actor=request.actor)
        if member.lat is not None
    ]
    collection = {"type": "FeatureCollection", "features": features}
    return JsonResponse(collection, content_type="application/geo+json")


def _moved(number: int) -> HttpResponseRedirect:
    now_in = figures.group_of(number)
    if now_in in {None, number}:  # or all it has is kept from who asks
        raise Http404(_("This appeal is in no group now."))
    return redirect("board_group", now_in)


def _projects(request: Request, hot: Hot | None) -> list[Project]:
    if hot is None or not hot.issue_id:
        return []
    return projects.about(hot.issue_id, actor=request.actor)


def _heat(number: int) -> Hot | None:
    """Give the group's heat over all days."""
    found = figures.hot(GroupFilter(0, dismissed=True, groups=(number,)))
    return found[0] if found else None


def _timeline(members: list[Member]) -> Chart:
    days = [member.received_on for member in members]
    first, last = min(days), max(days)
    step = 1 if (last - first).days <= _DAYS else 7
    counts = Counter((day - first).days // step for day in days)
    slots = range((last - first).days // step + 1)
    times = [_day(first, slot * step) for slot in slots]
    title = _("Appeals by day") if step == 1 else _("Appeals by week")
    series = {_("appeals"): [counts[slot] for slot in slots]}
    return charts.over_time("timeline", title, times, series, bars=True)


def _day(first: date, days: int) -> str:
    return (first + timedelta(days=days)).isoformat()


def _units(members: list[Member]) -> list[dict[str, Any]]:
    """Count appeals and those answered, by unit."""
    counts = Counter(member.unit or "" for member in members)
    called = names.named("unit", counts)
    ended = Counter(member.unit or "" for member in members if member.outcome != "none")
    return [
        {"name": called[code], "appeals": count, "ended": ended[code]}
        for code, count in counts.most_common()
    ]


def _voices(members: list[Member], request: Request) -> list[Voice]:
    told: dict[int, DeidentifiedAppeal] = {}
    if request.actor.may(Permission.TEXT_READ):
        told = deidentified.told([m.appeal_id for m in members], actor=request.actor)
    return [Voice(one, told.get(one.appeal_id), reasons.tie(one.because)) for one in members]
