"""A life as a table: what is derived from its rows is what they say."""

from enum import StrEnum

import pytest

from jiesu.rules.policy import SAMPLE
from jiesu.rules.roles import Role
from jiesu.rules.steps import (
    Audience,
    Clocks,
    Input,
    InputKind,
    NotAllowedError,
    Step,
    Table,
)


class Door(StrEnum):
    OPEN = "open"
    SHUT = "shut"


class Do(StrEnum):
    SHUT = "shut_it"
    OPEN = "open_it"
    KNOCK = "knock"


SHUTS = Step(Door.OPEN, Do.SHUT, Door.SHUT, frozenset({Role.OPERATOR}), "door.shut")
OPENS = Step(
    Door.SHUT,
    Do.OPEN,
    Door.OPEN,
    frozenset({Role.OPERATOR, Role.AUDITOR}),
    "door.opened",
    Audience.NOTIFIED,
    Clocks(("knock",), ("answer",)),
)
KNOCKS = Step(Door.SHUT, Do.KNOCK, Door.SHUT, frozenset({Role.RESIDENT}), "door.knocked")
BUMPS = Step(Door.OPEN, Do.KNOCK, Door.OPEN, frozenset({Role.RESIDENT}), "door.bumped")


@pytest.fixture
def table() -> Table[Door, Do]:
    """Build it in the test and not when this file is read: there no mutant is switched on yet."""
    rows = [SHUTS, OPENS, KNOCKS, BUMPS]
    return Table(rows, closed=[Door.SHUT], beside={"door.creaked": Audience.STAFF})


def test_a_table_gives_its_rows_in_their_order(table: Table[Door, Do]) -> None:
    assert list(table.values()) == [SHUTS, OPENS, KNOCKS, BUMPS]
    assert len(table) == 4
    assert table[Door.SHUT, Do.OPEN] is OPENS
    assert table.closed == {Door.SHUT}


def test_every_event_has_its_audience(table: Table[Door, Do]) -> None:
    assert table.events == {
        "door.shut": Audience.STAFF,
        "door.opened": Audience.NOTIFIED,
        "door.knocked": Audience.STAFF,
        "door.bumped": Audience.STAFF,
        "door.creaked": Audience.STAFF,
    }


def test_two_rows_for_one_step_are_refused() -> None:
    with pytest.raises(ValueError, match=r"^Two rows say what shut_it does to what is open\.$"):
        Table([SHUTS, SHUTS], closed=[], beside={})


def test_an_action_is_given_with_its_first_row_for_the_roles_that_are_wanted(
    table: Table[Door, Do],
) -> None:
    assert table.actions_of({Role.RESIDENT}.__contains__) == {Do.KNOCK: KNOCKS}
    assert table.actions_of({Role.AUDITOR}.__contains__) == {Do.OPEN: OPENS}
    assert list(table.actions_of({Role.OPERATOR}.__contains__)) == [Do.SHUT, Do.OPEN]


def test_what_is_open_depends_on_state_and_role(table: Table[Door, Do]) -> None:
    assert table.open_actions(Door.SHUT, Role.OPERATOR) == (Do.OPEN,)
    assert table.open_actions(Door.SHUT, Role.RESIDENT) == (Do.KNOCK,)
    assert table.open_actions("ajar", Role.RESIDENT) == ()


@pytest.mark.parametrize("state", [Door.SHUT, "ajar"])
def test_a_refusal_says_what_is_open_instead(table: Table[Door, Do], state: str) -> None:
    instead = "knock" if state == Door.SHUT else "nothing"
    sentence = f"The resident may not shut_it what is {state}; open to them: {instead}."
    with pytest.raises(NotAllowedError) as caught:
        table.rule_for(state, Do.SHUT, Role.RESIDENT)
    assert str(caught.value) == sentence
    error = caught.value
    assert (error.state, error.action, error.role) == (state, Do.SHUT, Role.RESIDENT)


@pytest.mark.parametrize(
    ("kind", "longest"),
    [
        (InputKind.TEXT, SAMPLE.texts.text),
        (InputKind.LINE, SAMPLE.texts.place),
        (InputKind.CHOICE, 0),
    ],
)
def test_words_have_a_length_and_choices_none(kind: InputKind, longest: int) -> None:
    assert Input("words", kind).longest == longest
