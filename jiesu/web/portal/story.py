"""What happened to an appeal, told to the one who made it: plain sentences, nobody named."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from jiesu.casework import queries
from jiesu.casework.models import Appeal, Reply, WorkOrder
from jiesu.directory import units
from jiesu.rules.lifecycle import State

_SENTENCES: dict[str, Promise] = {
    "appeal.received": gettext_lazy("We received what you said."),
    "appeal.imported": gettext_lazy("It was taken over from an earlier system."),
    "appeal.withdrawn": gettext_lazy("You took it back."),
    "follow_up.attempted": gettext_lazy("The hotline tried to call you and did not reach you."),
    "work_order.accepted": gettext_lazy("The hotline took it up."),
    "work_order.declined": gettext_lazy("The hotline cannot take it up."),
    "work_order.redirected": gettext_lazy("Another channel is the lawful one for it."),
    "work_order.answered": gettext_lazy("The hotline answered."),
    "work_order.merged": gettext_lazy(
        "Others reported the same before; it is handled together, and you get your own reply."
    ),
    "work_order.unmerged": gettext_lazy("It is handled by itself again."),
    "work_order.dispatched": gettext_lazy("It was sent to the unit in charge: {unit}."),
    "work_order.signed": gettext_lazy("The unit took it over."),
    "work_order.started": gettext_lazy("The unit began to work on it."),
    "work_order.extended": gettext_lazy("The unit needs more time."),
    "work_order.replied": gettext_lazy("The unit replied."),
    "work_order.view_noted": gettext_lazy("You said what you think of it."),
    "work_order.confirmed": gettext_lazy("You confirmed that it is solved."),
    "work_order.disputed": gettext_lazy("You said it is not solved; the unit works on it again."),
    "work_order.closed_unreached": gettext_lazy(
        "You could not be reached, so it was closed. You can still say it is not solved."
    ),
    "work_order.withdrawn": gettext_lazy("You took it back."),
    "work_order.reopened": gettext_lazy("You said it is not solved; it was opened again."),
    "work_order.contested": gettext_lazy("You asked again, with new reasons."),
}

# Where it stands now, and what comes next.
_NEXT: dict[State, Promise] = {
    State.REGISTERED: gettext_lazy("An operator reads it next."),
    State.ACCEPTED: gettext_lazy("Next it is sent to the unit in charge."),
    State.DECLINE_PROPOSED: gettext_lazy(
        "It may be nothing the hotline can take up. A second person decides next."
    ),
    State.DISPATCHED: gettext_lazy("The unit takes it over next."),
    State.OBJECTED: gettext_lazy("It is being settled which unit is in charge."),
    State.SIGNED: gettext_lazy("The unit begins work next."),
    State.HANDLING: gettext_lazy("The unit is working on it and will reply."),
    State.REPLIED: gettext_lazy("The unit replied. Tell us whether it is solved."),
    State.COMPLETED: gettext_lazy("It is closed. If it is not solved, say so and it is reopened."),
    State.ANSWERED: gettext_lazy("The hotline answered. If that does not help, say so."),
    State.DECLINED: gettext_lazy("It was not taken up. You can ask again with new reasons."),
    State.REDIRECTED: gettext_lazy("Please use the channel named below."),
    State.MERGED: gettext_lazy("It is handled together with an earlier report."),
    State.WITHDRAWN: gettext_lazy("You took it back. You can report again at any time."),
}


@dataclass(frozen=True)
class Step:
    """One line of the story."""

    at: datetime
    sentence: str
    words: str
    reply: Reply | None


def tell(appeal: Appeal) -> list[Step]:
    """Tell the story of one appeal, the first step first, leaving out what concerns others only."""
    orders = [appeal.first_work_order]
    if appeal.work_order_id != appeal.first_work_order_id:
        orders.append(appeal.work_order)
    return [step for order in orders for step in _steps(order, appeal)]


def _steps(order: WorkOrder, appeal: Appeal) -> list[Step]:
    lines = queries.timeline(order, public=True)
    return [_step(line) for line in lines if line.entry.appeal_id in {None, appeal.pk}]


def _step(line: queries.Line) -> Step:
    unit = units.name_of(str(line.entry.payload.get("unit", "")))
    sentence = str(_SENTENCES[line.entry.event]).format(unit=unit)
    return Step(line.entry.at, sentence, line.note.text if line.note else "", line.reply)


def what_is_next(appeal: Appeal) -> str:
    """Say what the appellant may expect or do now."""
    if appeal.withdrawn_at:
        return str(_NEXT[State.WITHDRAWN])
    return str(_NEXT[State(appeal.work_order.state)])


__all__ = ["Step", "tell", "what_is_next"]
