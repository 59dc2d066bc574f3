"""The names people read for steps, grounds, reasons and concerns."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jiesu.rules.dispatch import Concern, ReasonCode
from jiesu.rules.grounds import DeclineGround, ExtensionGround, ObjectionGround, RedirectGround
from jiesu.rules.lifecycle import View

EVENTS: dict[str, Promise] = {
    "appeal.received": _("Appeal received"),
    "appeal.imported": _("Taken over from an earlier system"),
    "appeal.joined": _("Another appeal was merged into this one"),
    "appeal.left": _("A merged appeal was taken out again"),
    "appeal.protected": _("The appellant was pressed; the unit no longer sees who it is"),
    "appeal.withdrawn": _("One of the appellants took the appeal back"),
    "follow_up.attempted": _("Follow-up call without an answer"),
    "work_order.accepted": _("Accepted"),
    "work_order.decline_proposed": _("Proposed to be declined"),
    "work_order.decline_refused": _("Not declined; to be taken up"),
    "work_order.declined": _("Not accepted"),
    "work_order.redirected": _("Shown the statutory channel"),
    "work_order.answered": _("Answered at the desk"),
    "work_order.merged": _("Merged into an earlier work order"),
    "work_order.unmerged": _("Taken out of the merge"),
    "work_order.dispatched": _("Dispatched"),
    "work_order.signed": _("Signed for by the unit"),
    "work_order.objected": _("The unit objected"),
    "work_order.objection_upheld": _("Objection upheld"),
    "work_order.objection_overruled": _("Objection overruled, the unit is designated"),
    "work_order.started": _("Work started"),
    "work_order.extended": _("More time was given"),
    "work_order.replied": _("The unit replied"),
    "work_order.returned": _("Reply given back for rework"),
    "work_order.view_noted": _("The appellant's view was noted"),
    "work_order.confirmed": _("Confirmed, completed"),
    "work_order.disputed": _("Not solved, says the appellant; back to the unit"),
    "work_order.closed_unreached": _("Closed, the appellant was not reached"),
    "work_order.reopened": _("Reopened"),
    "work_order.contested": _("Asked again with new reasons"),
    "work_order.withdrawn": _("Withdrawn by the appellant"),
    "work_order.reminded": _("Reminder: a due time is near"),
    "work_order.overdue": _("A due time has passed"),
    "work_order.joined_issue": _("Confirmed as part of an issue"),
    "work_order.left_issue": _("Taken out of an issue"),
}

GROUNDS: dict[str, Promise] = {
    DeclineGround.NO_DUTY: _("outside the duties of any unit"),
    DeclineGround.ALREADY_HANDLED: _("already handled, with nothing new"),
    DeclineGround.CONFIDENTIAL_MATTER: _("state or trade secret, or somebody's privacy"),
    DeclineGround.UNLAWFUL: _("against the law or public order"),
    DeclineGround.NOT_UNDERSTANDABLE: _("cannot be understood, and nobody can be asked"),
    RedirectGround.EMERGENCY_LINE: _("emergency lines 110, 119, 120, 122"),
    RedirectGround.LITIGATION: _("court"),
    RedirectGround.ARBITRATION: _("arbitration"),
    RedirectGround.ADMINISTRATIVE_REVIEW: _("administrative review"),
    RedirectGround.INFORMATION_DISCLOSURE: _("request for government information"),
    RedirectGround.DISCIPLINE_INSPECTION: _("discipline inspection"),
    RedirectGround.PETITION: _("petition"),
    ObjectionGround.NOT_OUR_DUTY: _("not our duty"),
    ObjectionGround.NOT_OUR_AREA: _("not our area"),
    ObjectionGround.TAKEN_BACK_DUTY: _("a department took this duty back"),
    ObjectionGround.CONFLICT_OF_INTEREST: _("conflict of interest"),
    ExtensionGround.STATUTORY_PERIOD: _("the law itself gives a longer time"),
    ExtensionGround.EXPERT_OPINION: _("an expert opinion is needed"),
    ExtensionGround.WEATHER_OR_SEASON: _("weather or season"),
    ExtensionGround.SEVERAL_UNITS: _("several units must work together"),
}

REASONS: dict[ReasonCode, Promise] = {
    ReasonCode.LEADS: _("leads by the duty list"),
    ReasonCode.LEADS_ASSISTED: _("leads; the street only assists"),
    ReasonCode.TOOK_BACK: _("took this duty back from the street"),
    ReasonCode.COORDINATES: _("coordinates, since only the area is certain"),
}

CONCERNS: dict[Concern, Promise] = {
    Concern.COMMUNITY_MAY_NOT_LEAD: _("a community may help but not lead"),
    Concern.ACCUSED: _("the appeal is about this unit"),
    Concern.CONFLICT_OF_INTEREST: _("conflict of interest"),
    Concern.TAKEN_BACK: _("a department took this duty back from it"),
    Concern.ASSISTS_ONLY: _("assists only, by the duty list"),
    Concern.EXPIRED: _("its duty is not in force today"),
    Concern.NOT_LISTED: _("the duty list does not name it for this"),
    Concern.OBJECTION_UPHELD: _("it objected before and was right"),
}

CHANNELS: dict[str, Promise] = {
    "phone": _("telephone"),
    "portal": _("web page"),
    "open311": _("Open311"),
    "email": _("e-mail"),
    "official_account": _("official account"),
    "counter": _("service counter"),
    "import": _("earlier records"),
}

VIEW_TONES: dict[View, str] = {
    View.CONFIRMED: "good",
    View.PARTLY: "warn",
    View.DISPUTED: "bad",
}


def grounds(
    kind: type[DeclineGround | RedirectGround | ObjectionGround | ExtensionGround],
) -> list[tuple[str, Promise]]:
    """Give the grounds of one kind for a field."""
    return [(ground.value, GROUNDS[ground]) for ground in kind]
