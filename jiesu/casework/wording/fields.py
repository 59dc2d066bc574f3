"""What is entered with a step: the label of each field, and what helps to fill it in.

A field of one step that is called otherwise than its namesakes stands as `action.field`.
"""

from django.utils.translation import gettext_lazy as _

from jiesu.casework.wording.words import Text, Words
from jiesu.rules.steps import Reader

FIELDS: dict[str, Words] = {
    "service": Words(_("Service")),
    "urgency": Words(_("Urgency")),
    "area": Words(_("Area")),
    "accused_unit": Words(_("Unit complained about")),
    "ground": Words(_("Ground")),
    "redirect.ground": Words(_("Statutory channel")),
    "explanation": Words(_("Explanation")),
    "reasons": Words(_("Reasons")),
    "return.reasons": Words(_("What is missing")),
    "text": Words(_("Reply")),
    "answer.text": Words(_("Answer")),
    "basis": Words(_("Legal basis")),
    "into": Words(_("Earlier work order")),
    "because": Words(_("Why they are the same")),
    "unit": Words(_("Unit")),
    "note": Words(_("What the call brought")),
    "support_units": Words(_("Units that help")),
    "reason": Words(_("Reason")),
    "proposed_unit": Words(_("Whose duty it is instead")),
    "limit": Words(_("How much more")),
    "outcome": Words(_("What came of it")),
    "photos": Words(_("Photos as proof")),
    "start.contacted": Words(_("The appellant was spoken to first")),
    "contacted": Words(
        _("Did the unit contact the appellant?"),
        appellant=_("Did the unit contact you about it?"),
    ),
    "result": Words(_("The call")),
    "solved": Words(_("Was it solved?"), appellant=_("Is it solved?")),
    "result_rating": Words(_("Result, 5 is best"), appellant=_("The result")),
    "service_rating": Words(_("Service, 5 is best"), appellant=_("How you were treated")),
    "opinion.reason": Words(
        _("In the appellant's words"), appellant=_("What is missing, or what was good?")
    ),
    "reopen.reason": Words(_("Reason"), appellant=_("Why should it be taken up?")),
    "pressed": Words(
        _("Pressed to take it back"),
        appellant=_("Did anybody press or promise you something to take it back?"),
    ),
}

HELP: dict[str, Text] = {
    "accused_unit": _("It will neither see nor handle this work order."),
    "basis": _("Needed where the law allows no change."),
    "answer.basis": "",
    "into": _("Its number or a tracking code."),
    "dispatch.reason": _("Needed where the duty list does not name the unit."),
    "reply.text": _(
        "Every appellant reads this: what you found, what was done, what comes next. "
        "Name no other person."
    ),
    "photos": _("Place and camera data are taken out."),
}

READERS: dict[str, Text] = {
    Reader.APPELLANT: _("The appellant reads this."),
    Reader.OPERATOR: _("The operator reads this."),
    Reader.UNIT: _("The unit reads this."),
}
