"""What came of it, as the staff and as the appellant read it."""

from django.utils.translation import gettext_lazy as _

from jiesu.casework.wording.words import Words
from jiesu.rules.outcomes import CallResult, Outcome, Solved, View

OUTCOMES: dict[str, Words] = {
    Outcome.NONE: Words(
        _("no outcome yet"), appellant=_("Closed; what came of it is not known here.")
    ),
    Outcome.RESOLVED: Words(
        _("resolved"), appellant=_("Closed: the unit says that the matter is resolved.")
    ),
    Outcome.PARTLY_RESOLVED: Words(
        _("partly resolved"),
        appellant=_("Closed: the unit says that the matter is partly resolved."),
    ),
    Outcome.EXPLAINED: Words(
        _("explained: the law allows no change"),
        appellant=_("Closed: explained; nothing could be changed by law."),
    ),
    Outcome.CANNOT_ACT: Words(
        _("the unit has no power to act"), appellant=_("Closed: the unit has no power to act.")
    ),
    Outcome.NOT_FOUND: Words(
        _("not found on site"), appellant=_("Closed: the matter was not found on site.")
    ),
    Outcome.ANSWERED: Words(_("question answered"), appellant=_("Closed: answered.")),
    Outcome.DUPLICATE: Words(
        _("handled with an earlier appeal"),
        appellant=_("Closed: dealt with together with an earlier appeal."),
    ),
    Outcome.DECLINED: Words(
        _("outside what this service may accept"), appellant=_("Closed: it was not taken up.")
    ),
    Outcome.REDIRECTED: Words(
        _("belongs to another channel"),
        appellant=_("Closed: another channel is in charge by law; it was named."),
    ),
    Outcome.WITHDRAWN: Words(
        _("taken back by the appellant"), appellant=_("Closed: taken back by the appellant.")
    ),
}

VIEWS: dict[str, Words] = {
    View.NOT_ASKED: Words(_("not asked yet")),
    View.CONFIRMED: Words(_("confirmed as solved")),
    View.PARTLY: Words(_("says it is partly solved")),
    View.DISPUTED: Words(_("says it is not solved")),
    View.NO_ANSWER: Words(_("could not be reached")),
    View.REFUSED: Words(_("did not wish to answer")),
}

SOLVED: dict[str, Words] = {
    Solved.YES: Words(_("yes"), appellant=_("Yes, it is solved")),
    Solved.PARTLY: Words(_("partly"), appellant=_("Partly")),
    Solved.NO: Words(_("no"), appellant=_("No, it is not solved")),
}

CALL_RESULTS: dict[str, Words] = {
    CallResult.REACHED: Words(_("reached")),
    CallResult.NO_ANSWER: Words(_("no answer")),
    CallResult.REFUSED: Words(_("did not want to answer")),
}
