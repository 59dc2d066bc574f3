"""Choosing the unit that leads: the duty list's own, each with its reason, or another with one."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiesu.casework.assist import duty_list
from jiesu.casework.assist.duty_list import Candidate
from jiesu.casework.errors import InvalidError
from jiesu.casework.reading.rows import WorkOrder
from jiesu.directory.lookup import choices
from jiesu.directory.models import Area, Service, Unit
from jiesu.rules.dispatching.dispatch import Concern
from jiesu.web.orders.fields import PickField
from jiesu.web.orders.forms import StepForm


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


class _Offered(forms.MultipleChoiceField):
    """Offers what the duty list names, and takes any code: a unit is looked up when it is taken."""

    def valid_value(self, value: str) -> bool:  # noqa: ARG002  (Django's signature)
        """Take what was sent."""
        return True


class DispatchForm(StepForm):
    """Give a work order to a unit."""

    built = frozenset({"unit", "support_units"})  # by fields of its own
    template_name = "desk/forms/dispatch.html"
    unit = forms.CharField(label=gettext_lazy("Unit"), max_length=64, required=False)
    other = PickField(
        choices.units,
        "units",
        label=gettext_lazy("Another unit"),
        help_text=gettext_lazy("It leads instead of the unit chosen above; say why below."),
        required=False,
    )
    support = _Offered(
        widget=forms.CheckboxSelectMultiple, label=gettext_lazy("Units that help"), required=False
    )
    more_support = PickField(
        choices.units, "units", label=gettext_lazy("One more unit that helps"), required=False
    )

    def __init__(self, *args: Any, order: WorkOrder, **kwargs: Any) -> None:
        super().__init__(*args, order=order, **kwargs)
        self.fields["support"].choices = self._helpers  # type: ignore[attr-defined]  # a ChoiceField
        if not self.is_bound and self.candidates:
            first = self.candidates[0]
            self.initial["unit"] = first.unit.code
            self.initial["support"] = [unit.code for unit in first.support_units]

    @cached_property
    def candidates(self) -> list[Candidate]:
        """Look up whom the duty list names, for a page; taking the step asks the law only."""
        return duty_list.propose(self.order, now=self.now)

    def _helpers(self) -> list[tuple[str, str]]:
        helpers = {unit.code: unit for one in self.candidates for unit in one.support_units}
        return [(unit.code, unit.name) for unit in helpers.values()]

    @property
    def offers(self) -> list[Offer]:
        """Give the proposed units with what speaks for and against each."""
        against = {
            one.unit.code: duty_list.concerns(self.order, one.unit, now=self.now)
            for one in self.candidates
        }
        return offers(self.candidates, against)

    def given(self) -> dict[str, Any]:
        """Give the unit that leads, those that help, the reason, and what was suggested."""
        return {
            "unit": self._lead(),
            "support_units": self._support(),
            "reason": self.cleaned_data["reason"],
            "shown": self.shown,
        }

    def _lead(self) -> Unit:
        lead: Unit | None = self.cleaned_data["other"] or choices.unit(self.cleaned_data["unit"])
        if lead is None:
            raise InvalidError({"unit": _("Choose the unit that leads.")})
        return lead

    def _support(self) -> list[Unit]:
        more = self.cleaned_data["more_support"]
        known = choices.units().filter(code__in=self.cleaned_data["support"])
        return [*known, *([more] if more else [])]
