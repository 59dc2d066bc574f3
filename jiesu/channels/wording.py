"""What appellants read of the state and the outcome of their appeal, in plain sentences."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jiesu.casework.models import Appeal
from jiesu.rules.lifecycle import CLOSED, Outcome, State

_STATES: dict[State, Promise] = {
    State.REGISTERED: _("Received; the hotline is reading it."),
    State.ACCEPTED: _("Accepted; it is being given to the unit in charge."),
    State.DECLINE_PROPOSED: _("It is being decided whether it can be taken up."),
    State.DISPATCHED: _("Given to the unit in charge."),
    State.OBJECTED: _("It is being decided which unit is in charge."),
    State.SIGNED: _("The unit in charge has taken it on."),
    State.HANDLING: _("The unit in charge is working on it."),
    State.REPLIED: _("The unit has replied; please say whether the matter is settled."),
}
_OUTCOMES: dict[Outcome, Promise] = {
    Outcome.NONE: _("Closed; what came of it is not known here."),
    Outcome.RESOLVED: _("Closed: the unit says that the matter is resolved."),
    Outcome.PARTLY_RESOLVED: _("Closed: the unit says that the matter is partly resolved."),
    Outcome.EXPLAINED: _("Closed: explained; nothing could be changed by law."),
    Outcome.CANNOT_ACT: _("Closed: the unit has no power to act."),
    Outcome.NOT_FOUND: _("Closed: the matter was not found on site."),
    Outcome.ANSWERED: _("Closed: answered."),
    Outcome.DUPLICATE: _("Closed: dealt with together with an earlier appeal."),
    Outcome.DECLINED: _("Closed: it was not taken up."),
    Outcome.REDIRECTED: _("Closed: another channel is in charge by law; it was named."),
    Outcome.WITHDRAWN: _("Closed: taken back by the appellant."),
}


def is_closed(appeal: Appeal) -> bool:
    """Tell whether nobody owes the appellant anything any more."""
    return appeal.withdrawn_at is not None or State(appeal.work_order.state) in CLOSED


def progress(appeal: Appeal) -> str:
    """Say in a sentence how far the appeal has come."""
    if appeal.withdrawn_at is not None:
        return str(_OUTCOMES[Outcome.WITHDRAWN])
    if is_closed(appeal):
        return str(_OUTCOMES[Outcome(appeal.work_order.outcome)])
    return str(_STATES[State(appeal.work_order.state)])
