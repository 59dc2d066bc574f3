"""What the operator enters while somebody speaks on the telephone."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiesu.casework.kinds import Kind, Secrecy
from jiesu.casework.stages.receiving.submission import Submission
from jiesu.directory.lookup import choices
from jiesu.directory.models import Urgency
from jiesu.directory.people import Actor
from jiesu.rules.numbers import row_id
from jiesu.web.orders.fields import PickField
from jiesu.web.orders.step_fields import WordsField

CHANNEL = "phone"
REGISTER, ACCEPT, ANSWER, MERGE = "register", "accept", "answer", "merge"


@dataclass(frozen=True)
class Then:
    """What follows the taking in: `what`, and for a merge the work order it goes into."""

    what: str
    into: int | None = None


class IntakeForm(forms.Form):
    """One appeal told on the telephone, and what the operator does with it at once."""

    idempotency_key = forms.CharField(widget=forms.HiddenInput, max_length=128)
    phone = forms.CharField(
        label=gettext_lazy("Caller's number"),
        widget=forms.TelInput({"autocomplete": "off"}),
        max_length=40,
        required=False,
    )
    name = forms.CharField(
        label=gettext_lazy("Name"),
        widget=forms.TextInput({"autocomplete": "off"}),
        max_length=200,
        required=False,
    )
    secrecy = forms.ChoiceField(choices=Secrecy.choices, label=gettext_lazy("Who may know"))
    text = WordsField(rows=5, label=gettext_lazy("What happened"))
    title = forms.CharField(label=gettext_lazy("Short title"), max_length=200, required=False)
    kind = forms.ChoiceField(choices=Kind.choices, label=gettext_lazy("Kind"), initial=Kind.HELP)
    place_words = forms.CharField(
        label=gettext_lazy("Place in words"), max_length=300, required=False
    )
    area = PickField(choices.areas, "areas", label=gettext_lazy("Area"), required=False)
    lat = forms.FloatField(
        label=gettext_lazy("Latitude"),
        required=False,
        widget=forms.TextInput({"inputmode": "decimal"}),
    )
    lon = forms.FloatField(
        label=gettext_lazy("Longitude"),
        required=False,
        widget=forms.TextInput({"inputmode": "decimal"}),
    )
    service = PickField(choices.services, "services", label=gettext_lazy("Service"), required=False)
    urgency = forms.ChoiceField(
        choices=[("", gettext_lazy("as service and words say")), *Urgency.choices],
        label=gettext_lazy("Urgency"),
        required=False,
    )
    answer = WordsField(rows=2, label=gettext_lazy("Answer at the desk"), required=False)

    def __init__(
        self, data: QueryDict | None = None, *, initial: dict[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial=initial, auto_id="intake_%s")
        self.then = _then(self.data.get("then", REGISTER))

    def clean(self) -> dict[str, Any]:
        """Ask for what the chosen next step needs."""
        given = super().clean() or {}
        if self.then.what == ACCEPT and not given.get("service") and "service" not in self.errors:
            self.add_error("service", _("Choose the service to accept it as."))
        if self.then.what == ANSWER and not given.get("answer"):
            self.add_error("answer", _("Write the answer that you gave."))
        return given

    def submission(self, actor: Actor) -> Submission:
        """Give the appeal as it goes to intake."""
        given = self.cleaned_data
        area, service = given["area"], given["service"]
        return Submission.of(
            given,
            channel=CHANNEL,
            sender=f"person-{actor.person_id}",
            area_code=area.code if area else "",
            service_code=service.code if service else "",
        )


def _then(value: str) -> Then:
    what, _colon, into = value.partition(":")
    if what == MERGE and (order := row_id(into)):
        return Then(MERGE, order)
    return Then(what if what in {ACCEPT, ANSWER} else REGISTER)
