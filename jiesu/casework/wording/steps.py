"""Steps: what their buttons say, and what is told of them afterwards, to whom."""

from django.utils.translation import gettext_lazy as _

from jiesu.casework.wording.words import Words
from jiesu.rules.lifecycle import Action

ACTIONS: dict[str, Words] = {
    Action.ACCEPT: Words(_("Accept")),
    Action.PROPOSE_DECLINE: Words(_("Propose to decline")),
    Action.DECLINE: Words(_("Decline as proposed")),
    Action.KEEP: Words(_("Have it taken up")),
    Action.REDIRECT: Words(_("Show the statutory channel")),
    Action.ANSWER: Words(_("Answer now")),
    Action.MERGE: Words(_("Merge into an earlier one")),
    Action.UNMERGE: Words(_("Take out of the merge")),
    Action.DISPATCH: Words(_("Dispatch")),
    Action.TAKE_BACK: Words(_("Take it back from the unit")),
    Action.CLEAR: Words(_("Note that it accuses no unit")),
    Action.CORRECT: Words(_("Correct service, urgency, area or accused")),
    Action.CONTACT: Words(_("Note a call to the appellant")),
    Action.SIGN: Words(_("Sign for it")),
    Action.OBJECT: Words(_("Object")),
    Action.UPHOLD: Words(_("Uphold the objection")),
    Action.OVERRULE: Words(_("Overrule the objection")),
    Action.START: Words(_("Start work")),
    Action.EXTEND: Words(_("Ask for more time")),
    Action.REPLY: Words(_("Reply")),
    Action.RETURN: Words(_("Give back for rework")),
    Action.NOTE_VIEW: Words(_("Note the appellant's view")),
    Action.CONFIRM: Words(_("Confirm as solved")),
    Action.DISPUTE: Words(_("Not solved")),
    Action.CLOSE_UNREACHED: Words(_("Close as not reached")),
    Action.REOPEN: Words(_("Reopen")),
    Action.WITHDRAW: Words(_("Withdraw")),
}

EVENTS: dict[str, Words] = {
    "appeal.received": Words(
        _("Appeal received"),
        appellant=_("We received what you said."),
        letter=_("Your appeal was received."),
    ),
    "appeal.imported": Words(
        _("Taken over from an earlier system"),
        appellant=_("It was taken over from an earlier system."),
    ),
    "appeal.joined": Words(_("Another appeal was merged into this one")),
    "appeal.joined_late": Words(
        _("Another appeal was merged into this one after the reply; its appellant was told of it"),
        appellant=_("Others reported the same before, and the unit has replied already."),
        letter=_("Others reported the same before, and the unit in charge has replied."),
    ),
    "appeal.left": Words(_("A merged appeal was taken out again")),
    "appeal.protected": Words(_("The appellant was pressed; the unit no longer sees who it is")),
    "appeal.withdrawn": Words(
        _("One of the appellants took the appeal back"),
        appellant=_("You took it back."),
    ),
    "follow_up.attempted": Words(
        _("Follow-up call without an answer"),
        appellant=_("The hotline tried to call you and did not reach you."),
    ),
    "work_order.accepted": Words(
        _("Accepted"),
        appellant=_("The hotline took it up."),
    ),
    "work_order.decline_proposed": Words(_("Proposed to be declined")),
    "work_order.decline_refused": Words(_("Not declined; to be taken up")),
    "work_order.declined": Words(
        _("Not accepted"),
        appellant=_("The hotline cannot take it up."),
        letter=_("Your appeal was not taken up."),
    ),
    "work_order.redirected": Words(
        _("Shown the statutory channel"),
        appellant=_("Another channel is the lawful one for it."),
        letter=_("Another channel is in charge of your appeal by law."),
    ),
    "work_order.answered": Words(
        _("Answered at the desk"),
        appellant=_("The hotline answered."),
        letter=_("Your appeal was answered."),
    ),
    "work_order.merged": Words(
        _("Merged into an earlier work order"),
        appellant=_(
            "Others reported the same before; it is handled together, and you get your own reply."
        ),
    ),
    "work_order.unmerged": Words(
        _("Taken out of the merge"),
        appellant=_("It is handled by itself again."),
    ),
    "work_order.dispatched": Words(
        _("Dispatched"),
        appellant=_("It was sent to the unit in charge: {unit}."),
        letter=_("Your appeal was given to the unit in charge."),
    ),
    "work_order.taken_back": Words(
        _("Taken back from the unit, to be dispatched anew"),
        appellant=_("The hotline took it back and gives it to another unit."),
    ),
    "work_order.corrected": Words(
        _("Service, urgency or area corrected"),
        appellant=_("The hotline corrected what it is about, where or how urgent it is."),
    ),
    "work_order.accuses_none": Words(_("Noted that it accuses no unit")),
    "work_order.contacted": Words(
        _("The unit called the appellant"),
        appellant=_("The unit in charge noted that it called you."),
    ),
    "work_order.signed": Words(
        _("Signed for by the unit"),
        appellant=_("The unit took it over."),
    ),
    "work_order.objected": Words(_("The unit objected")),
    "work_order.objection_upheld": Words(_("Objection upheld")),
    "work_order.objection_overruled": Words(_("Objection overruled, the unit is designated")),
    "work_order.started": Words(
        _("Work started"),
        appellant=_("The unit began to work on it."),
    ),
    "work_order.extended": Words(
        _("More time was given"),
        appellant=_("The unit needs more time."),
        letter=_("The unit in charge needs more time for your appeal."),
    ),
    "work_order.replied": Words(
        _("The unit replied"),
        appellant=_("The unit replied."),
        letter=_("The unit in charge has replied to your appeal."),
    ),
    "work_order.returned": Words(_("Reply given back for rework")),
    "work_order.view_noted": Words(
        _("The appellant's view was noted"),
        appellant=_("You said what you think of it."),
    ),
    "work_order.confirmed": Words(
        _("Confirmed, completed"),
        appellant=_("You confirmed that it is solved."),
    ),
    "work_order.disputed": Words(
        _("Not solved, says the appellant; back to the unit"),
        appellant=_("You said it is not solved; the unit works on it again."),
    ),
    "work_order.closed_unreached": Words(
        _("Closed, the appellant was not reached"),
        appellant=_(
            "You could not be reached, so it was closed. You can still say it is not solved."
        ),
    ),
    "work_order.reopened": Words(
        _("Reopened"),
        appellant=_("You said it is not solved; it was opened again."),
    ),
    "work_order.contested": Words(
        _("Asked again with new reasons"),
        appellant=_("You asked again, with new reasons."),
    ),
    "work_order.withdrawn": Words(
        _("Withdrawn by the appellant"),
        appellant=_("You took it back."),
    ),
    "work_order.reminded": Words(_("Reminder: a due time is near")),
    "work_order.overdue": Words(_("A due time has passed")),
    "work_order.rescheduled": Words(
        _("A due time moved, because working days or limits were changed"),
        appellant=_("A due time moved, because working days or limits were changed."),
    ),
    "work_order.joined_issue": Words(_("Confirmed as part of an issue")),
    "work_order.left_issue": Words(_("Taken out of an issue")),
    "group.decided": Words(_("It was decided about its group")),
    "project.opened": Words(_("A project about its issue was opened")),
    "project.moved": Words(
        _("The log of the project goes on alone; until then it stood with a work order")
    ),
    "project.promised": Words(_("The project promised a milestone")),
    "project.reached": Words(_("The project reached a milestone")),
    "project.ended": Words(_("The project about its issue ended")),
}
