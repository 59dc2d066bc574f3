"""Forms that take one step of a work order."""

from datetime import datetime
from typing import Any, ClassVar, cast

from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy

from jiesu.casework import queries
from jiesu.casework.models import WorkOrder
from jiesu.directory.people import Actor
from jiesu.rules.lifecycle import Action
from jiesu.web.forms import Words
from jiesu.web.labels import ACTIONS


class OrderForm(forms.Form):
    """One step: what must be entered for it, and the stage function that takes it.

    Every form carries the version of the work order that its page showed.
    """

    action: ClassVar[Action]
    key: ClassVar[str]
    primary: ClassVar[bool] = False
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(  # noqa: PLR0913  (Django's arguments, and whose step it is)
        self,
        data: QueryDict | None = None,
        files: MultiValueDict[str, Any] | None = None,
        *,
        order: WorkOrder,
        actor: Actor,
        now: datetime,
        initial: dict[str, Any] | None = None,
    ) -> None:
        self.order, self.actor, self.now = order, actor, now
        initial = {"version": order.version, **(initial or {})}
        super().__init__(data, files, initial=initial, auto_id=f"{self.action.value}_%s")

    @property
    def title(self) -> str:
        """Name the step as its button does."""
        return str(ACTIONS[self.action])

    def take(self) -> None:
        """Take the step with what was entered, through the stage's function."""
        raise NotImplementedError

    def same_as_taken(self) -> bool:
        """Tell whether the step that was taken from the seen version is this very one, sent again.

        A page that was offline, or a second click, sends what has arrived already. Only forms whose
        words can be compared with what is on record say yes.
        """
        return False

    def taken_before(self) -> bool:
        """Tell whether the actor took this step from the version the page showed."""
        seen = self.cleaned_data["version"]
        return (
            queries.taken_from(self.order, seen, self.action, actor=self.actor)
            and self.same_as_taken()
        )

    def show_version(self, order: WorkOrder) -> None:
        """Let the next sending answer to the work order as it stands now."""
        self.order = order
        sent = cast("QueryDict", self.data).copy()
        sent["version"] = str(order.version)
        self.data = sent

    def typed(self) -> list[tuple[str, str]]:
        """Give what was entered, by label, for a page that can no longer offer the form."""
        fields = (self[name] for name in self.fields if name != "version")
        return [(str(field.label), str(field.data)) for field in fields if field.data]


class WordsField(Words):
    """A few sentences that somebody will read."""

    def __init__(self, rows: int = 3, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 10_000)
        super().__init__(widget=forms.Textarea({"rows": rows}), **kwargs)


def one_of(choices: list[tuple[str, Any]], label: Any) -> forms.ChoiceField:
    """Make a choice that nobody has made beforehand."""
    return forms.ChoiceField(choices=[("", gettext_lazy("Choose")), *choices], label=label)
