"""The life of a project: an analyst keeps it, and it ends once."""

import pytest

from jiesu.rules.project_life import TABLE, ProjectAction, ProjectState, _row
from jiesu.rules.roles import Role
from jiesu.rules.steps import Audience, NotAllowedError, Step


def test_an_analyst_alone_keeps_it() -> None:
    for state in ProjectState:
        others = [role for role in Role if TABLE.open_actions(state, role)]
        assert others == [Role.ANALYST]


def test_it_ends_once_and_what_was_reached_late_is_still_told() -> None:
    assert TABLE.open_actions(ProjectState.OPEN, Role.ANALYST) == tuple(ProjectAction)
    assert TABLE.open_actions(ProjectState.ENDED, Role.ANALYST) == (ProjectAction.REACH,)
    with pytest.raises(NotAllowedError, match="open to them: reach"):
        TABLE.rule_for(ProjectState.ENDED, ProjectAction.END, Role.ANALYST)


def test_each_step_leaves_its_event_for_the_staff() -> None:
    assert {row.action: (row.to, row.event) for row in TABLE.values()} == {
        "promise": ("open", "project.promised"),
        "reach": ("ended", "project.reached"),
        "end": ("ended", "project.ended"),
    }
    assert set(TABLE.events) == {
        f"project.{what}" for what in ("opened", "moved", "promised", "reached", "ended")
    }
    assert set(TABLE.events.values()) == {Audience.STAFF}
    assert TABLE.closed == {ProjectState.ENDED}


def test_a_row_is_an_analysts_and_told_to_the_staff() -> None:
    row = _row(ProjectState.OPEN, ProjectAction.END, ProjectState.ENDED, "ended")
    roles = frozenset({Role.ANALYST})
    assert row == Step(
        ProjectState.OPEN, ProjectAction.END, ProjectState.ENDED, roles, "project.ended"
    )
