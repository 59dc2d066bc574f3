"""Taking a step from a form: what was typed is kept whatever comes of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from jiesu.casework.errors import InvalidError, OvertakenError, RefusedError
from jiesu.casework.reading import access
from jiesu.casework.reading.rows import WorkOrder
from jiesu.casework.stages.receiving import attachments
from jiesu.web.actors import Request
from jiesu.web.forms import take
from jiesu.web.orders.forms import StepForm


@dataclass(frozen=True)
class Attempt:
    """What came of a step: `status` OK, or the reason in `sentence` and the form as it was sent.

    `order` is the work order as it stands after it.
    """

    order: WorkOrder
    form: StepForm
    status: HTTPStatus
    sentence: str = ""

    @property
    def done(self) -> bool:
        """Tell whether the step was taken."""
        return self.status is HTTPStatus.OK


def attempt(
    request: Request, pk: int, make: Callable[..., StepForm], *, dropped: Sequence[str] = ()
) -> Attempt:
    """Take the step a form asks for; raises `NotFoundError` for what the actor may not see.

    `dropped` names the photos that were too large to be read at all.
    """
    order = access.work_order(pk, actor=request.actor)
    form = make(request.POST, request.FILES, order=order, actor=request.actor, now=request.now)
    for name in dropped:
        form.add_error("photos", attachments.too_large(name))
    if not form.is_valid():
        return _kept(form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        access.work_order(pk, actor=request.actor, seen=form.cleaned_data["version"])
        form.submit()
    except InvalidError as error:
        take(form, error, {})
        return _kept(form, HTTPStatus.UNPROCESSABLE_ENTITY)
    except OvertakenError as error:
        if form.taken_before():
            return Attempt(order, form, HTTPStatus.OK)
        return _kept(form, HTTPStatus.CONFLICT, str(error))
    except RefusedError as error:
        return _kept(form, HTTPStatus.FORBIDDEN, str(error))
    return Attempt(form.order, form, HTTPStatus.OK)


def _kept(form: StepForm, status: HTTPStatus, sentence: str = "") -> Attempt:
    """Show the form again over the work order as it stands now."""
    order = access.work_order(form.order.pk, actor=form.actor)
    form.show_version(order)
    return Attempt(order, form, status, sentence)
