"""Steps of the unit in charge: signing, starting, objecting, asking for time, replying."""

from ninja import Router

from jiesu.casework import dispatch, handling
from jiesu.casework import reply as replying
from jiesu.channels.rest import inputs
from jiesu.channels.rest.edge import LOCKS, Request
from jiesu.channels.rest.order_outputs import Order
from jiesu.channels.rest.steps import Number, by, decided_on, named, shown, step
from jiesu.directory import choices
from jiesu.rules.deadlines import TimeLimit

router = Router(tags=["steps of the unit"], auth=LOCKS)


@step(router, "sign")
def sign(request: Request, number: Number, given: inputs.Step) -> Order:
    """Confirm receipt."""
    handling.sign(decided_on(request, number, given), **by(request))
    return shown(request, number)


@step(router, "start")
def start(request: Request, number: Number, given: inputs.Start) -> Order:
    """Begin the work, saying whether the appellant was spoken to."""
    order = decided_on(request, number, given)
    handling.start(order, contacted=given.contacted, **by(request))
    return shown(request, number)


@step(router, "object")
def object_to(request: Request, number: Number, given: inputs.Object) -> Order:
    """Dispute the duty."""
    order = decided_on(request, number, given)
    proposed = None
    if given.proposed_unit_code:
        proposed = named("proposed_unit_code", choices.unit(given.proposed_unit_code))
    dispatch.object_to(
        order,
        ground=given.ground,
        explanation=given.explanation,
        proposed_unit=proposed,
        **by(request),
    )
    return shown(request, number)


@step(router, "extend")
def extend(request: Request, number: Number, given: inputs.Extend) -> Order:
    """Ask for more time; the appellant is told why."""
    order = decided_on(request, number, given)
    handling.extend(
        order,
        limit=TimeLimit(given.amount, given.unit),
        ground=given.ground,
        explanation=given.explanation,
        **by(request),
    )
    return shown(request, number)


@step(router, "reply")
def reply(request: Request, number: Number, given: inputs.Reply) -> Order:
    """Answer every appellant of the work order."""
    order = decided_on(request, number, given)
    replying.send(order, text=given.text, outcome=given.outcome, basis=given.basis, **by(request))
    return shown(request, number)
