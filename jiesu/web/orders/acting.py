"""Taking a step from a form: what was typed is kept whatever comes of it."""

from dataclasses import dataclass
from http import HTTPStatus

from jiesu.casework import access
from jiesu.casework.errors import InvalidError, OvertakenError, RefusedError
from jiesu.casework.models import WorkOrder
from jiesu.web.actors import Request
from jiesu.web.orders.forms import OrderForm


@dataclass(frozen=True)
class Attempt:
    """What came of a step: `status` OK, or the reason in `sentence` and the form as it was sent.

    `order` is the work order as it stands after it.
    """

    order: WorkOrder
    form: OrderForm
    status: HTTPStatus
    sentence: str = ""

    @property
    def done(self) -> bool:
        """Tell whether the step was taken."""
        return self.status is HTTPStatus.OK


def attempt(request: Request, pk: int, kind: type[OrderForm]) -> Attempt:
    """Take the step a form asks for; raises `NotFoundError` for what the actor may not see."""
    order = access.work_order(pk, actor=request.actor)
    form = kind(request.POST, request.FILES, order=order, actor=request.actor, now=request.now)
    if not form.is_valid():
        return _kept(form, HTTPStatus.BAD_REQUEST)
    try:
        access.work_order(pk, actor=request.actor, seen=form.cleaned_data["version"])
        form.take()
    except InvalidError as error:
        _tell(form, error)
        return _kept(form, HTTPStatus.BAD_REQUEST)
    except OvertakenError as error:
        return _kept(form, HTTPStatus.CONFLICT, str(error))
    except RefusedError as error:
        return _kept(form, HTTPStatus.FORBIDDEN, str(error))
    return Attempt(form.order, form, HTTPStatus.OK)


def _kept(form: OrderForm, status: HTTPStatus, sentence: str = "") -> Attempt:
    """Show the form again over the work order as it stands now."""
    order = access.work_order(form.order.pk, actor=form.actor)
    form.show_version(order)
    return Attempt(order, form, status, sentence)


def _tell(form: OrderForm, error: InvalidError) -> None:
    for name, sentence in error.sentences.items():
        form.add_error(name if name in form.fields else None, sentence)
