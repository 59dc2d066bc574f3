"""What operators, reviewers and follow-up clerks decide about a work order."""

from collections.abc import Callable
from dataclasses import fields
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiesu.casework import access, declining, dispatch, finding, follow_up, intake, merging
from jiesu.casework.errors import InvalidError, NotFoundError
from jiesu.casework.follow_up import Opinion
from jiesu.casework.models import Appeal, FollowUp, WorkOrder
from jiesu.directory import choices
from jiesu.directory.models import Urgency
from jiesu.rules.grounds import DeclineGround, RedirectGround
from jiesu.rules.lifecycle import Action
from jiesu.web.desk import proposing, similar
from jiesu.web.forms import YesNo
from jiesu.web.orders.fields import PickField
from jiesu.web.orders.forms import OrderForm, WordsField, one_of
from jiesu.web.orders.words import grounds


class AcceptForm(OrderForm):
    """Take a matter up as one of the city's services."""

    action, key, primary = Action.ACCEPT, "a", True
    service = PickField(choices.services, "services", label=gettext_lazy("Service"))
    urgency = forms.ChoiceField(choices=Urgency.choices, label=gettext_lazy("Urgency"))
    area = PickField(choices.areas, "areas", label=gettext_lazy("Area"), required=False)
    accused_unit = PickField(
        choices.units,
        "units",
        label=gettext_lazy("Unit complained about"),
        help_text=gettext_lazy("It will neither see nor handle this work order."),
        required=False,
    )

    def __init__(self, *args: Any, order: WorkOrder, **kwargs: Any) -> None:
        initial = {"service": order.service, "urgency": order.urgency, "area": order.area}
        super().__init__(*args, order=order, initial=initial, **kwargs)

    def take(self) -> None:
        """Accept, with what was proposed on record beside what was decided."""
        given = self.cleaned_data
        matter = similar.matter_of(self.order.first_appeal)
        proposing.keep_services(self.order, proposing.services(matter), now=self.now)
        found = similar.find(matter, actor=self.actor, now=self.now, but=self.order)
        proposing.keep_similar(self.order, found, now=self.now)
        intake.accept(
            self.order,
            service=given["service"],
            urgency=given["urgency"],
            area=given["area"],
            accused_unit=given["accused_unit"],
            actor=self.actor,
            now=self.now,
        )


class _TurnAwayForm(OrderForm):
    """A ground, which each form has of its own, and words for the appellant."""

    explanation = WordsField(
        label=gettext_lazy("Explanation"), help_text=gettext_lazy("The appellant reads this.")
    )
    field_order = ("version", "ground", "explanation")
    turn_away: Callable[..., None]

    def take(self) -> None:
        """Turn the matter away, or propose to."""
        given = self.cleaned_data
        self.turn_away(
            self.order,
            ground=given["ground"],
            explanation=given["explanation"],
            actor=self.actor,
            now=self.now,
        )


class ProposeDeclineForm(_TurnAwayForm):
    """Propose not to take a matter up."""

    action, key = Action.PROPOSE_DECLINE, "x"
    ground = one_of(grounds(DeclineGround), gettext_lazy("Ground"))
    turn_away = staticmethod(declining.propose)


class RedirectForm(_TurnAwayForm):
    """Name the lawful channel."""

    action, key = Action.REDIRECT, "s"
    ground = one_of(grounds(RedirectGround), gettext_lazy("Statutory channel"))
    turn_away = staticmethod(intake.redirect)


class DeclineForm(OrderForm):
    """Decline as another person proposed."""

    action, key = Action.DECLINE, "x"

    def take(self) -> None:
        """Confirm the proposal."""
        declining.confirm(self.order, actor=self.actor, now=self.now)


class KeepForm(OrderForm):
    """Have the matter taken up in spite of the proposal to decline it."""

    action, key = Action.KEEP, "k"
    reasons = WordsField(
        label=gettext_lazy("Reasons"), help_text=gettext_lazy("The operator reads this.")
    )

    def take(self) -> None:
        """Refuse the proposal."""
        reasons = self.cleaned_data["reasons"]
        declining.refuse(self.order, reasons=reasons, actor=self.actor, now=self.now)


class AnswerForm(OrderForm):
    """Answer at the desk."""

    action, key = Action.ANSWER, "w"
    text = WordsField(label=gettext_lazy("Answer"))
    basis = forms.CharField(label=gettext_lazy("Legal basis"), max_length=300, required=False)

    def take(self) -> None:
        """Answer."""
        given = self.cleaned_data
        intake.answer(
            self.order, text=given["text"], basis=given["basis"], actor=self.actor, now=self.now
        )


class MergeForm(OrderForm):
    """Join the appeals of this work order to an earlier one."""

    action, key = Action.MERGE, "m"
    into = forms.CharField(
        label=gettext_lazy("Earlier work order"),
        help_text=gettext_lazy("Its number or a tracking code."),
        max_length=40,
    )
    because = forms.CharField(
        label=gettext_lazy("Why they are the same"), max_length=300, required=False
    )

    def take(self) -> None:
        """Merge."""
        into = finding.one(self.cleaned_data["into"], actor=self.actor)
        if into is None:
            raise InvalidError({"into": _("There is no work order with this number or code.")})
        matter = similar.matter_of(self.order.first_appeal)
        found = similar.find(matter, actor=self.actor, now=self.now, but=self.order)
        proposing.keep_similar(self.order, found, now=self.now)
        merging.merge(
            self.order,
            into=into,
            score=similar.likeness_of(into, found),
            because=self.cleaned_data["because"],
            actor=self.actor,
            now=self.now,
        )


class UnmergeForm(OrderForm):
    """Give a merged appeal its own work order back."""

    action, key = Action.UNMERGE, "m"

    def take(self) -> None:
        """Undo the merge."""
        merging.unmerge(self.order.first_appeal, actor=self.actor, now=self.now)


class UpholdForm(OrderForm):
    """Agree with the unit's objection."""

    action, key = Action.UPHOLD, "u"
    reasons = WordsField(label=gettext_lazy("Reasons"))

    def take(self) -> None:
        """Uphold."""
        reasons = self.cleaned_data["reasons"]
        dispatch.uphold(self.order, reasons=reasons, actor=self.actor, now=self.now)


class OverruleForm(OrderForm):
    """Designate the unit in spite of its objection."""

    action, key = Action.OVERRULE, "o"
    reasons = WordsField(label=gettext_lazy("Reasons"))

    def take(self) -> None:
        """Overrule."""
        reasons = self.cleaned_data["reasons"]
        dispatch.overrule(self.order, reasons=reasons, actor=self.actor, now=self.now)


class ReturnForm(OrderForm):
    """Give a reply back that does not answer the question."""

    action, key = Action.RETURN, "b"
    reasons = WordsField(
        label=gettext_lazy("What is missing"), help_text=gettext_lazy("The unit reads this.")
    )

    def take(self) -> None:
        """Give back."""
        reasons = self.cleaned_data["reasons"]
        follow_up.give_back(self.order, reasons=reasons, actor=self.actor, now=self.now)


class CloseUnreachedForm(OrderForm):
    """Complete after enough calls in vain."""

    action, key = Action.CLOSE_UNREACHED, "e"

    def take(self) -> None:
        """Close."""
        follow_up.close_unreached(self.order, actor=self.actor, now=self.now)


_SOLVED = [
    ("yes", gettext_lazy("yes")),
    ("partly", gettext_lazy("partly")),
    ("no", gettext_lazy("no")),
]
_MARKS = [("", gettext_lazy("not asked")), *((str(mark), str(mark)) for mark in range(5, 0, -1))]


class CallForm(OrderForm):
    """One call to one appellant after the reply."""

    action, key, primary = Action.NOTE_VIEW, "f", True
    appeal = forms.IntegerField(widget=forms.HiddenInput)
    result = forms.ChoiceField(
        choices=FollowUp.Result.choices, widget=forms.RadioSelect, label=gettext_lazy("The call")
    )
    contacted = YesNo(gettext_lazy("Did the unit contact the appellant?"))
    solved = forms.ChoiceField(
        choices=_SOLVED,
        widget=forms.RadioSelect,
        label=gettext_lazy("Was it solved?"),
        required=False,
    )
    result_rating = forms.TypedChoiceField(
        choices=_MARKS,
        coerce=int,
        empty_value=None,
        label=gettext_lazy("Result, 5 is best"),
        required=False,
    )
    service_rating = forms.TypedChoiceField(
        choices=_MARKS,
        coerce=int,
        empty_value=None,
        label=gettext_lazy("Service, 5 is best"),
        required=False,
    )
    reason = WordsField(label=gettext_lazy("In the appellant's words"), rows=2, required=False)

    @property
    def title(self) -> str:
        """Name the step."""
        return _("Follow-up call")

    def show_for(self, appeal: Appeal) -> "CallForm":
        """Ask about one appeal; ids differ where a page asks about several."""
        self.initial["appeal"] = appeal.pk
        self.auto_id = f"call_{appeal.pk}_%s"
        return self

    def take(self) -> None:
        """Write the call down."""
        given = self.cleaned_data
        appeal = access.appeal(given["appeal"], actor=self.actor)
        if appeal.work_order_id != self.order.pk:
            raise NotFoundError
        follow_up.record_call(
            appeal, result=given["result"], opinion=self._opinion(), actor=self.actor, now=self.now
        )

    def _opinion(self) -> Opinion | None:
        given = self.cleaned_data
        if given["result"] != FollowUp.Result.REACHED:
            return None
        return Opinion(**{field.name: given[field.name] for field in fields(Opinion)})
