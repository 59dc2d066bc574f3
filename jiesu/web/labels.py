"""The names people read for the codes the law uses, and the tone each is shown in."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jiesu.directory.models import Urgency
from jiesu.rules.lifecycle import Action, Outcome, State, View
from jiesu.rules.roles import Role

STATES: dict[State, Promise] = {
    State.REGISTERED: _("registered"),
    State.ACCEPTED: _("accepted, to be dispatched"),
    State.DISPATCHED: _("dispatched, to be signed for"),
    State.OBJECTED: _("objected to by the unit"),
    State.SIGNED: _("signed for"),
    State.HANDLING: _("being handled"),
    State.REPLIED: _("replied, to be followed up"),
    State.COMPLETED: _("completed"),
    State.ANSWERED: _("answered at the desk"),
    State.DECLINE_PROPOSED: _("proposed to be declined"),
    State.DECLINED: _("not accepted"),
    State.REDIRECTED: _("shown the statutory channel"),
    State.MERGED: _("merged"),
    State.WITHDRAWN: _("withdrawn"),
}

# quiet, info, warn, good or bad. "good" is for outcomes only: a closed order is not a solved one.
STATE_TONES: dict[State, str] = {
    State.REGISTERED: "warn",
    State.ACCEPTED: "warn",
    State.DECLINE_PROPOSED: "bad",
    State.OBJECTED: "bad",
    State.DISPATCHED: "info",
    State.SIGNED: "info",
    State.HANDLING: "info",
    State.REPLIED: "info",
}

OUTCOMES: dict[Outcome, Promise] = {
    Outcome.NONE: _("no outcome yet"),
    Outcome.RESOLVED: _("resolved"),
    Outcome.PARTLY_RESOLVED: _("partly resolved"),
    Outcome.EXPLAINED: _("explained: the law allows no change"),
    Outcome.CANNOT_ACT: _("the unit has no power to act"),
    Outcome.NOT_FOUND: _("not found on site"),
    Outcome.ANSWERED: _("question answered"),
    Outcome.DUPLICATE: _("handled with an earlier appeal"),
    Outcome.DECLINED: _("outside what this service may accept"),
    Outcome.REDIRECTED: _("belongs to another channel"),
    Outcome.WITHDRAWN: _("taken back by the appellant"),
}

OUTCOME_TONES: dict[Outcome, str] = {
    Outcome.RESOLVED: "good",
    Outcome.ANSWERED: "good",
    Outcome.PARTLY_RESOLVED: "warn",
    Outcome.CANNOT_ACT: "bad",
    Outcome.NOT_FOUND: "warn",
}

VIEWS: dict[View, Promise] = {
    View.NOT_ASKED: _("not asked yet"),
    View.CONFIRMED: _("confirmed as solved"),
    View.PARTLY: _("says it is partly solved"),
    View.DISPUTED: _("says it is not solved"),
    View.NO_ANSWER: _("could not be reached"),
    View.REFUSED: _("did not wish to answer"),
}

ACTIONS: dict[Action, Promise] = {
    Action.ACCEPT: _("Accept"),
    Action.PROPOSE_DECLINE: _("Propose to decline"),
    Action.DECLINE: _("Decline as proposed"),
    Action.KEEP: _("Have it taken up"),
    Action.REDIRECT: _("Show the statutory channel"),
    Action.ANSWER: _("Answer now"),
    Action.MERGE: _("Merge into an earlier one"),
    Action.UNMERGE: _("Take out of the merge"),
    Action.DISPATCH: _("Dispatch"),
    Action.SIGN: _("Sign for it"),
    Action.OBJECT: _("Object"),
    Action.UPHOLD: _("Uphold the objection"),
    Action.OVERRULE: _("Overrule the objection"),
    Action.START: _("Start work"),
    Action.EXTEND: _("Ask for more time"),
    Action.REPLY: _("Reply"),
    Action.RETURN: _("Give back for rework"),
    Action.NOTE_VIEW: _("Note the appellant's view"),
    Action.CONFIRM: _("Confirm as solved"),
    Action.DISPUTE: _("Not solved"),
    Action.CLOSE_UNREACHED: _("Close as not reached"),
    Action.REOPEN: _("Reopen"),
    Action.WITHDRAW: _("Withdraw"),
}

ROLES: dict[Role, Promise] = {
    Role.RESIDENT: _("resident"),
    Role.SYSTEM: _("system"),
    Role.OPERATOR: _("operator"),
    Role.DISPATCHER: _("dispatcher"),
    Role.REVIEWER: _("reviewer"),
    Role.HANDLER: _("handler"),
    Role.UNIT_HEAD: _("head of unit"),
    Role.FOLLOW_UP: _("follow-up clerk"),
    Role.ANALYST: _("analyst"),
    Role.LEADER: _("leader"),
    Role.ADMINISTRATOR: _("administrator"),
    Role.AUDITOR: _("auditor"),
}

URGENCY_TONES: dict[Urgency, str] = {Urgency.EMERGENCY: "bad", Urgency.URGENT: "warn"}
