"""One work order in its unit: what to do, its whole history, and the steps that are open."""

from functools import partial
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jiesu.casework.reading import access, dossier, gate, queries
from jiesu.casework.reading.rows import WorkOrder
from jiesu.casework.stages import taking
from jiesu.rules.lifecycle import Action
from jiesu.rules.roles import Permission
from jiesu.web import uploads
from jiesu.web.actors import Request, requires
from jiesu.web.orders.acting import Attempt, attempt
from jiesu.web.orders.forms import StepForm
from jiesu.web.unit.offline import KEPT


@require_GET
@requires(Permission.APPEAL_READ_OWN_UNIT)
def order(request: Request, pk: int) -> HttpResponse:
    """Show one work order of the unit, or one that it supports."""
    return _show(request, access.work_order(pk, actor=request.actor))


@requires(Permission.APPEAL_READ_OWN_UNIT)
def act(request: Request, pk: int, step: str) -> HttpResponse:
    """Take one step and show the work order as it stands then."""
    if request.method != "POST":  # somebody came back to the page of a failed step
        return redirect("unit_order", pk)
    if step not in taking.OF_UNITS:
        raise Http404
    make = partial(StepForm, Action(step))
    result = attempt(request, pk, make, dropped=uploads.dropped_files(request))
    if not result.done:
        return _show(request, result.order, result)
    messages.success(request, _("{step}, done.").format(step=result.form.title))
    return redirect("unit_order", result.order.pk)


def _show(request: Request, found: WorkOrder, tried: Attempt | None = None) -> HttpResponse:
    buttons = [a for a in queries.buttons(found, actor=request.actor) if a in taking.OF_UNITS]
    steps = [_form(request, found, action, tried) for action in buttons]
    steps.sort(key=lambda form: not form.primary)
    known = dossier.of(found, actor=request.actor)
    context = {
        "order": found,
        "dossier": known,
        "appeals": [
            (appeal, access.may_reveal(appeal, actor=request.actor), None)
            for appeal in known.appeals
        ],
        "timeline": queries.timeline(found, actor=request.actor),
        "steps": steps,
        "attempt": tried,
        "lost": tried and tried.form not in steps,
    }
    status = tried.status if tried else HTTPStatus.OK
    response = render(request, "unit/order.html", context, status=status)
    if gate.guards_words(found, actor=request.actor):
        response["Cache-Control"] = "no-store"  # what protects a person stays on no device
    else:
        response[KEPT] = "1"
    return response


def _form(request: Request, found: WorkOrder, action: Action, tried: Attempt | None) -> StepForm:
    if tried and tried.form.action is action:
        return tried.form
    return StepForm(action, order=found, actor=request.actor, now=request.now)
