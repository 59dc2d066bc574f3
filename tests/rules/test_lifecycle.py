"""The life of a work order: what always holds, whoever does what in whatever order."""

from itertools import combinations

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from jiesu.rules.lifecycle import (
    CLOSED,
    OPEN,
    TABLE,
    Action,
    NotAllowedError,
    Stage,
    State,
    _ground,
    _may_be,
    _row,
    _text,
)
from jiesu.rules.roles import Role, clashes
from jiesu.rules.steps import Audience, Clocks, Input, InputKind, Reader, Step

TERMINAL = {State.WITHDRAWN}


def reachable(start: State) -> set[State]:
    found, waiting = {start}, [start]
    while waiting:
        before = waiting.pop()
        after = {one.to for (state, _), one in TABLE.items() if state is before} - found
        found |= after
        waiting += after
    return found


def test_every_state_is_reached_from_the_first() -> None:
    assert reachable(State.REGISTERED) == set(State)


@pytest.mark.parametrize("state", sorted(set(State) - TERMINAL))
def test_no_state_is_a_dead_end(state: State) -> None:
    assert any(one.to is not state for (before, _), one in TABLE.items() if before is state)


@pytest.mark.parametrize("state", sorted(OPEN))
def test_every_open_work_order_can_be_completed(state: State) -> None:
    assert State.COMPLETED in reachable(state)


@pytest.mark.parametrize("state", sorted(set(State) - TERMINAL))
def test_the_resident_can_always_withdraw_or_ask_again(state: State) -> None:
    own = set(TABLE.open_actions(state, Role.RESIDENT))
    assert own & ({Action.WITHDRAW} if state in OPEN else {Action.REOPEN, Action.UNMERGE})


def test_what_the_appellant_took_back_is_over() -> None:
    assert not [state for state, _ in TABLE if state in TERMINAL]


def test_asking_again_opens_what_was_closed() -> None:
    for (state, action), one in TABLE.items():
        if action in {Action.REOPEN, Action.UNMERGE}:
            assert state in CLOSED
            assert one.to in OPEN


def test_only_residents_withdraw() -> None:
    assert {one.roles for (_, action), one in TABLE.items() if action is Action.WITHDRAW} == {
        frozenset({Role.RESIDENT})
    }


def test_every_row_names_who_and_leaves_an_event() -> None:
    for (state, action), one in TABLE.items():
        assert one.roles
        assert one.event.startswith("work_order.")
        stays = {Action.EXTEND, Action.NOTE_VIEW, Action.CORRECT, Action.CONTACT, Action.CLEAR}
        assert (one.to is state) == (action in stays)


def test_a_row_holds_who_may_and_the_event() -> None:
    row = TABLE[State.DISPATCHED, Action.SIGN]
    assert (row.to, row.roles, row.event) == (
        State.SIGNED,
        {Role.HANDLER, Role.UNIT_HEAD},
        "work_order.signed",
    )


def test_a_step_of_the_table_is_given() -> None:
    one = TABLE.rule_for(State.REGISTERED, Action.ACCEPT, Role.OPERATOR)
    assert (one.to, one.event) == (State.ACCEPTED, "work_order.accepted")


@pytest.mark.parametrize(
    ("state", "action", "role"),
    [
        (State.REGISTERED, Action.ACCEPT, Role.RESIDENT),
        (State.COMPLETED, Action.SIGN, Role.HANDLER),
    ],
)
def test_any_other_step_is_refused(state: State, action: Action, role: Role) -> None:
    with pytest.raises(NotAllowedError, match=f"The {role} may not {action}") as caught:
        TABLE.rule_for(state, action, role)
    assert (caught.value.state, caught.value.action) == (state, action)
    assert caught.value.role is role


def test_a_refusal_names_what_is_open_instead() -> None:
    with pytest.raises(NotAllowedError, match="open to them: sign, object"):
        TABLE.rule_for(State.DISPATCHED, Action.REPLY, Role.UNIT_HEAD)
    with pytest.raises(NotAllowedError, match="open to them: nothing"):
        TABLE.rule_for(State.DISPATCHED, Action.REPLY, Role.ANALYST)


def test_buttons_come_in_the_order_of_the_table() -> None:
    may = TABLE.open_actions
    assert may(State.DISPATCHED, Role.UNIT_HEAD) == (Action.SIGN, Action.OBJECT, Action.CONTACT)
    assert may(State.DISPATCHED, Role.HANDLER) == (Action.SIGN, Action.CONTACT)
    assert may(State.DISPATCHED, Role.DISPATCHER) == (Action.CORRECT, Action.TAKE_BACK)
    assert TABLE.open_actions(State.WITHDRAWN, Role.RESIDENT) == ()


# Steps of which the second judges the first: one person on the staff must not be able to do both.
JUDGED = [
    (Action.PROPOSE_DECLINE, Action.DECLINE),
    (Action.PROPOSE_DECLINE, Action.KEEP),
    (Action.DISPATCH, Action.UPHOLD),
    (Action.DISPATCH, Action.OVERRULE),
    (Action.OBJECT, Action.UPHOLD),
    (Action.OBJECT, Action.OVERRULE),
    (Action.REPLY, Action.RETURN),
    (Action.REPLY, Action.CONFIRM),
    (Action.REPLY, Action.DISPUTE),
    (Action.REPLY, Action.CLOSE_UNREACHED),
    (Action.REPLY, Action.NOTE_VIEW),
    (Action.ANSWER, Action.NOTE_VIEW),
]


@pytest.mark.parametrize(("deed", "judgement"), JUDGED)
def test_nobody_who_holds_a_lawful_pair_of_roles_judges_his_own_deed(
    deed: Action, judgement: Action
) -> None:
    staff = set(Role) - {Role.RESIDENT, Role.SYSTEM}
    for pair in combinations(sorted(staff), 2):
        if not clashes(frozenset(pair)):
            assert not {deed, judgement} <= {
                action for (_, action), one in TABLE.items() if one.roles & set(pair)
            }


class WorkOrderLife(RuleBasedStateMachine):
    """Everybody presses whatever the law lets him press, for as long as he likes."""

    @initialize()
    def register(self) -> None:
        self.state = State.REGISTERED
        self.events: list[str] = []

    @rule(data=st.data(), role=st.sampled_from(Role))
    def press_a_button(self, data: st.DataObject, role: Role) -> None:
        buttons = TABLE.open_actions(self.state, role)
        if buttons:
            step = TABLE.rule_for(self.state, data.draw(st.sampled_from(buttons)), role)
            self.state = step.to
            self.events.append(step.event)

    @rule(role=st.sampled_from(Role), action=st.sampled_from(Action))
    def press_what_is_not_there(self, role: Role, action: Action) -> None:
        if action not in TABLE.open_actions(self.state, role):
            with pytest.raises(NotAllowedError):
                TABLE.rule_for(self.state, action, role)

    @invariant()
    def is_open_or_closed(self) -> None:
        assert (self.state in OPEN) != (self.state in CLOSED)

    @invariant()
    def never_handled_before_it_was_dispatched_and_signed(self) -> None:
        if self.state in {State.HANDLING, State.REPLIED, State.COMPLETED}:
            assert {"work_order.dispatched", "work_order.signed"} <= set(self.events)

    @invariant()
    def never_completed_without_a_reply_and_somebody_asked(self) -> None:
        if self.state is State.COMPLETED:
            assert "work_order.replied" in self.events
            last = [e for e in self.events if e != "work_order.view_noted"][-1]
            assert last in {"work_order.confirmed", "work_order.closed_unreached"}

    @invariant()
    def withdrawn_only_by_withdrawing(self) -> None:
        assert (self.state is State.WITHDRAWN) == ("work_order.withdrawn" in self.events)


TestWorkOrderLife = WorkOrderLife.TestCase
TestWorkOrderLife.settings = settings(
    max_examples=60,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)


def test_a_row_is_built_as_its_columns_say() -> None:
    plain = _row(State.OBJECTED, Action.UPHOLD, State.ACCEPTED, "upheld", Role.REVIEWER)
    assert plain == Step(
        state=State.OBJECTED,
        action=Action.UPHOLD,
        to=State.ACCEPTED,
        roles=frozenset({Role.REVIEWER}),
        event="work_order.upheld",
        audience=Audience.APPELLANT,
        clocks=Clocks(met=(), started=(), stopped=False),
        inputs=(),
    )
    told, inputs = Audience.NOTIFIED, (_text("words"),)
    full = _row(
        State.SIGNED, Action.START, State.HANDLING, "begun", Role.HANDLER, Role.UNIT_HEAD,
        told=told, met=(Stage.SIGN,), started=(Stage.REPLY,), stopped=True, inputs=inputs,
    )  # fmt: skip
    assert full == Step(
        state=State.SIGNED,
        action=Action.START,
        to=State.HANDLING,
        roles=frozenset({Role.HANDLER, Role.UNIT_HEAD}),
        event="work_order.begun",
        audience=told,
        clocks=Clocks(met=(Stage.SIGN,), started=(Stage.REPLY,), stopped=True),
        inputs=inputs,
    )


def test_an_input_is_built_as_its_name_says() -> None:
    grounds = ("petition", "litigation")
    assert _ground(iter(grounds)) == Input("ground", InputKind.CHOICE, choices=grounds)
    assert _may_be("area", InputKind.AREA) == Input("area", InputKind.AREA, required=False)
    assert _text("text") == Input("text", InputKind.TEXT, required=True, reader=None)
    assert _text("text", Reader.UNIT, required=False) == Input(
        "text", InputKind.TEXT, required=False, reader=Reader.UNIT
    )
