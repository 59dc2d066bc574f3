"""What auditors read: the log, who looked at identities, and what could not be delivered."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jiesu.casework import outbox, records
from jiesu.rules.roles import Permission
from jiesu.web.actors import Request, requires
from jiesu.web.console.frame import page

_PAGE = 100


@require_GET
@requires(Permission.LOG_READ)
def log(request: Request) -> HttpResponse:
    """Show the log, the latest first, or that of one work order."""
    asked = request.GET.get("order", "")
    entries = records.entries(int(asked) if asked.isdigit() else None)
    shown = Paginator(entries, _PAGE).get_page(request.GET.get("page"))
    context = {"page": shown, "asked": asked, "seals": records.seals()}
    return page(request, "log", context)


@require_GET
@requires(Permission.LOG_READ)
def views(request: Request) -> HttpResponse:
    """Show who looked at whose identity, and why."""
    shown = Paginator(records.views(), _PAGE).get_page(request.GET.get("page"))
    return page(request, "views", {"page": shown})


@require_GET
@requires(Permission.LOG_READ)
def dead_letters(request: Request) -> HttpResponse:
    """Show what could not be told to a subscriber."""
    return page(request, "dead_letters", {"letters": outbox.dead_letters()})


@require_POST
@requires(Permission.LOG_READ)
def revive(request: Request, pk: int) -> HttpResponse:
    """Try a dead letter again."""
    outbox.revive(pk, now=request.now)
    messages.success(request, _("It will be tried again at once."))
    return redirect("console_dead_letters")
