"""The page of one work order: everything in one place, and only the steps the law allows."""

from collections.abc import Sequence
from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import render

from jiesu.casework import access, dossier, finding, queries
from jiesu.casework.dossier import Dossier
from jiesu.casework.models import Appeal, WorkOrder
from jiesu.rules.lifecycle import Action, State, View
from jiesu.rules.roles import Permission
from jiesu.web.actors import Request
from jiesu.web.desk import forms, proposing, similar
from jiesu.web.desk.dispatching import DispatchForm
from jiesu.web.desk.proposing import ServiceGuess
from jiesu.web.desk.similar import Similar
from jiesu.web.orders.acting import Attempt
from jiesu.web.orders.forms import OrderForm

STEPS: dict[str, type[OrderForm]] = {
    kind.action.value: kind
    for kind in (
        forms.AcceptForm,
        forms.ProposeDeclineForm,
        forms.DeclineForm,
        forms.KeepForm,
        forms.RedirectForm,
        forms.AnswerForm,
        forms.MergeForm,
        forms.UnmergeForm,
        DispatchForm,
        forms.UpholdForm,
        forms.OverruleForm,
        forms.ReturnForm,
        forms.CloseUnreachedForm,
    )
}
CALL = "call"
# While it is not decided who does what, others may have said the same.
_COMPARED = frozenset({State.REGISTERED, State.ACCEPTED})


def show(
    request: Request, order: WorkOrder, *, queue: str = "", attempt: Attempt | None = None
) -> HttpResponse:
    """Show a work order; after a failed attempt with what was typed and the reason."""
    found = dossier.of(order)
    buttons = queries.buttons(order, actor=request.actor)
    steps = [_form(request, order, action, attempt) for action in buttons if action in STEPS]
    steps.sort(key=lambda form: not form.primary)
    timeline = queries.timeline(order, public=False)
    calls = _calls(request, found, buttons, attempt)
    context = {
        "order": order,
        "dossier": found,
        "timeline": timeline,
        "reply": next((line.reply for line in reversed(timeline) if line.reply), None),
        "steps": steps,
        "appeals": _appeals(request, found, calls),
        "similar": _similar(request, found),
        "services": _services(found, buttons),
        "judged": proposing.judged(found.proposals),
        "may_merge": Action.MERGE in buttons,
        "may_receive": request.actor.may(Permission.APPEAL_RECEIVE),
        "queue": queue,
        "next": _next(request, order, queue),
        "attempt": attempt,
        "lost": attempt and attempt.form not in [*steps, *calls.values()],
    }
    status = attempt.status if attempt else HTTPStatus.OK
    return render(request, "desk/order.html", context, status=status)


def _form(request: Request, order: WorkOrder, action: Action, attempt: Attempt | None) -> OrderForm:
    if attempt and attempt.form.action is action and action in STEPS:
        return attempt.form
    return STEPS[action](order=order, actor=request.actor, now=request.now)


def _calls(
    request: Request, found: Dossier, buttons: Sequence[Action], attempt: Attempt | None
) -> dict[int, OrderForm]:
    """Make a form for each appellant who may be called now."""
    if Action.NOTE_VIEW not in buttons:
        return {}
    sent = attempt.form if attempt and isinstance(attempt.form, forms.CallForm) else None
    about = int(sent.cleaned_data.get("appeal", 0)) if sent and sent.is_bound else 0
    made: dict[int, OrderForm] = {}
    for appeal in found.appeals:
        heard = appeal.view != View.NOT_ASKED and Action.REOPEN not in buttons
        if heard or appeal.withdrawn_at:  # after the end an appellant may still say "not solved"
            continue
        fresh = forms.CallForm(order=found.order, actor=request.actor, now=request.now)
        form = sent if sent and about == appeal.pk else fresh
        made[appeal.pk] = form.show_for(appeal)
    return made


def _appeals(
    request: Request, found: Dossier, calls: dict[int, OrderForm]
) -> list[tuple[Appeal, bool, OrderForm | None]]:
    """Pair each appeal with whether its vault may be opened and with its form for a call."""
    return [
        (appeal, access.may_reveal(appeal, actor=request.actor), calls.get(appeal.pk))
        for appeal in found.appeals
    ]


def _similar(request: Request, found: Dossier) -> list[Similar]:
    order = found.order
    if State(order.state) not in _COMPARED or not found.appeals:
        return []
    matter = similar.matter_of(found.appeals[0])
    return similar.find(matter, actor=request.actor, now=request.now, but=order)


def _services(found: Dossier, buttons: Sequence[Action]) -> list[ServiceGuess]:
    if Action.ACCEPT not in buttons or not found.appeals:
        return []
    return proposing.services(similar.matter_of(found.appeals[0]))


def _next(request: Request, order: WorkOrder, queue: str) -> WorkOrder | None:
    if queue not in queries.QUEUES:
        return None
    return finding.next_after(queries.queue(queue, actor=request.actor), order)
