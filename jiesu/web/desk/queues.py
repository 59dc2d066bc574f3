"""What waits at the desk: its queues, each narrowed, counted and paged."""

from typing import Any, NamedTuple

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from jiesu.casework.reading import finding, queries
from jiesu.casework.reading.finding import Narrowing
from jiesu.casework.texts import one_line
from jiesu.directory.lookup import choices
from jiesu.directory.models import Urgency
from jiesu.rules.roles import Permission, Role
from jiesu.web.actors import Request, requires

PAGE = 40
TITLES: dict[str, Promise] = {
    "acceptance": _("To accept"),
    "dispatch": _("To dispatch"),
    "objections": _("Objections"),
    "follow_up": _("To follow up"),
    "declines": _("To decline"),
    "retired_units": _("With a retired unit"),
}
_RARE = frozenset({"retired_units"})  # shown only where something waits
_OWN: dict[Role, str] = {
    Role.OPERATOR: "acceptance",
    Role.DISPATCHER: "dispatch",
    Role.REVIEWER: "objections",
    Role.FOLLOW_UP: "follow_up",
}


class Tab(NamedTuple):
    """One queue as the row of tabs shows it."""

    name: str
    title: Promise
    waiting: int


@require_GET
@requires(Permission.APPEAL_READ)
def home(request: Request) -> HttpResponse:
    """Lead to the queue of one's own duty."""
    own = (name for role, name in _OWN.items() if request.actor.holds(role))
    return redirect("desk_queue", next(own, "acceptance"))


@require_GET
@requires(Permission.APPEAL_READ)
def queue(request: Request, name: str) -> HttpResponse:
    """Show one queue, what is due first on top."""
    if name not in queries.QUEUES:
        raise Http404
    waiting = queries.queue(name, actor=request.actor).select_related(
        "first_appeal", "area__parent__parent__parent"
    )
    narrowed = finding.narrow(waiting, _narrowing(request.GET), now=request.now)
    shown = Paginator(narrowed, PAGE).get_page(request.GET.get("page"))
    context = {
        "queue": name,
        "title": TITLES[name],
        **bar(request),
        "page": shown,
        "asked": request.GET,
        "urgencies": Urgency.choices,
        "areas": choices.districts(),
    }
    return render(request, "desk/queue.html", context)


def bar(request: Request) -> dict[str, Any]:
    """Give the ways through the desk: its queues with what waits in each, and a new call."""
    counted = (
        Tab(name, title, queries.queue(name, actor=request.actor).count())
        for name, title in TITLES.items()
    )
    tabs = [tab for tab in counted if tab.waiting or tab.name not in _RARE]
    return {"tabs": tabs, "may_receive": request.actor.may(Permission.APPEAL_RECEIVE)}


def _narrowing(asked: QueryDict) -> Narrowing:
    area = choices.area(asked.get("area", ""))
    return Narrowing(
        words=one_line(asked.get("q", ""))[:200],
        urgency=asked.get("urgency", ""),
        area_path=area.path if area else "",
        late="late" in asked,
    )
