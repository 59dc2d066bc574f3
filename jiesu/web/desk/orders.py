"""One work order at the desk: see it, take a step, go on to the next."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jiesu.casework.reading import access, queries
from jiesu.casework.reading.rows import WorkOrder
from jiesu.rules.lifecycle import Action
from jiesu.rules.numbers import row_id
from jiesu.rules.roles import Permission
from jiesu.web.actors import Request, requires
from jiesu.web.desk import page
from jiesu.web.desk.forms import CallForm
from jiesu.web.orders.acting import attempt


@require_GET
@requires(Permission.APPEAL_READ)
def order(request: Request, pk: int) -> HttpResponse:
    """Show one work order."""
    found = access.work_order(pk, actor=request.actor)
    return page.show(request, found, queue=_queue(request.GET.get("queue", "")))


@requires(Permission.APPEAL_READ)
def act(request: Request, pk: int, step: str) -> HttpResponse:
    """Take one step, then go on to the next of the queue one came from."""
    if request.method != "POST":  # somebody came back to the page of a failed step
        return redirect("desk_order", pk)
    if step != page.CALL and not page.is_step(step):
        raise Http404
    make = CallForm if step == page.CALL else page.form_of(Action(step))
    queue = _queue(request.POST.get("queue", ""))
    result = attempt(request, pk, make)
    if not result.done:
        return page.show(request, result.order, queue=queue, attempt=result)
    done = _("{number}: {step}, done.").format(number=result.order.number, step=result.form.title)
    messages.success(request, done)
    return _onward(request, result.order, queue)


def _queue(name: str) -> str:
    return name if name in queries.QUEUES else ""


def _onward(request: Request, done: WorkOrder, queue: str) -> HttpResponse:
    """Lead to the next of the queue, or back to the work order where one came from nowhere."""
    if not queue:
        return redirect("desk_order", done.pk)
    waiting = queries.queue(queue, actor=request.actor)
    wanted = row_id(request.POST.get("next", ""))
    following = waiting.filter(pk=wanted).first() if wanted else None
    following = following or waiting.exclude(pk=done.pk).first()
    if following is None:
        return redirect("desk_queue", queue)
    response = redirect("desk_order", following.pk)
    response["Location"] += f"?queue={queue}"
    return response
