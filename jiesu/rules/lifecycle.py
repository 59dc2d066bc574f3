"""The life of a work order as one table: who does what from where to where, and what follows.

Actions that change no state, such as an extension, are rows whose end is their beginning. Nothing
is declined by one person alone: an operator proposes it and a reviewer decides. Closed is no dead
end: whoever was declined, redirected, merged or answered can ask again, and only an appeal that its
own appellant took back is over.

Sources: Beijing's regulation on 接诉即办 (2021), articles 11 to 15 and 23; the hotline regulations
of Jinan (2018) and Weifang (2021) for returns, rework and closing.
"""

from collections.abc import Iterable
from enum import StrEnum

from jiesu.rules.dispatching.priority import Urgency
from jiesu.rules.grounds import DeclineGround, ExtensionGround, ObjectionGround, RedirectGround
from jiesu.rules.outcomes import CLAIMS, CallResult, Outcome, Solved, View
from jiesu.rules.roles import Role
from jiesu.rules.steps import (
    Audience,
    Clocks,
    Input,
    InputKind,
    NotAllowedError,
    Reader,
    Step,
    Table,
)

__all__ = [
    "CALL",
    "CLOSED",
    "OPEN",
    "OPINION",
    "TABLE",
    "Action",
    "NotAllowedError",
    "Outcome",
    "Stage",
    "State",
    "View",
]


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
    CORRECT = "correct"
    DISPATCH = "dispatch"
    CLEAR = "clear"
    TAKE_BACK = "take_back"
    SIGN = "sign"
    OBJECT = "object"
    UPHOLD = "uphold"
    OVERRULE = "overrule"
    START = "start"
    EXTEND = "extend"
    CONTACT = "contact"
    REPLY = "reply"
    RETURN = "return"
    NOTE_VIEW = "note_view"
    CONFIRM = "confirm"
    DISPUTE = "dispute"
    CLOSE_UNREACHED = "close_unreached"
    REOPEN = "reopen"
    WITHDRAW = "withdraw"


class Stage(StrEnum):
    """A clock: what is owed by a time."""

    ACCEPT = "accept"
    DISPATCH = "dispatch"
    SIGN = "sign"
    FIRST_CONTACT = "first_contact"
    REPLY = "reply"
    FOLLOW_UP = "follow_up"


def _row(  # noqa: PLR0913  (the columns of the table)
    state: State,
    action: Action,
    to: State,
    event: str,
    *roles: Role,
    told: Audience = Audience.APPELLANT,
    met: tuple[Stage, ...] = (),
    started: tuple[Stage, ...] = (),
    stopped: bool = False,
    ended: tuple[Stage, ...] = (),
    inputs: tuple[Input, ...] = (),
) -> Step[State, Action]:
    clocks = Clocks(met, started, stopped, ended)
    return Step(state, action, to, frozenset(roles), f"work_order.{event}", told, clocks, inputs)


def _ground(kind: Iterable[str]) -> Input:
    return Input("ground", InputKind.CHOICE, choices=tuple(kind))


def _text(name: str, reader: Reader | None = None, *, required: bool = True) -> Input:
    return Input(name, InputKind.TEXT, required=required, reader=reader)


def _may_be(name: str, kind: InputKind) -> Input:
    return Input(name, kind, required=False)


_EXPLANATION = _text("explanation", Reader.APPELLANT)
_BASIS = _may_be("basis", InputKind.LINE)
_SHOWN = _may_be("shown", InputKind.SUGGESTIONS)
OPINION = (
    _may_be("contacted", InputKind.YES_NO),
    Input("solved", InputKind.CHOICE, choices=tuple(Solved)),
    _may_be("result_rating", InputKind.RATING),
    _may_be("service_rating", InputKind.RATING),
    _text("reason", required=False),
)
# One call of the hotline: what came of it, and the opinion where somebody was reached.
CALL = (Input("result", InputKind.CHOICE, choices=tuple(CallResult)), *OPINION)

_STAFF, _NOTIFIED = Audience.STAFF, Audience.NOTIFIED
_UNIT = (Role.HANDLER, Role.UNIT_HEAD)
_ASKED = (Role.RESIDENT, Role.FOLLOW_UP)
_EARLY = (State.REGISTERED, State.ACCEPTED)  # nothing is decided yet but whether to act
_WITH_A_UNIT = (State.DISPATCHED, State.SIGNED, State.HANDLING)
_TAKEN_IN = (Stage.ACCEPT, Stage.DISPATCH)  # who settles a matter at the desk owes no more of it
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

# One row a step, wider than code is: a table is read across.
# fmt: off
_ROWS = (
    # Intake
    _row(
        State.REGISTERED, Action.ACCEPT, State.ACCEPTED, "accepted", Role.OPERATOR,
        met=(Stage.ACCEPT,), started=(Stage.DISPATCH,),
        inputs=(
            Input("service", InputKind.SERVICE),
            Input("urgency", InputKind.CHOICE, choices=tuple(Urgency)),
            _may_be("area", InputKind.AREA),
            _may_be("accused_unit", InputKind.UNIT),
            _SHOWN,
        ),
    ),
    *(_row(
        early, Action.PROPOSE_DECLINE, State.DECLINE_PROPOSED, "decline_proposed", Role.OPERATOR,
        told=_STAFF, inputs=(_ground(DeclineGround), _EXPLANATION),
    ) for early in _EARLY),
    *(_row(
        early, Action.REDIRECT, State.REDIRECTED, "redirected", Role.OPERATOR,
        told=_NOTIFIED, met=_TAKEN_IN, stopped=True,
        inputs=(_ground(RedirectGround), _EXPLANATION),
    ) for early in _EARLY),
    *(_row(
        early, Action.ANSWER, State.ANSWERED, "answered", Role.OPERATOR,
        told=_NOTIFIED, met=_TAKEN_IN, stopped=True, inputs=(_text("text"), _BASIS),
    ) for early in _EARLY),
    *(_row(
        early, Action.MERGE, State.MERGED, "merged", Role.OPERATOR,
        *([Role.DISPATCHER] if early is State.ACCEPTED else []), met=_TAKEN_IN, stopped=True,
        inputs=(
            Input("into", InputKind.WORK_ORDER), _may_be("because", InputKind.LINE), _SHOWN,
        ),
    ) for early in _EARLY),
    _row(
        State.DECLINE_PROPOSED, Action.DECLINE, State.DECLINED, "declined", Role.REVIEWER,
        told=_NOTIFIED, met=_TAKEN_IN, stopped=True,
    ),
    _row(
        State.DECLINE_PROPOSED, Action.KEEP, State.REGISTERED, "decline_refused", Role.REVIEWER,
        told=_STAFF, inputs=(_text("reasons", Reader.OPERATOR),),
    ),
    _row(
        State.MERGED, Action.UNMERGE, State.REGISTERED, "unmerged", Role.OPERATOR, Role.RESIDENT,
        started=(Stage.ACCEPT,),
    ),

    *(_row(
        still, Action.CORRECT, still, "corrected", Role.OPERATOR, Role.DISPATCHER, Role.REVIEWER,
        inputs=(
            Input("service", InputKind.SERVICE),
            Input("urgency", InputKind.CHOICE, choices=tuple(Urgency)),
            _may_be("area", InputKind.AREA),
            _may_be("accused_unit", InputKind.UNIT),
            _text("reason"),
        ),
    ) for still in (State.ACCEPTED, State.OBJECTED, *_WITH_A_UNIT)),

    _row(
        State.ACCEPTED, Action.CLEAR, State.ACCEPTED, "accuses_none", Role.REVIEWER,
        told=_STAFF, inputs=(_text("reasons"),),
    ),

    # Dispatch
    _row(
        State.ACCEPTED, Action.DISPATCH, State.DISPATCHED, "dispatched",
        Role.DISPATCHER, Role.SYSTEM, told=_NOTIFIED, met=(Stage.DISPATCH,),
        started=(Stage.SIGN, Stage.FIRST_CONTACT, Stage.REPLY),
        inputs=(
            Input("unit", InputKind.UNIT),
            _may_be("support_units", InputKind.UNITS),
            _text("reason", required=False),
            _SHOWN,
        ),
    ),
    *(_row(
        at_unit, Action.TAKE_BACK, State.ACCEPTED, "taken_back", Role.DISPATCHER, Role.REVIEWER,
        started=(Stage.DISPATCH,), ended=(Stage.SIGN,), inputs=(_text("reason"),),
    ) for at_unit in _WITH_A_UNIT),
    _row(
        State.DISPATCHED, Action.SIGN, State.SIGNED, "signed", *_UNIT, met=(Stage.SIGN,),
    ),
    *(_row(
        before, Action.OBJECT, State.OBJECTED, "objected", Role.UNIT_HEAD, told=_STAFF,
        inputs=(
            _ground(ObjectionGround),
            _text("explanation"),
            _may_be("proposed_unit", InputKind.UNIT),
        ),
    ) for before in (State.DISPATCHED, State.SIGNED)),
    _row(
        State.OBJECTED, Action.UPHOLD, State.ACCEPTED, "objection_upheld", Role.REVIEWER,
        told=_STAFF, started=(Stage.DISPATCH,), ended=(Stage.SIGN,), inputs=(_text("reasons"),),
    ),
    _row(
        State.OBJECTED, Action.OVERRULE, State.DISPATCHED, "objection_overruled", Role.REVIEWER,
        told=_STAFF, inputs=(_text("reasons"),),
    ),

    # Handling and reply
    _row(
        State.SIGNED, Action.START, State.HANDLING, "started", *_UNIT,
        inputs=(Input("contacted", InputKind.YES_NO),),
    ),
    *(_row(
        still, Action.CONTACT, still, "contacted", *_UNIT, met=(Stage.FIRST_CONTACT,),
        inputs=(
            Input("result", InputKind.CHOICE, choices=tuple(CallResult)),
            _text("note", required=False),
        ),
    ) for still in (*_WITH_A_UNIT, State.REPLIED)),
    _row(
        State.HANDLING, Action.EXTEND, State.HANDLING, "extended", Role.UNIT_HEAD, told=_NOTIFIED,
        inputs=(Input("limit", InputKind.DURATION), _ground(ExtensionGround), _EXPLANATION),
    ),
    _row(
        State.HANDLING, Action.REPLY, State.REPLIED, "replied", *_UNIT, told=_NOTIFIED,
        met=(Stage.REPLY,), started=(Stage.FOLLOW_UP,),
        inputs=(
            Input("outcome", InputKind.CHOICE, choices=CLAIMS),
            _text("text", Reader.APPELLANT),
            _BASIS,
            _may_be("photos", InputKind.PHOTOS),
        ),
    ),

    # Follow-up
    _row(
        State.REPLIED, Action.RETURN, State.HANDLING, "returned", Role.FOLLOW_UP,
        told=_STAFF, met=(Stage.FOLLOW_UP,), started=(Stage.REPLY,),
        inputs=(_text("reasons", Reader.UNIT),),
    ),
    _row(
        State.REPLIED, Action.NOTE_VIEW, State.REPLIED, "view_noted", *_ASKED, inputs=OPINION,
    ),
    _row(
        State.REPLIED, Action.CONFIRM, State.COMPLETED, "confirmed", *_ASKED,
        met=(Stage.FOLLOW_UP,), stopped=True, inputs=OPINION,
    ),
    _row(
        State.REPLIED, Action.DISPUTE, State.HANDLING, "disputed", *_ASKED,
        met=(Stage.FOLLOW_UP,), started=(Stage.REPLY,), inputs=OPINION,
    ),
    _row(
        State.REPLIED, Action.CLOSE_UNREACHED, State.COMPLETED, "closed_unreached", Role.FOLLOW_UP,
        met=(Stage.FOLLOW_UP,), stopped=True,
    ),

    # After the end
    *(_row(
        end, Action.NOTE_VIEW, end, "view_noted", *_ASKED, inputs=OPINION,
    ) for end in (State.COMPLETED, State.ANSWERED)),
    _row(
        State.COMPLETED, Action.REOPEN, State.HANDLING, "reopened", *_ASKED,
        started=(Stage.REPLY,), inputs=OPINION,
    ),
    _row(
        State.ANSWERED, Action.REOPEN, State.ACCEPTED, "reopened", *_ASKED,
        started=(Stage.DISPATCH,), inputs=OPINION,
    ),
    *(_row(
        end, Action.REOPEN, State.REGISTERED, "contested", Role.RESIDENT,
        started=(Stage.ACCEPT,), inputs=(_text("reason"),),
    ) for end in (State.DECLINED, State.REDIRECTED)),

    # At any time before the end
    *(_row(
        still, Action.WITHDRAW, State.WITHDRAWN, "withdrawn", Role.RESIDENT,
        stopped=True, inputs=(Input("pressed", InputKind.YES_NO),),
    ) for still in State if still not in CLOSED),
)
# fmt: on


# Events that leave the state as it is.
_BESIDE = {
    "appeal.received": Audience.NOTIFIED,
    "appeal.imported": Audience.APPELLANT,
    "appeal.joined": Audience.STAFF,
    "appeal.joined_late": Audience.NOTIFIED,
    "appeal.left": Audience.STAFF,
    "appeal.protected": Audience.STAFF,
    "appeal.withdrawn": Audience.APPELLANT,
    "group.decided": Audience.STAFF,
    "follow_up.attempted": Audience.APPELLANT,
    "work_order.reminded": Audience.STAFF,
    "work_order.overdue": Audience.STAFF,
    "work_order.rescheduled": Audience.APPELLANT,
    "work_order.joined_issue": Audience.STAFF,
    "work_order.left_issue": Audience.STAFF,
}

TABLE: Table[State, Action] = Table(_ROWS, closed=CLOSED, beside=_BESIDE)
