"""For programs of the staff: queues, inboxes and work orders, as far as the caller may see them."""

from typing import Annotated, Literal

from django.db.models import QuerySet
from ninja import Path, Query, Router

from jiesu.casework.assist import duty_list, showing
from jiesu.casework.reading import access, gate, queries
from jiesu.casework.reading.rows import WorkOrder
from jiesu.channels.rest import inputs
from jiesu.channels.rest.edge import LOCKS, Request, read_clock
from jiesu.channels.rest.responses.order_outputs import Candidate, Order, OrderLine, Orders
from jiesu.channels.rest.responses.outputs import Fault, Named
from jiesu.channels.rest.responses.suggested import Suggested
from jiesu.directory.lookup import choices

router = Router(tags=["work orders"], auth=LOCKS)

REFUSALS = dict.fromkeys((400, 401, 403, 404, 409, 413, 422), Fault)

Queue = Literal["acceptance", "dispatch", "objections", "follow_up", "inbox", "supported"]
Limit = Annotated[int, Query(ge=1, le=200)]
Offset = Annotated[int, Query(ge=0, le=100_000)]


@router.get("/units", response={200: list[Named], 401: Fault})
def units(request: Request) -> list[Named]:
    """List the units in use."""
    return [Named.of(unit) for unit in choices.units()]


@router.get("/queues/{name}", response={200: Orders, **REFUSALS})
def queue(request: Request, name: Queue, limit: Limit = 50, offset: Offset = 0) -> Orders:
    """Give a page of a queue of the desk or of the inbox of one's units, what is due first."""
    found = _waiting(name, request).select_related("first_appeal")
    page = list(found[offset : offset + limit + 1])
    listed = gate.lines(page[:limit], actor=request.auth)
    return Orders(items=[OrderLine.of(order) for order in listed], more=len(page) > limit)


def _waiting(name: Queue, request: Request) -> QuerySet[WorkOrder]:
    if name == "inbox":
        return queries.inbox(actor=request.auth)
    if name == "supported":
        return queries.supported(actor=request.auth)
    return queries.queue(name, actor=request.auth)


@router.get("/work-orders/{number}", response={200: Order, **REFUSALS})
def show(request: Request, number: Path[inputs.OrderId]) -> Order:
    """Show a work order with its appeals, replies, history and the steps that are open now."""
    return Order.seen_by(access.work_order(number, actor=request.auth), request.auth)


@router.get("/work-orders/{number}/candidates", response={200: list[Candidate], **REFUSALS})
def candidates(request: Request, number: Path[inputs.OrderId]) -> list[Candidate]:
    """Propose units to lead by the duty list, the best first."""
    order = access.work_order(number, actor=request.auth)
    return [Candidate.of(one) for one in duty_list.propose(order, now=read_clock())]


@router.get("/work-orders/{number}/suggestions", response={200: list[Suggested], **REFUSALS})
def suggestions(request: Request, number: Path[inputs.OrderId]) -> list[Suggested]:
    """Suggest what bears on the steps open to the caller, and keep that it was shown.

    Whoever decides sends the ids of all of them along with the step, taken or not.
    """
    order = access.work_order(number, actor=request.auth)
    found = showing.suggest(order, actor=request.auth, now=read_clock())
    return [Suggested.of(one) for one in found]
