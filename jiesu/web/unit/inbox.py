"""What a unit has to do, what is due first on top."""

from typing import NamedTuple

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from jiesu.casework.reading import finding, gate, queries
from jiesu.casework.reading.finding import Narrowing
from jiesu.casework.reading.rows import WorkOrder
from jiesu.casework.texts import one_line
from jiesu.directory.people import Actor
from jiesu.rules.lifecycle import State
from jiesu.rules.roles import Permission
from jiesu.web.actors import Request, requires
from jiesu.web.unit.offline import KEPT

_PAGE = 30
TITLES: dict[str, Promise] = {
    "all": _("To do"),
    "sign": _("To sign for"),
    "start": _("To start"),
    "reply": _("To reply"),
    "supported": _("We help"),
}
_STATES = {"sign": State.DISPATCHED, "start": State.SIGNED, "reply": State.HANDLING}


class Tab(NamedTuple):
    """One part of the inbox."""

    name: str
    title: Promise
    waiting: int


@require_GET
@requires(Permission.APPEAL_READ_OWN_UNIT)
def home(request: Request) -> HttpResponse:  # noqa: ARG001  (a view's signature)
    """Lead to all there is to do."""
    return redirect("unit_inbox", "all")


@require_GET
@requires(Permission.APPEAL_READ_OWN_UNIT)
def inbox(request: Request, name: str) -> HttpResponse:
    """Show one part of the inbox."""
    if name not in TITLES:
        raise Http404
    words = one_line(request.GET.get("q", ""))[:200]
    narrowing = Narrowing(words=words, late="late" in request.GET)
    listed = finding.for_a_list(_part(name, request.actor))
    narrowed = finding.narrow(listed, narrowing, now=request.now)
    shown = Paginator(narrowed, _PAGE).get_page(request.GET.get("page"))
    shown.object_list = gate.lines(shown.object_list, actor=request.actor)
    context = {
        "part": name,
        "title": TITLES[name],
        "tabs": [
            Tab(part, title, _part(part, request.actor).count()) for part, title in TITLES.items()
        ],
        "page": shown,
        "asked": request.GET,
    }
    response = render(request, "unit/inbox.html", context)
    response[KEPT] = "1"
    return response


def _part(name: str, actor: Actor) -> QuerySet[WorkOrder]:
    if name == "supported":
        return queries.supported(actor=actor)
    listed = queries.inbox(actor=actor)
    return listed.filter(state=_STATES[name]) if name in _STATES else listed
