"""Who may do what: roles, permissions and the duties that must stay apart."""

from enum import StrEnum


class Role(StrEnum):
    """A duty a person holds; `RESIDENT` and `SYSTEM` are held by nobody on the staff."""

    RESIDENT = "resident"
    SYSTEM = "system"
    OPERATOR = "operator"  # 话务员 takes appeals in, accepts, answers, merges
    DISPATCHER = "dispatcher"  # 派单员
    REVIEWER = "reviewer"  # 审核员 decides objections and proposals to decline; never who made them
    HANDLER = "handler"  # 承办人 sees the task of their unit, not the person
    UNIT_HEAD = "unit_head"  # 承办单位负责人 may object and ask for more time
    FOLLOW_UP = "follow_up"  # 回访员; never of the handling unit
    ANALYST = "analyst"  # 分析员 sees de-identified data only
    LEADER = "leader"  # 领导
    ADMINISTRATOR = "administrator"  # keeps services, units, duties, calendar, people
    AUDITOR = "auditor"  # reads logs


# Held in a unit, and of use only for what that unit leads.
UNIT_ROLES = frozenset({Role.HANDLER, Role.UNIT_HEAD})
STAFF_ROLES = tuple(role for role in Role if role not in {Role.RESIDENT, Role.SYSTEM})


# Held in a unit, and of use only for the work orders of that unit.
UNIT_ROLES = frozenset({Role.HANDLER, Role.UNIT_HEAD})
# Those who speak with appellants for the hotline.
HOTLINE_ROLES = frozenset({Role.OPERATOR, Role.FOLLOW_UP})


class Permission(StrEnum):
    """Everything that may be allowed and is not a life-cycle action, named once."""

    APPEAL_RECEIVE = "appeal.receive"  # record an appeal on behalf of somebody
    APPEAL_READ = "appeal.read"  # every appeal of the jurisdiction, without identity
    APPEAL_READ_OWN_UNIT = "appeal.read_own_unit"  # those dispatched to one's unit
    IDENTITY_REVEAL = "identity.reveal"  # open the vault for one appeal, with a reason
    BOARD_READ = "board.read"  # figures of all units
    GROUP_DECIDE = "group.decide"  # confirm, merge, split, dismiss a mined group
    PROJECT_KEEP = "project.keep"  # open a project about an issue, keep its milestones
    TEXT_READ = "text.read"  # scrubbed texts behind a figure
    DIRECTORY_EDIT = "directory.edit"
    PEOPLE_EDIT = "people.edit"
    LOG_READ = "log.read"  # the log, view log and dead letters


_GRANTS: dict[Role, frozenset[Permission]] = {
    Role.RESIDENT: frozenset(),
    Role.SYSTEM: frozenset(),
    Role.OPERATOR: frozenset(
        {Permission.APPEAL_RECEIVE, Permission.APPEAL_READ, Permission.IDENTITY_REVEAL}
    ),
    Role.DISPATCHER: frozenset({Permission.APPEAL_READ}),
    Role.REVIEWER: frozenset({Permission.APPEAL_READ}),
    Role.HANDLER: frozenset({Permission.APPEAL_READ_OWN_UNIT, Permission.IDENTITY_REVEAL}),
    Role.UNIT_HEAD: frozenset({Permission.APPEAL_READ_OWN_UNIT, Permission.IDENTITY_REVEAL}),
    Role.FOLLOW_UP: frozenset({Permission.APPEAL_READ, Permission.IDENTITY_REVEAL}),
    Role.ANALYST: frozenset(
        {
            Permission.BOARD_READ,
            Permission.GROUP_DECIDE,
            Permission.PROJECT_KEEP,
            Permission.TEXT_READ,
        }
    ),
    Role.LEADER: frozenset({Permission.BOARD_READ, Permission.TEXT_READ}),
    Role.ADMINISTRATOR: frozenset({Permission.DIRECTORY_EDIT, Permission.PEOPLE_EDIT}),
    Role.AUDITOR: frozenset({Permission.LOG_READ, Permission.APPEAL_READ}),
}

# Pairs that one person may not hold at once: nobody judges their own work, and whoever can change
# rights does not read what was done with them (等保 2.0, level 3: administrators apart).
KEPT_APART: tuple[tuple[Role, Role], ...] = (
    (Role.OPERATOR, Role.FOLLOW_UP),
    (Role.OPERATOR, Role.REVIEWER),
    (Role.DISPATCHER, Role.REVIEWER),
    (Role.HANDLER, Role.FOLLOW_UP),
    (Role.UNIT_HEAD, Role.FOLLOW_UP),
    (Role.HANDLER, Role.REVIEWER),
    (Role.UNIT_HEAD, Role.REVIEWER),
    (Role.ADMINISTRATOR, Role.AUDITOR),
)


def permissions_of(roles: frozenset[Role]) -> frozenset[Permission]:
    """Give all that any of the roles allows."""
    return frozenset().union(*(_GRANTS[role] for role in roles))


def clashes(roles: frozenset[Role]) -> list[tuple[Role, Role]]:
    """List the pairs among `roles` that must be held by different people."""
    return [pair for pair in KEPT_APART if roles.issuperset(pair)]
