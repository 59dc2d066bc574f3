"""Taking a step from a form: what was typed is kept whatever comes of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus

from django.utils.translation import gettext as _

from jiesu.casework import access
from jiesu.casework.errors import InvalidError, OvertakenError, RefusedError
from jiesu.casework.models import WorkOrder
from jiesu.web.actors import Request
from jiesu.web.forms import take
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


def attempt(
    request: Request, pk: int, kind: type[OrderForm], *, dropped: Sequence[str] = ()
) -> Attempt:
    """Take the step a form asks for; raises `NotFoundError` for what the actor may not see.

    `dropped` names the photos that were too large to be read at all.
    """
    order = access.work_order(pk, actor=request.actor)
    form = kind(request.POST, request.FILES, order=order, actor=request.actor, now=request.now)
    for name in dropped:
        sentence = _("{name} is larger than 20 MB. Please send a smaller photo.")
        form.add_error("photos", sentence.format(name=name))
    if not form.is_valid():
        return _kept(form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        access.work_order(pk, actor=request.actor, seen=form.cleaned_data["version"])
        form.take()
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


def _kept(form: OrderForm, status: HTTPStatus, sentence: str = "") -> Attempt:
    """Show the form again over the work order as it stands now."""
    order = access.work_order(form.order.pk, actor=form.actor)
    form.show_version(order)
    return Attempt(order, form, status, sentence)
