"""The life of a work order as one table: (state, action) → state, by whom, and the event it leaves.

Actions that change no state, such as an extension, are rows whose end is their beginning. Nothing
is declined by one person alone: an operator proposes it and a reviewer decides. Closed is no dead
end: whoever was declined, redirected, merged or answered can ask again, and only an appeal that its
own appellant took back is over.

Sources: Beijing's regulation on 接诉即办 (2021), articles 11 to 15 and 23; the hotline regulations
of Jinan (2018) and Weifang (2021) for returns, rework and closing.
"""

from enum import StrEnum
from typing import NamedTuple

from jiesu.rules.roles import Role


class State(StrEnum):
    """Where the work stands; says nothing about whether the problem is fixed."""

    REGISTERED = "registered"  # 已登记
    ACCEPTED = "accepted"  # 已受理，待派单
    DISPATCHED = "dispatched"  # 已派单，待签收
    OBJECTED = "objected"  # 承办单位有异议
    SIGNED = "signed"  # 已签收
    HANDLING = "handling"  # 办理中
    REPLIED = "replied"  # 已答复，待回访
    COMPLETED = "completed"  # 已办结
    ANSWERED = "answered"  # 坐席已解答
    DECLINE_PROPOSED = "decline_proposed"  # 拟不予受理，待审核
    DECLINED = "declined"  # 不予受理
    REDIRECTED = "redirected"  # 已告知法定渠道
    MERGED = "merged"  # 已并单
    WITHDRAWN = "withdrawn"  # 已撤回


class Action(StrEnum):
    """What somebody does to a work order."""

    ACCEPT = "accept"
    PROPOSE_DECLINE = "propose_decline"
    DECLINE = "decline"
    KEEP = "keep"
    REDIRECT = "redirect"
    ANSWER = "answer"
    MERGE = "merge"
    UNMERGE = "unmerge"
    DISPATCH = "dispatch"
    SIGN = "sign"
    OBJECT = "object"
    UPHOLD = "uphold"
    OVERRULE = "overrule"
    START = "start"
    EXTEND = "extend"
    REPLY = "reply"
    RETURN = "return"
    NOTE_VIEW = "note_view"
    CONFIRM = "confirm"
    DISPUTE = "dispute"
    CLOSE_UNREACHED = "close_unreached"
    REOPEN = "reopen"
    WITHDRAW = "withdraw"


class Outcome(StrEnum):
    """What came of it, as the answering side claims; the appellant's view is a separate fact."""

    NONE = "none"
    RESOLVED = "resolved"
    PARTLY_RESOLVED = "partly_resolved"
    EXPLAINED = "explained"  # lawful explanation, no change possible
    CANNOT_ACT = "cannot_act"  # no power
    NOT_FOUND = "not_found"  # not found on site
    ANSWERED = "answered"
    DUPLICATE = "duplicate"
    DECLINED = "declined"
    REDIRECTED = "redirected"
    WITHDRAWN = "withdrawn"


class View(StrEnum):
    """What the appellant says of the reply; silence is never consent."""

    NOT_ASKED = "not_asked"
    CONFIRMED = "confirmed"
    PARTLY = "partly"  # counted apart, never as solved
    DISPUTED = "disputed"
    NO_ANSWER = "no_answer"
    REFUSED = "refused"


class Rule(NamedTuple):
    """One row of the table."""

    to: State
    roles: frozenset[Role]
    event: str


class NotAllowedError(Exception):
    """The law knows no such step from this state, or not for this role.

    The sentence names the steps that are open to the role instead.
    """

    def __init__(self, state: State, action: Action, role: Role) -> None:
        self.state, self.action, self.role = state, action, role
        instead = ", ".join(open_actions(state, role)) or "nothing"
        super().__init__(
            f"The {role} may not {action} a work order that is {state}; open to him: {instead}."
        )


def _rule(to: State, event: str, *roles: Role) -> Rule:
    return Rule(to, frozenset(roles), f"work_order.{event}")


_UNIT = (Role.HANDLER, Role.UNIT_HEAD)
_ASKED = (Role.RESIDENT, Role.FOLLOW_UP)
_PROPOSES = _rule(State.DECLINE_PROPOSED, "decline_proposed", Role.OPERATOR)
_TAKES_BACK = _rule(State.WITHDRAWN, "withdrawn", Role.RESIDENT)

TABLE: dict[tuple[State, Action], Rule] = {
    (State.REGISTERED, Action.ACCEPT): _rule(State.ACCEPTED, "accepted", Role.OPERATOR),
    (State.REGISTERED, Action.PROPOSE_DECLINE): _PROPOSES,
    (State.REGISTERED, Action.REDIRECT): _rule(State.REDIRECTED, "redirected", Role.OPERATOR),
    (State.REGISTERED, Action.ANSWER): _rule(State.ANSWERED, "answered", Role.OPERATOR),
    (State.REGISTERED, Action.MERGE): _rule(State.MERGED, "merged", Role.OPERATOR),
    (State.REGISTERED, Action.WITHDRAW): _TAKES_BACK,
    (State.ACCEPTED, Action.DISPATCH): _rule(
        State.DISPATCHED, "dispatched", Role.DISPATCHER, Role.SYSTEM
    ),
    (State.ACCEPTED, Action.PROPOSE_DECLINE): _PROPOSES,
    (State.ACCEPTED, Action.REDIRECT): _rule(State.REDIRECTED, "redirected", Role.OPERATOR),
    (State.ACCEPTED, Action.ANSWER): _rule(State.ANSWERED, "answered", Role.OPERATOR),
    (State.ACCEPTED, Action.MERGE): _rule(State.MERGED, "merged", Role.OPERATOR, Role.DISPATCHER),
    (State.ACCEPTED, Action.WITHDRAW): _TAKES_BACK,
    (State.DECLINE_PROPOSED, Action.DECLINE): _rule(State.DECLINED, "declined", Role.REVIEWER),
    (State.DECLINE_PROPOSED, Action.KEEP): _rule(
        State.REGISTERED, "decline_refused", Role.REVIEWER
    ),
    (State.DECLINE_PROPOSED, Action.WITHDRAW): _TAKES_BACK,
    (State.DISPATCHED, Action.SIGN): _rule(State.SIGNED, "signed", *_UNIT),
    (State.DISPATCHED, Action.OBJECT): _rule(State.OBJECTED, "objected", Role.UNIT_HEAD),
    (State.DISPATCHED, Action.WITHDRAW): _TAKES_BACK,
    (State.OBJECTED, Action.UPHOLD): _rule(State.ACCEPTED, "objection_upheld", Role.REVIEWER),
    (State.OBJECTED, Action.OVERRULE): _rule(
        State.DISPATCHED, "objection_overruled", Role.REVIEWER
    ),
    (State.OBJECTED, Action.WITHDRAW): _TAKES_BACK,
    (State.SIGNED, Action.START): _rule(State.HANDLING, "started", *_UNIT),
    (State.SIGNED, Action.OBJECT): _rule(State.OBJECTED, "objected", Role.UNIT_HEAD),
    (State.SIGNED, Action.WITHDRAW): _TAKES_BACK,
    (State.HANDLING, Action.EXTEND): _rule(State.HANDLING, "extended", Role.UNIT_HEAD),
    (State.HANDLING, Action.REPLY): _rule(State.REPLIED, "replied", *_UNIT),
    (State.HANDLING, Action.WITHDRAW): _TAKES_BACK,
    (State.REPLIED, Action.RETURN): _rule(State.HANDLING, "returned", Role.FOLLOW_UP),
    (State.REPLIED, Action.NOTE_VIEW): _rule(State.REPLIED, "view_noted", *_ASKED),
    (State.REPLIED, Action.CONFIRM): _rule(State.COMPLETED, "confirmed", *_ASKED),
    (State.REPLIED, Action.DISPUTE): _rule(State.HANDLING, "disputed", *_ASKED),
    (State.REPLIED, Action.CLOSE_UNREACHED): _rule(
        State.COMPLETED, "closed_unreached", Role.FOLLOW_UP
    ),
    (State.REPLIED, Action.WITHDRAW): _TAKES_BACK,
    (State.COMPLETED, Action.NOTE_VIEW): _rule(State.COMPLETED, "view_noted", *_ASKED),
    (State.COMPLETED, Action.REOPEN): _rule(State.HANDLING, "reopened", *_ASKED),
    (State.ANSWERED, Action.NOTE_VIEW): _rule(State.ANSWERED, "view_noted", *_ASKED),
    (State.ANSWERED, Action.REOPEN): _rule(State.ACCEPTED, "reopened", *_ASKED),
    (State.DECLINED, Action.REOPEN): _rule(State.REGISTERED, "contested", Role.RESIDENT),
    (State.REDIRECTED, Action.REOPEN): _rule(State.REGISTERED, "contested", Role.RESIDENT),
    (State.MERGED, Action.UNMERGE): _rule(
        State.REGISTERED, "unmerged", Role.OPERATOR, Role.RESIDENT
    ),
}

# An open work order still owes somebody something.
CLOSED = frozenset(
    {
        State.COMPLETED,
        State.ANSWERED,
        State.DECLINED,
        State.REDIRECTED,
        State.MERGED,
        State.WITHDRAWN,
    }
)
OPEN = frozenset(State) - CLOSED


def rule_for(state: State, action: Action, role: Role) -> Rule:
    """Give the row for a step, or raise `NotAllowedError` where the law has none for this role."""
    rule = TABLE.get((state, action))
    if rule is None or role not in rule.roles:
        raise NotAllowedError(state, action, role)
    return rule


def open_actions(state: State, role: Role) -> tuple[Action, ...]:
    """Name what `role` may do now, in the order of the table: the buttons of a page."""
    return tuple(
        action for (before, action), rule in TABLE.items() if before == state and role in rule.roles
    )
