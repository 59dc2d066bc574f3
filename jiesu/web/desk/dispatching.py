"""Choosing the unit that leads: the duty list's own, each with its reason, or another with one."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiesu.casework import dispatch
from jiesu.casework.dispatch import Candidate
from jiesu.casework.errors import InvalidError
from jiesu.casework.models import WorkOrder
from jiesu.directory import choices
from jiesu.directory.models import Area, Service, Unit
from jiesu.rules.dispatch import Concern
from jiesu.rules.lifecycle import Action
from jiesu.web.desk import proposing
from jiesu.web.orders.fields import PickField
from jiesu.web.orders.forms import OrderForm, WordsField


@dataclass(frozen=True)
class Offer:
    """A unit with why it is proposed and what speaks against it, as a page shows it."""

    candidate: Candidate
    service: str
    area: str
    concerns: list[Concern]

    @property
    def percent(self) -> int:
        """Give how closely the duty fits, in percent."""
        return round(100 * self.candidate.proposal.confidence)


def offers(candidates: list[Candidate], concerns: dict[str, list[Concern]]) -> list[Offer]:
    """Put candidates into words; `concerns` are by unit code."""
    reasons = [one.proposal.reason for one in candidates]
    services = choices.names(Service, [reason.service for reason in reasons])
    areas = choices.names(Area, [reason.area for reason in reasons])
    return [
        Offer(
            one,
            services.get(one.proposal.reason.service, ""),
            areas.get(one.proposal.reason.area, ""),
            concerns.get(one.unit.code, []),
        )
        for one in candidates
    ]


class DispatchForm(OrderForm):
    """Give a work order to a unit."""

    action, key, primary = Action.DISPATCH, "d", True
    template_name = "desk/forms/dispatch.html"
    unit = forms.ChoiceField(widget=forms.RadioSelect, label=gettext_lazy("Unit"), required=False)
    other = PickField(
        choices.units,
        "units",
        label=gettext_lazy("Another unit"),
        help_text=gettext_lazy("It leads instead of the unit chosen above; say why below."),
        required=False,
    )
    support = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple, label=gettext_lazy("Units that help"), required=False
    )
    more_support = PickField(
        choices.units, "units", label=gettext_lazy("One more unit that helps"), required=False
    )
    reason = WordsField(
        rows=2,
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Needed where the duty list does not name the unit."),
        required=False,
    )

    def __init__(self, *args: Any, order: WorkOrder, **kwargs: Any) -> None:
        super().__init__(*args, order=order, **kwargs)
        self.candidates = dispatch.propose(order, now=self.now)
        helpers = {unit.code: unit for one in self.candidates for unit in one.support_units}
        leads = [(one.unit.code, one.unit.name) for one in self.candidates]
        self.fields["unit"].choices = leads  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["support"].choices = [(u.code, u.name) for u in helpers.values()]  # type: ignore[attr-defined]  # as above
        if self.candidates:
            first = self.candidates[0]
            self.initial["unit"] = first.unit.code
            self.initial["support"] = [unit.code for unit in first.support_units]

    @property
    def offers(self) -> list[Offer]:
        """Give the proposed units with what speaks for and against each."""
        against = {
            one.unit.code: dispatch.concerns(self.order, one.unit, now=self.now)
            for one in self.candidates
        }
        return offers(self.candidates, against)

    def take(self) -> None:
        """Dispatch, with what was proposed on record beside what was decided."""
        lead = self._lead()
        proposing.keep_units(self.order, self.candidates, now=self.now)
        dispatch.assign(
            self.order,
            unit=lead,
            support_units=self._support(),
            reason=self.cleaned_data["reason"],
            actor=self.actor,
            now=self.now,
        )

    def _lead(self) -> Unit:
        lead: Unit | None = self.cleaned_data["other"]
        chosen = (one.unit for one in self.candidates if one.unit.code == self.cleaned_data["unit"])
        lead = lead or next(chosen, None)
        if lead is None:
            raise InvalidError({"unit": _("Choose the unit that leads.")})
        return lead

    def _support(self) -> list[Unit]:
        known = {unit.code: unit for one in self.candidates for unit in one.support_units}
        more = self.cleaned_data["more_support"]
        return [known[code] for code in self.cleaned_data["support"]] + ([more] if more else [])
