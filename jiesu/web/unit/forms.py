"""What a unit does with a work order."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from jiesu.casework import dispatch, handling, reply
from jiesu.casework.attachments import Photo
from jiesu.casework.texts import clean
from jiesu.directory import choices
from jiesu.rules.deadlines import TimeLimit, Unit
from jiesu.rules.grounds import ExtensionGround, ObjectionGround
from jiesu.rules.lifecycle import Action
from jiesu.web.forms import Photos
from jiesu.web.labels import OUTCOMES
from jiesu.web.orders.fields import PickField
from jiesu.web.orders.forms import OrderForm, WordsField, one_of
from jiesu.web.orders.words import grounds


class SignForm(OrderForm):
    """Confirm receipt."""

    action, key, primary = Action.SIGN, "s", True

    def same_as_taken(self) -> bool:
        """Say yes: signing twice says the same."""
        return True

    def take(self) -> None:
        """Sign."""
        handling.sign(self.order, actor=self.actor, now=self.now)


class StartForm(OrderForm):
    """Begin the work, having spoken to the appellant or not."""

    action, key, primary = Action.START, "b", True
    contacted = forms.BooleanField(
        label=gettext_lazy("The appellant was spoken to first"), required=False
    )

    def same_as_taken(self) -> bool:
        """Say yes: the work was begun by the same person from the same page."""
        return True

    def take(self) -> None:
        """Start."""
        contacted = self.cleaned_data["contacted"]
        handling.start(self.order, contacted=contacted, actor=self.actor, now=self.now)


class ReplyForm(OrderForm):
    """Say what was found and done, with proof."""

    action, key, primary = Action.REPLY, "r", True
    outcome = forms.ChoiceField(
        choices=[(claim.value, OUTCOMES[claim]) for claim in reply.CLAIMS],
        widget=forms.RadioSelect,
        label=gettext_lazy("What came of it"),
    )
    text = WordsField(
        rows=5,
        label=gettext_lazy("Reply"),
        help_text=gettext_lazy(
            "Every appellant reads this: what you found, what was done, what comes next. "
            "Name no other person."
        ),
    )
    basis = forms.CharField(
        label=gettext_lazy("Legal basis"),
        help_text=gettext_lazy("Needed where the law allows no change."),
        max_length=300,
        required=False,
    )
    photos = Photos(
        label=gettext_lazy("Photos as proof"),
        help_text=gettext_lazy("Place and camera data are taken out."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["photos"].widget.attrs["accept"] = "image/*"

    def same_as_taken(self) -> bool:
        """Compare the words with those of the reply on record."""
        last = self.order.replies.last()
        return last is not None and last.text == clean(self.cleaned_data["text"])

    def take(self) -> None:
        """Reply."""
        given = self.cleaned_data
        reply.send(
            self.order,
            text=given["text"],
            outcome=given["outcome"],
            basis=given["basis"],
            photos=[Photo(str(file.name), file.read()) for file in given["photos"]],
            actor=self.actor,
            now=self.now,
        )


class ExtendForm(OrderForm):
    """Ask for more time, on a lawful ground."""

    action, key = Action.EXTEND, "e"
    days = forms.TypedChoiceField(
        choices=[(str(days), str(days)) for days in (1, 2, 3)],
        coerce=int,
        initial="3",
        label=gettext_lazy("Working days more"),
    )
    ground = one_of(grounds(ExtensionGround), gettext_lazy("Ground"))
    explanation = WordsField(
        label=gettext_lazy("Explanation"), help_text=gettext_lazy("The appellant reads this.")
    )

    def take(self) -> None:
        """Extend."""
        given = self.cleaned_data
        handling.extend(
            self.order,
            limit=TimeLimit(given["days"], Unit.WORKING_DAYS),
            ground=given["ground"],
            explanation=given["explanation"],
            actor=self.actor,
            now=self.now,
        )


class ObjectForm(OrderForm):
    """Dispute the duty; the clock keeps running."""

    action, key = Action.OBJECT, "o"
    ground = one_of(grounds(ObjectionGround), gettext_lazy("Ground"))
    explanation = WordsField(label=gettext_lazy("Explanation"))
    proposed_unit = PickField(
        choices.units, "units", label=gettext_lazy("Whose duty it is instead"), required=False
    )

    def take(self) -> None:
        """Object."""
        given = self.cleaned_data
        dispatch.object_to(
            self.order,
            ground=given["ground"],
            explanation=given["explanation"],
            proposed_unit=given["proposed_unit"],
            actor=self.actor,
            now=self.now,
        )


STEPS: dict[str, type[OrderForm]] = {
    kind.action.value: kind for kind in (SignForm, StartForm, ReplyForm, ExtendForm, ObjectForm)
}
