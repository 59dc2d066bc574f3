"""Grounds, reasons, concerns, roles and the ways an appeal comes in."""

from django.utils.translation import gettext_lazy as _

from jiesu.casework.wording.words import Words
from jiesu.directory.models import Urgency
from jiesu.rules.dispatching.dispatch import Concern, ReasonCode
from jiesu.rules.grounds import DeclineGround, ExtensionGround, ObjectionGround, RedirectGround
from jiesu.rules.roles import Role

GROUNDS: dict[str, Words] = {
    DeclineGround.NO_DUTY: Words(_("outside the duties of any unit")),
    DeclineGround.ALREADY_HANDLED: Words(_("already handled, with nothing new")),
    DeclineGround.CONFIDENTIAL_MATTER: Words(_("state or trade secret, or somebody's privacy")),
    DeclineGround.UNLAWFUL: Words(_("against the law or public order")),
    DeclineGround.NOT_UNDERSTANDABLE: Words(_("cannot be understood, and nobody can be asked")),
    RedirectGround.EMERGENCY_LINE: Words(_("emergency lines 110, 119, 120, 122")),
    RedirectGround.LITIGATION: Words(_("court")),
    RedirectGround.ARBITRATION: Words(_("arbitration")),
    RedirectGround.ADMINISTRATIVE_REVIEW: Words(_("administrative review")),
    RedirectGround.INFORMATION_DISCLOSURE: Words(_("request for government information")),
    RedirectGround.DISCIPLINE_INSPECTION: Words(_("discipline inspection")),
    RedirectGround.PETITION: Words(_("petition")),
    ObjectionGround.NOT_OUR_DUTY: Words(_("not our duty")),
    ObjectionGround.NOT_OUR_AREA: Words(_("not our area")),
    ObjectionGround.TAKEN_BACK_DUTY: Words(_("a department took this duty back")),
    ObjectionGround.CONFLICT_OF_INTEREST: Words(_("conflict of interest")),
    ExtensionGround.STATUTORY_PERIOD: Words(_("the law itself gives a longer time")),
    ExtensionGround.EXPERT_OPINION: Words(_("an expert opinion is needed")),
    ExtensionGround.WEATHER_OR_SEASON: Words(_("weather or season")),
    ExtensionGround.SEVERAL_UNITS: Words(_("several units must work together")),
}

REASONS: dict[str, Words] = {
    ReasonCode.LEADS: Words(_("leads by the duty list")),
    ReasonCode.LEADS_ASSISTED: Words(_("leads; the street only assists")),
    ReasonCode.TOOK_BACK: Words(_("took this duty back from the street")),
    ReasonCode.COORDINATES: Words(_("coordinates, since only the area is certain")),
}

CONCERNS: dict[str, Words] = {
    Concern.COMMUNITY_MAY_NOT_LEAD: Words(_("a community may help but not lead")),
    Concern.ACCUSED: Words(_("the appeal is about this unit")),
    Concern.CONFLICT_OF_INTEREST: Words(_("conflict of interest")),
    Concern.TAKEN_BACK: Words(_("a department took this duty back from it")),
    Concern.ASSISTS_ONLY: Words(_("assists only, by the duty list")),
    Concern.EXPIRED: Words(_("its duty is not in force today")),
    Concern.NOT_LISTED: Words(_("the duty list does not name it for this")),
    Concern.OBJECTION_UPHELD: Words(_("it objected before and was right")),
}

CHANNELS: dict[str, Words] = {
    "phone": Words(_("telephone")),
    "portal": Words(_("web page")),
    "open311": Words(_("Open311")),
    "email": Words(_("e-mail")),
    "official_account": Words(_("official account")),
    "counter": Words(_("service counter")),
    "import": Words(_("earlier records")),
}

ROLES: dict[str, Words] = {
    Role.RESIDENT: Words(_("resident")),
    Role.SYSTEM: Words(_("system")),
    Role.OPERATOR: Words(_("operator")),
    Role.DISPATCHER: Words(_("dispatcher")),
    Role.REVIEWER: Words(_("reviewer")),
    Role.HANDLER: Words(_("handler")),
    Role.UNIT_HEAD: Words(_("head of unit")),
    Role.FOLLOW_UP: Words(_("follow-up clerk")),
    Role.ANALYST: Words(_("analyst")),
    Role.LEADER: Words(_("leader")),
    Role.ADMINISTRATOR: Words(_("administrator")),
    Role.AUDITOR: Words(_("auditor")),
}

# What the log keeps a chain of.
CHAINS: dict[str, Words] = {
    "work_order": Words(_("work order")),
    "project": Words(_("project")),
}

# What the samples of `rules.policy` rest on, which are said there as in the reference.
BASES: dict[str, Words] = {
    "draft of DB11/T 2021 (Beijing, 2021)": Words(_("draft of DB11/T 2021 (Beijing, 2021)")),
    "rules of Liulin county (Lüliang, 2024)": Words(_("rules of Liulin county (Lüliang, 2024)")),
    "our own: below it one more case moves a rate by over three points": Words(
        _("our own: below it one more case moves a rate by over three points")
    ),
    "our own; Beijing's regulation (2021), article 23, asks for a call": Words(
        _("our own; Beijing's regulation (2021), article 23, asks for a call")
    ),
}

# The directory names its own choices.
URGENCIES: dict[str, Words] = {one.value: Words(one.label) for one in Urgency}
