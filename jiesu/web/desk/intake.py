"""Intake by telephone: one screen, and beside it what is known already."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from jiesu.casework.assist import showing
from jiesu.casework.assist.suggestions import Guesses
from jiesu.casework.errors import CaseworkError, InvalidError, KeyReusedError
from jiesu.casework.reading import access
from jiesu.casework.reading.rows import Appeal
from jiesu.casework.stages import intake, merging
from jiesu.rules.roles import Permission
from jiesu.web.actors import Request, requires
from jiesu.web.desk import assist, carrying
from jiesu.web.desk.intake_form import ACCEPT, ANSWER, MERGE, IntakeForm
from jiesu.web.desk.queues import bar
from jiesu.web.forms import take

# What casework calls otherwise; the key of the form has no field one could correct.
_FIELDS = {"place": "place_words", "idempotency_key": ""}


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Permission.APPEAL_RECEIVE)
def new(request: Request) -> HttpResponse:
    """Offer an empty form, or take in what was entered."""
    if request.method == "GET":
        return _page(request, IntakeForm(initial={"idempotency_key": uuid.uuid4().hex}))
    form = IntakeForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        appeal = intake.receive(
            form.submission(request.actor), actor=request.actor, now=request.now
        )
    except KeyReusedError as error:
        form.add_error(None, str(error))
        return _page(request, form, status=409)
    except InvalidError as error:
        take(form, error, _FIELDS)
        return _page(request, form, status=422)
    _go_on(request, form, appeal)
    return redirect("desk_taken", appeal.pk)


def _go_on(request: Request, form: IntakeForm, appeal: Appeal) -> None:
    """Take the next step at once; where it is refused, the appeal waits in the queue instead."""
    if appeal.work_order.version > 1:  # a second click: what follows was done by the first
        return
    try:
        _follow(request, form, appeal)
    except CaseworkError as error:
        messages.warning(request, str(error))


def _follow(request: Request, form: IntakeForm, appeal: Appeal) -> None:
    then, given, order = form.then, form.cleaned_data, appeal.work_order
    edge: dict[str, Any] = {"actor": request.actor, "now": request.now}
    # What stood beside the form while it was filled in becomes a record now that there is an order.
    shown = showing.ids(showing.keep(order, _shown(request), now=request.now))
    if then.what == ACCEPT:
        urgency = given["urgency"] or order.urgency
        intake.accept(order, service=given["service"], urgency=urgency, shown=shown, **edge)
    elif then.what == ANSWER:
        intake.answer(order, text=given["answer"], **edge)
    elif then.what == MERGE and then.into:
        into = access.work_order(then.into, actor=request.actor)
        merging.merge(order, into=into, shown=shown, **edge)


def _shown(request: Request) -> Guesses:
    """Give what was suggested beside the form; nothing is asked again."""
    packed, key = request.POST.get("shown", ""), request.POST.get("idempotency_key", "")
    return carrying.unpack(packed, key=key, actor=request.actor)


def _page(request: Request, form: IntakeForm, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        **bar(request),
        "beside": assist.look(request, request.POST, _shown(request)) if form.is_bound else None,
    }
    return render(request, "desk/intake.html", context, status=status)


@never_cache
@require_GET
@requires(Permission.APPEAL_RECEIVE)
def taken(request: Request, pk: int) -> HttpResponse:
    """Show what to tell the caller: the tracking code and what happens next."""
    appeal = access.appeal(pk, actor=request.actor)
    context = {"appeal": appeal, "order": appeal.work_order}
    return render(request, "desk/taken.html", context)
