"""The page of one work order: everything in one place, and only the steps the law allows."""

from collections.abc import Callable, Sequence
from functools import partial
from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import render

from jiesu.casework.assist import showing, suggestions
from jiesu.casework.assist.suggestions import Subject
from jiesu.casework.reading import access, dossier, finding, queries
from jiesu.casework.reading.dossier import Dossier
from jiesu.casework.reading.rows import Appeal, Suggestion, WorkOrder
from jiesu.casework.stages import taking
from jiesu.rules.lifecycle import Action, View
from jiesu.rules.roles import Permission
from jiesu.web.actors import Request
from jiesu.web.desk import forms
from jiesu.web.desk.dispatching import DispatchForm
from jiesu.web.desk.judged import judged
from jiesu.web.orders.acting import Attempt
from jiesu.web.orders.forms import StepForm

CALL = "call"


def is_step(action: str) -> bool:
    """Tell whether the desk offers the action by itself; opinions are asked for by a call."""
    return action in taking.HANDLERS and action in taking.OF_THE_HOTLINE


def form_of(action: Action) -> Callable[..., StepForm]:
    """Give what makes the form of a step."""
    return partial(DispatchForm if action is Action.DISPATCH else StepForm, action)


def show(
    request: Request, order: WorkOrder, *, queue: str = "", attempt: Attempt | None = None
) -> HttpResponse:
    """Show a work order; after a failed attempt with what was typed and the reason."""
    found = dossier.of(order, actor=request.actor)
    buttons = queries.buttons(order, actor=request.actor)
    steps = [_form(request, order, action, attempt) for action in buttons if is_step(action)]
    steps.sort(key=lambda form: not form.primary)
    timeline = queries.timeline(order, actor=request.actor)
    calls = _calls(request, found, buttons, attempt)
    context = {
        "order": order,
        "dossier": found,
        "timeline": timeline,
        "reply": next((line.reply for line in reversed(timeline) if line.reply), None),
        "steps": steps,
        "appeals": _appeals(request, found, calls),
        **_suggested(request, order, attempt),
        "judged": judged(found.decided),
        "may_receive": request.actor.may(Permission.APPEAL_RECEIVE),
        "queue": queue,
        "next": _next(request, order, queue),
        "attempt": attempt,
        "lost": attempt and attempt.form not in [*steps, *calls.values()],
    }
    status = attempt.status if attempt else HTTPStatus.OK
    return render(request, "desk/order.html", context, status=status)


def _form(request: Request, order: WorkOrder, action: Action, attempt: Attempt | None) -> StepForm:
    if attempt and attempt.form.action is action and not isinstance(attempt.form, forms.CallForm):
        return attempt.form
    return form_of(action)(order=order, actor=request.actor, now=request.now)


def _calls(
    request: Request, found: Dossier, buttons: Sequence[Action], attempt: Attempt | None
) -> dict[int, StepForm]:
    """Make a form for each appellant who may be called now."""
    if Action.NOTE_VIEW not in buttons:
        return {}
    sent = attempt.form if attempt and isinstance(attempt.form, forms.CallForm) else None
    about = int(sent.cleaned_data.get("appeal", 0)) if sent and sent.is_bound else 0
    made: dict[int, StepForm] = {}
    for appeal in found.appeals:
        heard = appeal.view != View.NOT_ASKED and Action.REOPEN not in buttons
        if heard or appeal.withdrawn_at:  # after the end an appellant may still say "not solved"
            continue
        fresh = forms.CallForm(order=found.order, actor=request.actor, now=request.now)
        form = sent if sent and about == appeal.pk else fresh
        made[appeal.pk] = form.show_for(appeal)
    return made


def _appeals(
    request: Request, found: Dossier, calls: dict[int, StepForm]
) -> list[tuple[Appeal, bool, StepForm | None]]:
    """Pair each appeal with whether its vault may be opened and with its form for a call."""
    return [
        (appeal, access.may_reveal(appeal, actor=request.actor), calls.get(appeal.pk))
        for appeal in found.appeals
    ]


def _suggested(request: Request, order: WorkOrder, attempt: Attempt | None) -> dict[str, object]:
    """Give what is suggested, with the ids that the next step carries.

    After a failed attempt that is what was shown before it: a step asks nothing again.
    """
    shown: list[Suggestion] = (
        suggestions.standing(order, attempt.form.shown)
        if attempt
        else showing.suggest(order, actor=request.actor, now=request.now)
    )
    return {
        "like": showing.like_orders(shown, actor=request.actor),
        "services": showing.likely_services(shown),
        "sounds": next((one for one in shown if one.subject == Subject.URGENCY), None),
        "suggested": ",".join(map(str, showing.ids(shown))),
    }


def _next(request: Request, order: WorkOrder, queue: str) -> WorkOrder | None:
    if queue not in queries.QUEUES:
        return None
    return finding.next_after(queries.queue(queue, actor=request.actor), order)
