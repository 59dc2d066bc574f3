"""What auditors read: the log, who looked at identities, and what could not be delivered."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jiesu.casework.reading import log_reader
from jiesu.casework.stages import oversight
from jiesu.casework.texts import one_line
from jiesu.rules.numbers import row_id
from jiesu.rules.roles import Permission
from jiesu.rules.tables import TABLES
from jiesu.web.actors import Request, requires
from jiesu.web.console.frame import page

_PAGE = 100


@require_GET
@requires(Permission.LOG_READ)
def log(request: Request) -> HttpResponse:
    """Show the log, the latest first, or that of one thing with what it hangs on."""
    chains = list(TABLES)
    chain = one_line(request.GET.get("chain", chains[0]))
    asked = one_line(request.GET.get("thing", ""))
    thing = row_id(asked)
    entries = log_reader.entries(chain, thing, actor=request.actor)
    context = {
        "page": Paginator(entries, _PAGE).get_page(request.GET.get("page")),
        "chains": chains,
        "chain": chain,
        "asked": asked,
        "links": log_reader.links(chain, thing, actor=request.actor),
        "seals": log_reader.seals(actor=request.actor),
    }
    return page(request, "log", context)


@require_GET
@requires(Permission.LOG_READ)
def views(request: Request) -> HttpResponse:
    """Show who looked at whose identity, and why."""
    shown = Paginator(log_reader.views(actor=request.actor), _PAGE).get_page(
        request.GET.get("page")
    )
    return page(request, "views", {"page": shown})


@require_GET
@requires(Permission.LOG_READ)
def dead_letters(request: Request) -> HttpResponse:
    """Show what could not be told to a subscriber."""
    return page(request, "dead_letters", {"letters": log_reader.dead_letters(actor=request.actor)})


@require_POST
@requires(Permission.LOG_READ)
def revive(request: Request, pk: int) -> HttpResponse:
    """Try a dead letter again."""
    oversight.try_again(pk, actor=request.actor, now=request.now)
    messages.success(request, _("It will be tried again at once."))
    return redirect("console_dead_letters")
