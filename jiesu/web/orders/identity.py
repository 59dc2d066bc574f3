"""Opening the vault for one appeal: only with a reason, which is kept with the viewer's name."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from jiesu.casework.errors import InvalidError
from jiesu.casework.reading import access
from jiesu.rules.roles import Permission
from jiesu.web.actors import Request, requires


@never_cache
@requires(Permission.IDENTITY_REVEAL)
def reveal(request: Request, pk: int) -> HttpResponse:
    """Show who it is and how to reach them; beside the appeal where htmx asks, else as a page."""
    if request.method != "POST":  # a language was chosen there: the page itself is shown once only
        return redirect("staff")
    appeal = access.appeal(pk, actor=request.actor)
    reason = request.POST.get("reason", "")
    context = {"appeal": appeal, "reason": reason}
    status = 200
    try:
        context["contact"] = access.identity(
            appeal, actor=request.actor, now=request.now, reason=reason
        )
    except InvalidError as error:
        context["sentence"] = str(error)
        status = 422
    live = request.headers.get("HX-Request")
    template = "orders/identity.html" if live else "orders/identity_page.html"
    return render(request, template, context, status=status)
