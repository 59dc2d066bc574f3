"""Steps of the hotline: taking up, answering, merging, dispatching, deciding, following up."""

from ninja import Router

from jiesu.casework import access, declining, dispatch, follow_up, intake, merging
from jiesu.channels.rest import inputs
from jiesu.channels.rest.edge import LOCKS, Request
from jiesu.channels.rest.order_outputs import Order
from jiesu.channels.rest.steps import Number, by, decided_on, named, shown, step
from jiesu.directory import choices

router = Router(tags=["steps of the hotline"], auth=LOCKS)


@step(router, "accept")
def accept(request: Request, number: Number, given: inputs.Accept) -> Order:
    """Take it up as a matter of a service."""
    order = decided_on(request, number, given)
    intake.accept(
        order,
        service=named("service_code", choices.service(given.service_code)),
        urgency=given.urgency,
        area=named("area_code", choices.area(given.area_code)) if given.area_code else None,
        accused_unit=named("accused_unit_code", choices.unit(given.accused_unit_code))
        if given.accused_unit_code
        else None,
        **by(request),
    )
    return shown(request, number)


@step(router, "propose-decline")
def propose_decline(request: Request, number: Number, given: inputs.ProposeDecline) -> Order:
    """Propose not to take it up, on a ground the law knows, with words for the appellant."""
    order = decided_on(request, number, given)
    declining.propose(order, ground=given.ground, explanation=given.explanation, **by(request))
    return shown(request, number)


@step(router, "decline")
def decline(request: Request, number: Number, given: inputs.Step) -> Order:
    """Decline as another person proposed."""
    declining.confirm(decided_on(request, number, given), **by(request))
    return shown(request, number)


@step(router, "keep")
def keep(request: Request, number: Number, given: inputs.Reasons) -> Order:
    """Have it taken up in spite of the proposal to decline it."""
    declining.refuse(decided_on(request, number, given), reasons=given.reasons, **by(request))
    return shown(request, number)


@step(router, "redirect")
def redirect(request: Request, number: Number, given: inputs.Redirect) -> Order:
    """Name the channel that is in charge by law."""
    order = decided_on(request, number, given)
    intake.redirect(order, ground=given.ground, explanation=given.explanation, **by(request))
    return shown(request, number)


@step(router, "answer")
def answer(request: Request, number: Number, given: inputs.Answer) -> Order:
    """Answer at the desk what needs nobody else."""
    order = decided_on(request, number, given)
    intake.answer(order, text=given.text, basis=given.basis, **by(request))
    return shown(request, number)


@step(router, "merge")
def merge(request: Request, number: Number, given: inputs.MergeInto) -> Order:
    """Move its appeals to an earlier open work order about the same matter."""
    order = decided_on(request, number, given)
    into = access.work_order(given.into, actor=request.auth)
    merging.merge(order, into=into, because=given.because, **by(request))
    return shown(request, number)


@step(router, "appeals/{appeal}/unmerge")
def unmerge(request: Request, number: Number, appeal: inputs.OrderId, given: inputs.Step) -> Order:
    """Give an appeal its own work order back."""
    decided_on(request, number, given)
    merging.unmerge(access.appeal_of(number, appeal, actor=request.auth), **by(request))
    return shown(request, number)


@step(router, "dispatch")
def assign(request: Request, number: Number, given: inputs.Dispatch) -> Order:
    """Give it to a unit; one that the duty list does not name needs a reason."""
    order = decided_on(request, number, given)
    supporting = [
        named("support_unit_codes", choices.unit(code)) for code in given.support_unit_codes
    ]
    dispatch.assign(
        order,
        unit=named("unit_code", choices.unit(given.unit_code)),
        support_units=supporting,
        reason=given.reason,
        **by(request),
    )
    return shown(request, number)


@step(router, "uphold")
def uphold(request: Request, number: Number, given: inputs.Reasons) -> Order:
    """Agree with the unit's objection."""
    dispatch.uphold(decided_on(request, number, given), reasons=given.reasons, **by(request))
    return shown(request, number)


@step(router, "overrule")
def overrule(request: Request, number: Number, given: inputs.Reasons) -> Order:
    """Designate the unit in spite of its objection."""
    dispatch.overrule(decided_on(request, number, given), reasons=given.reasons, **by(request))
    return shown(request, number)


@step(router, "return")
def give_back(request: Request, number: Number, given: inputs.Reasons) -> Order:
    """Send back a reply that does not answer the question."""
    follow_up.give_back(decided_on(request, number, given), reasons=given.reasons, **by(request))
    return shown(request, number)


@step(router, "appeals/{appeal}/calls")
def record_call(
    request: Request, number: Number, appeal: inputs.OrderId, given: inputs.Call
) -> Order:
    """Write down one call to an appellant."""
    decided_on(request, number, given)
    called = access.appeal_of(number, appeal, actor=request.auth)
    opinion = follow_up.Opinion(**given.opinion.model_dump()) if given.opinion else None
    follow_up.record_call(called, result=given.result, opinion=opinion, **by(request))
    return shown(request, number)


@step(router, "close-unreached")
def close_unreached(request: Request, number: Number, given: inputs.Step) -> Order:
    """Complete after enough calls in vain."""
    follow_up.close_unreached(decided_on(request, number, given), **by(request))
    return shown(request, number)
