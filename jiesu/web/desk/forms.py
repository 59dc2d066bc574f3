"""The call to one appellant after the reply, which is more than one step of the table."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

from jiesu.casework.errors import NotFoundError
from jiesu.casework.reading import access
from jiesu.casework.reading.rows import Appeal
from jiesu.casework.stages import follow_up
from jiesu.casework.stages.follow_up import Opinion
from jiesu.rules.lifecycle import CALL, OPINION, Action
from jiesu.rules.outcomes import CallResult
from jiesu.web.orders.forms import StepForm
from jiesu.web.orders.step_fields import field_for


class CallForm(StepForm):
    """One call to one appellant after the reply."""

    appeal = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(Action.NOTE_VIEW, *args, **kwargs)
        on = timezone.localdate(self.now)
        self.fields = {
            **{name: self.fields[name] for name in ("version", "appeal")},
            **{one.name: field_for("opinion", one, on=on) for one in CALL},
        }
        self.fields["solved"].required = False  # nobody answered, or did not want to

    @property
    def title(self) -> str:
        """Name the step."""
        return _("Follow-up call")

    @property
    def key(self) -> str:
        """Give the key that opens it."""
        return "f"

    @property
    def primary(self) -> bool:
        """Say that it is what is usually done next."""
        return True

    def show_for(self, appeal: Appeal) -> "CallForm":
        """Ask about one appeal; ids differ where a page asks about several."""
        self.initial["appeal"] = appeal.pk
        self.auto_id = f"call_{appeal.pk}_%s"
        return self

    def submit(self) -> None:
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
        if given["result"] != CallResult.REACHED:
            return None
        return Opinion(**{one.name: given[one.name] for one in OPINION})
