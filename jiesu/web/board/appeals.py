"""The appeals behind a number."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from jiesu.casework.issues import projects
from jiesu.casework.issues.measures_taken import Undertaking
from jiesu.casework.reading import deidentified
from jiesu.insight.reporting import drill
from jiesu.insight.reporting.drill import AppealFilter, Proposed
from jiesu.rules.measuring.measures import MEASURES
from jiesu.rules.roles import Permission
from jiesu.web.actors import Request, requires
from jiesu.web.board import proposals, rates
from jiesu.web.board.figures import names, parameters


@requires(Permission.BOARD_READ)
def page(request: Request) -> HttpResponse:
    """List them, the latest first; titles only for those who may read texts."""
    wanted = _wanted(request)
    number = parameters.page(request.GET.get("page"))
    found = drill.appeals(wanted, page=number, actor=request.actor, now=request.now)
    pages = Paginator(range(found.count), drill.PAGE)
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "tab": "",
        "count": found.count,
        "page": pages.get_page(number),
        "query": query.urlencode(),
        "rows": _rows(found.rows, request),
        "what": _what(wanted),
        "wanted": wanted,
        "texts": request.actor.may(Permission.TEXT_READ),
    }
    return render(request, "board/appeals.html", context)


def _wanted(request: Request) -> AppealFilter:
    try:
        return AppealFilter(
            dimension=request.GET.get("dimension", "all"),
            code=request.GET.get("code", ""),
            first=parameters.day_of(request.GET.get("first")),
            last=parameters.day_of(request.GET.get("last")),
            measure=request.GET.get("measure", ""),
            counted=request.GET.get("counted") == "1",
            district=request.GET.get("district", ""),
            proposed=_proposed(request),
            project=_project(request),
        )
    except ValueError:
        raise Http404 from None


def _project(request: Request) -> Undertaking | None:
    number = request.GET.get("project", "")
    if not number:
        return None
    return projects.undertaking(projects.one(int(number), actor=request.actor))


def _proposed(request: Request) -> Proposed | None:
    subject = request.GET.get("subject", "")
    if not subject:
        return None
    if subject not in proposals.SUBJECTS:
        raise ValueError(subject)
    tenth = request.GET.get("bin", "")
    return Proposed(
        subject=subject,
        version=request.GET.get("version", ""),
        bin=int(tenth) if tenth else None,
        first=parameters.day_of(request.GET.get("decided_first")),
        last=parameters.day_of(request.GET.get("decided_last")),
        taken=request.GET.get("taken") == "first",
        any=request.GET.get("taken") == "any",
    )


def _rows(found: list[dict[str, Any]], request: Request) -> list[dict[str, Any]]:
    called = names.of_rows(found)
    titles: dict[int, str] = {}
    if request.actor.may(Permission.TEXT_READ):
        titles = deidentified.titles((row["appeal_id"] for row in found), actor=request.actor)
    return [
        row
        | {
            "title": titles.get(row["appeal_id"], ""),
            "service": called.get(row["service_3"] or row["service_2"] or row["service_1"], ""),
            "area": called.get(row["street"] or row["district"], ""),
            "unit_name": called.get(row["unit"], ""),
        }
        for row in found
    ]


def _what(wanted: AppealFilter) -> list[str]:
    """Say what the list holds."""
    said = []
    if wanted.dimension != "all":
        called = names.named(wanted.dimension, [wanted.code])
        said.append(f"{names.DIMENSIONS[wanted.dimension]}: {called[wanted.code]}")
    if wanted.district:
        said.append(names.named("district", [wanted.district])[wanted.district])
    if wanted.first or wanted.last:
        said.append(f"{wanted.first or '…'} – {wanted.last or '…'}")
    if wanted.proposed:
        said += proposals.said(wanted.proposed)
    if wanted.measure:
        measure = rates.definition(MEASURES[wanted.measure])
        part = measure["counted"] if wanted.counted else measure["among"]
        said.append(f"{measure['name']}: {part}")
    return said or [_("all appeals")]
