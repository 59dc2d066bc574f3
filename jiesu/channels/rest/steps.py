"""What every step of the staff on a work order has in common.

The caller sends `seen`, the version he decided on: where the work order has moved on since, the
answer is 409 and nothing is done.
"""

from collections.abc import Callable
from datetime import datetime
from typing import TypedDict, TypeVar

from django.utils.translation import gettext as _
from ninja import Path, Router

from jiesu.casework import access
from jiesu.casework.errors import InvalidError
from jiesu.casework.models import WorkOrder
from jiesu.channels.rest import inputs
from jiesu.channels.rest.edge import Request, read_clock
from jiesu.channels.rest.order_outputs import Order
from jiesu.channels.rest.work_orders import REFUSALS
from jiesu.directory.people import Actor

Number = Path[inputs.OrderId]
View = Callable[..., Order]
Row = TypeVar("Row")


class By(TypedDict):
    """By whom and when, as every stage asks."""

    actor: Actor
    now: datetime


def step(router: Router, path: str) -> Callable[[View], View]:
    """Open a view as a step on a work order."""
    opened: Callable[[View], View] = router.post(
        f"/work-orders/{{number}}/{path}", response={200: Order, **REFUSALS}
    )
    return opened


def decided_on(request: Request, number: int, given: inputs.Step) -> WorkOrder:
    """Give the work order if it is still the one that was decided on."""
    return access.work_order(number, actor=request.auth, seen=given.seen)


def by(request: Request) -> By:
    """Say who acts, and read the clock."""
    return {"actor": request.auth, "now": read_clock()}


def shown(request: Request, number: int) -> Order:
    """Show the work order as it stands after the step."""
    return Order.seen_by(access.work_order(number, actor=request.auth), request.auth)


def named(field: str, found: Row | None) -> Row:
    """Give what a code names, or refuse with a sentence."""
    if found is None:
        raise InvalidError({field: _("Nothing in use has this code. Look the codes up again.")})
    return found
