"""Finding any work order again: by number, tracking code or words."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from jiesu.casework.reading import finding
from jiesu.casework.texts import one_line
from jiesu.rules.roles import Permission
from jiesu.web.actors import Request, requires
from jiesu.web.desk.queues import PAGE, bar


@require_GET
@requires(Permission.APPEAL_READ)
def search(request: Request) -> HttpResponse:
    """List what was found; a number or a code leads straight to its work order."""
    words = one_line(request.GET.get("q", ""))[:200]
    meant = finding.one(words, actor=request.actor)
    if meant:
        return redirect("desk_order", meant.pk)
    found = finding.everywhere(words, actor=request.actor).select_related(
        "first_appeal", "area__parent__parent__parent"
    )
    context = {
        "words": words,
        **bar(request),
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")) if words else None,
    }
    return render(request, "desk/search.html", context)
