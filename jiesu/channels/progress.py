"""How far an appeal has come, in the plain sentence that appellants read."""

from jiesu.casework import wording
from jiesu.casework.reading.rows import Appeal
from jiesu.rules.lifecycle import CLOSED, Outcome


def is_closed(appeal: Appeal) -> bool:
    """Tell whether nobody owes the appellant anything any more."""
    return appeal.withdrawn_at is not None or appeal.work_order.state in CLOSED


def sentence(appeal: Appeal) -> str:
    """Say in a sentence how far the appeal has come."""
    if appeal.withdrawn_at is not None:
        return wording.say("outcome", Outcome.WITHDRAWN, "appellant")
    if is_closed(appeal):
        return wording.say("outcome", appeal.work_order.outcome, "appellant")
    return wording.say("state", appeal.work_order.state, "appellant")
