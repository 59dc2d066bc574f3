"""The steps of the staff on a work order, opened one by one from the table.

The caller sends `seen`, the version they decided on: where the work order has moved on since, the
answer is 409 and nothing is done.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypedDict, TypeVar

from django.utils.translation import gettext as _
from ninja import Path, Router

from jiesu.casework.errors import InvalidError
from jiesu.casework.reading import access
from jiesu.casework.reading.rows import WorkOrder
from jiesu.casework.stages import follow_up, merging, taking
from jiesu.channels.rest import inputs, step_inputs
from jiesu.channels.rest.edge import LOCKS, Request, read_clock
from jiesu.channels.rest.responses.order_outputs import Order
from jiesu.channels.rest.step_inputs import body_of, field_name
from jiesu.channels.rest.work_orders import REFUSALS
from jiesu.directory.lookup import choices
from jiesu.directory.people import Actor
from jiesu.rules.lifecycle import Action
from jiesu.rules.steps import Input, InputKind
from jiesu.rules.timing.deadlines import TimeLimit

Number = Path[inputs.OrderId]
View = Callable[..., Order]
Row = TypeVar("Row")

hotline = Router(tags=["steps of the hotline"], auth=LOCKS)
unit = Router(tags=["steps of the unit"], auth=LOCKS)


class By(TypedDict):
    """By whom and when, as every stage asks."""

    actor: Actor
    now: datetime


def _step(router: Router, path: str) -> Callable[[View], View]:
    opened: Callable[[View], View] = router.post(
        f"/work-orders/{{number}}/{path}", response={200: Order, **REFUSALS}
    )
    return opened


def _decided_on(request: Request, number: int, given: inputs.Step) -> WorkOrder:
    """Give the work order if it is still the one that was decided on."""
    return access.work_order(number, actor=request.auth, seen=given.seen)


def _by(request: Request) -> By:
    return {"actor": request.auth, "now": read_clock()}


def _shown(request: Request, number: int) -> Order:
    """Show the work order as it stands after the step."""
    return Order.seen_by(access.work_order(number, actor=request.auth), request.auth)


def _open(router: Router, action: Action, asked: tuple[Input, ...]) -> None:
    """Open one step: its body is what the table says it asks for."""

    def view(request: Request, number: Number, given: inputs.Step) -> Order:
        order = _decided_on(request, number, given)
        sent = given.model_dump()
        taken = {one.name: _read(one, sent, request.auth) for one in asked if _is_sent(one)}
        taking.take(order, action, taken, **_by(request))
        return _shown(request, number)

    view.__name__, view.__doc__ = action.value, taking.HANDLERS[action].__doc__
    view.__annotations__["given"] = body_of(action, asked)
    _step(router, action.replace("_", "-"))(view)


def _is_sent(one: Input) -> bool:
    return one.kind is not InputKind.PHOTOS  # a body of JSON holds none


def _read(one: Input, given: Mapping[str, Any], actor: Actor) -> Any:
    """Read one input of a body as the stage takes it."""
    if one.kind is InputKind.DURATION:
        return TimeLimit(given["amount"], given["unit"])
    field = field_name(one)
    sent = given[field]
    if one.kind is InputKind.UNITS:
        return [_named(field, choices.unit(code)) for code in sent]
    if one.kind is InputKind.WORK_ORDER:
        return access.work_order(sent, actor=actor)
    look_up = _LOOK_UPS.get(one.kind)
    if look_up is None:
        return sent
    return _named(field, look_up(sent)) if sent or one.required else None


_LOOK_UPS: Mapping[InputKind, Callable[[str], Any]] = {
    InputKind.SERVICE: choices.service,
    InputKind.AREA: choices.area,
    InputKind.UNIT: choices.unit,
}


def _named(field: str, found: Row | None) -> Row:
    """Give what a code names, or refuse with a sentence."""
    if found is None:
        raise InvalidError({field: _("Nothing in use has this code. Look the codes up again.")})
    return found


for _steps, _router in ((taking.OF_THE_HOTLINE, hotline), (taking.OF_UNITS, unit)):
    for _action, _row in _steps.items():
        if _action in taking.HANDLERS and _action is not Action.UNMERGE:
            _open(_router, _action, _row.inputs)


@_step(hotline, "appeals/{appeal}/unmerge")
def unmerge(request: Request, number: Number, appeal: inputs.OrderId, given: inputs.Step) -> Order:
    """Give an appeal its own work order back."""
    _decided_on(request, number, given)
    merging.unmerge(access.appeal_of(number, appeal, actor=request.auth), **_by(request))
    return _shown(request, number)


@_step(hotline, "appeals/{appeal}/calls")
def record_call(
    request: Request, number: Number, appeal: inputs.OrderId, given: step_inputs.Call
) -> Order:
    """Write down one call to an appellant."""
    _decided_on(request, number, given)
    called = access.appeal_of(number, appeal, actor=request.auth)
    opinion = follow_up.Opinion(**given.opinion.model_dump()) if given.opinion else None
    follow_up.record_call(called, result=given.result, opinion=opinion, **_by(request))
    return _shown(request, number)
