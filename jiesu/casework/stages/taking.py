"""Every step of the staff by its action: what a page or a program calls when somebody takes one.

What is entered is named as in the table (`rules.lifecycle`), and so are the arguments.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from jiesu.casework.models import WorkOrder
from jiesu.casework.stages import (
    declining,
    dispatch,
    follow_up,
    handling,
    intake,
    merging,
    reply,
)
from jiesu.directory.people import Actor
from jiesu.rules.lifecycle import TABLE, Action, State
from jiesu.rules.roles import UNIT_ROLES, Role
from jiesu.rules.steps import Step

HANDLERS: Mapping[Action, Callable[..., object]] = {
    Action.ACCEPT: intake.accept,
    Action.PROPOSE_DECLINE: declining.propose,
    Action.DECLINE: declining.confirm,
    Action.KEEP: declining.refuse,
    Action.REDIRECT: intake.redirect,
    Action.ANSWER: intake.answer,
    Action.MERGE: merging.merge,
    Action.UNMERGE: merging.undo,
    Action.CORRECT: dispatch.correct,
    Action.DISPATCH: dispatch.assign,
    Action.TAKE_BACK: dispatch.take_back,
    Action.CLEAR: dispatch.clear,
    Action.SIGN: handling.sign,
    Action.OBJECT: dispatch.object_to,
    Action.UPHOLD: dispatch.uphold,
    Action.OVERRULE: dispatch.overrule,
    Action.START: handling.start,
    Action.EXTEND: handling.extend,
    Action.CONTACT: handling.contact,
    Action.REPLY: reply.send,
    Action.RETURN: follow_up.give_back,
    Action.CLOSE_UNREACHED: follow_up.close_unreached,
}


def take(
    order: WorkOrder, action: Action, given: Mapping[str, Any], *, actor: Actor, now: datetime
) -> None:
    """Take a step with what was entered for it; raises what its stage raises."""
    HANDLERS[action](order, **given, actor=actor, now=now)


def _is_of_the_hotline(role: Role) -> bool:
    return role not in UNIT_ROLES | {Role.RESIDENT, Role.SYSTEM}


# The steps of the unit in charge and those of the hotline, each with its first row.
OF_UNITS: Mapping[Action, Step[State, Action]] = TABLE.actions_of(UNIT_ROLES.__contains__)
OF_THE_HOTLINE: Mapping[Action, Step[State, Action]] = TABLE.actions_of(_is_of_the_hotline)
