"""The life of a project (治理项目) as one table: something is done until it ends.

A milestone that was reached late is still told after the end; nothing new is promised then.
"""

from enum import StrEnum

from jiesu.rules.roles import Role
from jiesu.rules.steps import Audience, Step, Table


class ProjectState(StrEnum):
    """Whether something is still being done."""

    OPEN = "open"  # 进行中
    ENDED = "ended"  # 已结束


class ProjectAction(StrEnum):
    """What somebody does about a project."""

    PROMISE = "promise"
    REACH = "reach"
    END = "end"


def _row(
    state: ProjectState, action: ProjectAction, to: ProjectState, event: str
) -> Step[ProjectState, ProjectAction]:
    return Step(state, action, to, frozenset({Role.ANALYST}), f"project.{event}")


TABLE: Table[ProjectState, ProjectAction] = Table(
    [
        _row(ProjectState.OPEN, ProjectAction.PROMISE, ProjectState.OPEN, "promised"),
        _row(ProjectState.OPEN, ProjectAction.REACH, ProjectState.OPEN, "reached"),
        _row(ProjectState.OPEN, ProjectAction.END, ProjectState.ENDED, "ended"),
        _row(ProjectState.ENDED, ProjectAction.REACH, ProjectState.ENDED, "reached"),
    ],
    closed={ProjectState.ENDED},
    beside={"project.opened": Audience.STAFF, "project.moved": Audience.STAFF},
)
