"""What each state is called, and what it means to the one who waits."""

from django.utils.translation import gettext_lazy as _

from jiesu.casework.wording.words import Words
from jiesu.rules.lifecycle import State

STATES: dict[str, Words] = {
    State.REGISTERED: Words(
        _("registered"),
        appellant=_("Received; the hotline is reading it."),
        next=_("An operator reads it next."),
    ),
    State.ACCEPTED: Words(
        _("accepted, to be dispatched"),
        appellant=_("Accepted; it is being given to the unit in charge."),
        next=_("Next it is sent to the unit in charge."),
    ),
    State.DISPATCHED: Words(
        _("dispatched, to be signed for"),
        appellant=_("Given to the unit in charge."),
        next=_("The unit takes it over next."),
    ),
    State.OBJECTED: Words(
        _("objected to by the unit"),
        appellant=_("It is being decided which unit is in charge."),
        next=_("It is being settled which unit is in charge."),
    ),
    State.SIGNED: Words(
        _("signed for"),
        appellant=_("The unit in charge has taken it on."),
        next=_("The unit begins work next."),
    ),
    State.HANDLING: Words(
        _("being handled"),
        appellant=_("The unit in charge is working on it."),
        next=_("The unit is working on it and will reply."),
    ),
    State.REPLIED: Words(
        _("replied, to be followed up"),
        appellant=_("The unit has replied; please say whether the matter is settled."),
        next=_("The unit replied. Tell us whether it is solved."),
    ),
    State.COMPLETED: Words(
        _("completed"),
        next=_("It is closed. If it is not solved, say so and it is reopened."),
    ),
    State.ANSWERED: Words(
        _("answered at the desk"),
        next=_("The hotline answered. If that does not help, say so."),
    ),
    State.DECLINE_PROPOSED: Words(
        _("proposed to be declined"),
        appellant=_("It is being decided whether it can be taken up."),
        next=_("It may be nothing the hotline can take up. A second person decides next."),
    ),
    State.DECLINED: Words(
        _("not accepted"),
        next=_("It was not taken up. You can ask again with new reasons."),
    ),
    State.REDIRECTED: Words(
        _("shown the statutory channel"),
        next=_("Please use the channel named below."),
    ),
    State.MERGED: Words(
        _("merged"),
        next=_("It is handled together with an earlier report."),
    ),
    State.WITHDRAWN: Words(
        _("withdrawn"),
        next=_("You took it back. You can report again at any time."),
    ),
}
