"""The steps of today's cases, each through the stage function that pages call."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from jiesu.casework.assist import duty_list, showing
from jiesu.casework.kinds import Kind
from jiesu.casework.models import Appeal, WorkOrder
from jiesu.casework.reading import access
from jiesu.casework.stages import declining, dispatch, follow_up, handling, intake, reply
from jiesu.casework.stages.follow_up import Opinion
from jiesu.casework.stages.receiving.attachments import Photo
from jiesu.directory.models import Service, Unit
from jiesu.directory.people import Actor
from jiesu.rules.grounds import DeclineGround, ExtensionGround, ObjectionGround, RedirectGround
from jiesu.rules.lifecycle import Outcome
from jiesu.rules.outcomes import CLAIMS, CallResult
from jiesu.rules.timing import deadlines
from jiesu.rules.timing.deadlines import TimeLimit
from jiesu.simulate.loading.cast import CALLER, DISPATCHER, OPERATOR, REVIEWER, Cast

_ELSEWHERE = 2  # of those another unit really handles, every second is sent there at once


@dataclass(frozen=True)
class Case:
    """One appeal on its way; `row` is what the stream says of it, `turn` chooses among words."""

    appeal: Appeal
    row: Mapping[str, Any]
    cast: Cast
    words: Mapping[str, Any]
    turn: int
    photos: tuple[Photo, ...] = ()

    def order(self, actor: Actor) -> WorkOrder:
        """Give the work order as it stands, as a page would."""
        self.appeal.refresh_from_db()
        return access.work_order(self.appeal.work_order_id, actor=actor)

    def say(self, what: str) -> str:
        """Choose words for a step."""
        choices = self.words[what]
        chosen: str = choices[self.turn % len(choices)]
        return chosen


def accept(case: Case, now: datetime) -> None:
    """Take it up as the service it is about."""
    actor = case.cast.staff(OPERATOR)
    service = Service.objects.get(code=case.row["true_service"])
    order = case.order(actor)
    shown = showing.ids(showing.suggest(order, actor=actor, now=now))
    intake.accept(
        order, service=service, urgency=service.urgency, shown=shown, actor=actor, now=now
    )


def propose_decline(case: Case, now: datetime) -> None:
    """Propose not to take it up."""
    actor = case.cast.staff(OPERATOR)
    text = case.say("decline")
    ground = DeclineGround.NO_DUTY
    declining.propose(case.order(actor), ground=ground, explanation=text, actor=actor, now=now)


def decline(case: Case, now: datetime) -> None:
    """Agree with the operator."""
    actor = case.cast.staff(REVIEWER)
    declining.confirm(case.order(actor), actor=actor, now=now)


def keep(case: Case, now: datetime) -> None:
    """Let it be taken up after all."""
    actor = case.cast.staff(REVIEWER)
    declining.refuse(case.order(actor), reasons=case.say("keep"), actor=actor, now=now)


def redirect(case: Case, now: datetime) -> None:
    """Name the court."""
    actor = case.cast.staff(OPERATOR)
    text = case.say("redirect")
    ground = RedirectGround.LITIGATION
    intake.redirect(case.order(actor), ground=ground, explanation=text, actor=actor, now=now)


def answer(case: Case, now: datetime) -> None:
    """Answer at the desk."""
    actor = case.cast.staff(OPERATOR)
    intake.answer(case.order(actor), text=case.say("answer"), actor=actor, now=now)


def assign(case: Case, now: datetime) -> None:
    """Give it to the unit that the duty list proposes first, or to the one that knows it."""
    actor = case.cast.staff(DISPATCHER)
    order = case.order(actor)
    if order.first_appeal.kind == Kind.WHISTLEBLOW_REPORT:  # of neighbours and shops
        reviewer = case.cast.staff(REVIEWER)
        dispatch.clear(order, reasons=case.say("clear"), actor=reviewer, now=now)
    found = duty_list.propose(order, now=now)
    edge: dict[str, Any] = {"actor": actor, "now": now}
    edge["shown"] = showing.ids(showing.suggest(order, **edge))
    knows = Unit.objects.filter(code=case.row.get("true_unit")).first()
    if knows and knows != found[0].unit and case.turn % _ELSEWHERE == 0:
        dispatch.assign(order, unit=knows, reason=case.say("elsewhere"), **edge)
        return
    first = found[0]
    dispatch.assign(order, unit=first.unit, support_units=first.support_units, **edge)


def dispute_duty(case: Case, now: datetime) -> None:
    """Let the unit object."""
    actor = case.cast.head(case.order(case.cast.staff(DISPATCHER)))
    text = case.say("object")
    ground = ObjectionGround.NOT_OUR_DUTY
    dispatch.object_to(case.order(actor), ground=ground, explanation=text, actor=actor, now=now)


def uphold(case: Case, now: datetime) -> None:
    """Agree with the unit."""
    actor = case.cast.staff(REVIEWER)
    dispatch.uphold(case.order(actor), reasons=case.say("uphold"), actor=actor, now=now)


def overrule(case: Case, now: datetime) -> None:
    """Designate the unit."""
    actor = case.cast.staff(REVIEWER)
    dispatch.overrule(case.order(actor), reasons=case.say("overrule"), actor=actor, now=now)


def sign(case: Case, now: datetime) -> None:
    """Confirm receipt."""
    actor = case.cast.handler(case.order(case.cast.staff(DISPATCHER)))
    handling.sign(case.order(actor), actor=actor, now=now)


def start(case: Case, now: datetime) -> None:
    """Begin; most are called first."""
    actor = case.cast.handler(case.order(case.cast.staff(DISPATCHER)))
    handling.start(case.order(actor), contacted=case.turn % 4 != 0, actor=actor, now=now)


def extend(case: Case, now: datetime) -> None:
    """Ask for three more working days; too late on some days of the year, and it stays overdue."""
    actor = case.cast.head(case.order(case.cast.staff(DISPATCHER)))
    order = case.order(actor)
    if order.due_at is None or order.due_at < now:
        return
    handling.extend(
        order,
        limit=TimeLimit(3, deadlines.Unit.WORKING_DAYS),
        ground=ExtensionGround.WEATHER_OR_SEASON,
        explanation=case.say("extend"),
        actor=actor,
        now=now,
    )


def send_reply(case: Case, now: datetime) -> None:
    """Reply in the words the stream has for it."""
    actor = case.cast.handler(case.order(case.cast.staff(DISPATCHER)))
    claimed = Outcome(case.row["outcome"])
    reply.send(
        case.order(actor),
        text=case.row["reply"],
        outcome=claimed if claimed in CLAIMS else Outcome.RESOLVED,
        basis=case.words["basis"] if claimed == Outcome.EXPLAINED else "",
        photos=case.photos,
        actor=actor,
        now=now,
    )


def call_in_vain(case: Case, now: datetime) -> None:
    """Call and reach nobody."""
    actor = case.cast.staff(CALLER)
    case.order(actor)
    result = CallResult.NO_ANSWER
    follow_up.record_call(case.appeal, result=result, actor=actor, now=now)


def close_unreached(case: Case, now: datetime) -> None:
    """Complete what nobody answers for."""
    actor = case.cast.staff(CALLER)
    follow_up.close_unreached(case.order(actor), actor=actor, now=now)


def give_back(case: Case, now: datetime) -> None:
    """Return a reply that does not answer."""
    actor = case.cast.staff(CALLER)
    follow_up.give_back(case.order(actor), reasons=case.say("give_back"), actor=actor, now=now)


def confirm(case: Case, now: datetime) -> None:
    """Let the appellant say that it is solved."""
    _rate(case, Opinion("yes", 5 - case.turn % 2, 5, case.say("confirm"), contacted=True), now)


def dispute(case: Case, now: datetime) -> None:
    """Let the appellant say that it is not."""
    _rate(
        case,
        Opinion("no", 1 + case.turn % 2, 2, case.say("dispute"), contacted=case.turn % 2 == 0),
        now,
    )


def _rate(case: Case, opinion: Opinion, now: datetime) -> None:
    case.appeal.refresh_from_db()
    follow_up.rate(case.appeal, opinion, actor=Actor.resident(case.appeal.pk), now=now)


def withdraw(case: Case, now: datetime) -> None:
    """Let the appellant take it back."""
    case.appeal.refresh_from_db()
    resident = Actor.resident(case.appeal.pk)
    follow_up.withdraw(case.appeal, pressed=False, actor=resident, now=now)


STEPS: Mapping[str, Callable[[Case, datetime], None]] = {
    "accept": accept,
    "propose_decline": propose_decline,
    "decline": decline,
    "keep": keep,
    "redirect": redirect,
    "answer": answer,
    "dispatch": assign,
    "object": dispute_duty,
    "uphold": uphold,
    "overrule": overrule,
    "sign": sign,
    "start": start,
    "extend": extend,
    "reply": send_reply,
    "call_in_vain": call_in_vain,
    "close_unreached": close_unreached,
    "give_back": give_back,
    "confirm": confirm,
    "dispute": dispute,
    "withdraw": withdraw,
}
