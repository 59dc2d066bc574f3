"""Forms that take one step of a work order, made from what the table says the step asks for."""

from datetime import datetime
from typing import Any, ClassVar, cast

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from jiesu.casework import wording
from jiesu.casework.errors import InvalidError
from jiesu.casework.reading import finding, queries
from jiesu.casework.reading.rows import WorkOrder
from jiesu.casework.stages import taking
from jiesu.casework.stages.receiving.attachments import Photo
from jiesu.casework.texts import clean
from jiesu.directory.people import Actor
from jiesu.rules.lifecycle import TABLE, Action
from jiesu.rules.steps import Input, InputKind
from jiesu.web.orders.step_fields import field_for

_MOST_SHOWN, _LONGEST_ID = 100, 19  # suggestions on a page; digits of a number that fits
# The key that opens a step, and whether it is what is usually done next: then it stands on top.
_KEYS = {
    Action.ACCEPT: "a",
    Action.PROPOSE_DECLINE: "x",
    Action.DECLINE: "x",
    Action.KEEP: "k",
    Action.REDIRECT: "s",
    Action.ANSWER: "w",
    Action.MERGE: "m",
    Action.UNMERGE: "m",
    Action.DISPATCH: "d",
    Action.TAKE_BACK: "t",
    Action.CORRECT: "c",
    Action.CLEAR: "z",
    Action.SIGN: "s",
    Action.OBJECT: "o",
    Action.UPHOLD: "u",
    Action.OVERRULE: "o",
    Action.START: "b",
    Action.CONTACT: "c",
    Action.EXTEND: "e",
    Action.REPLY: "r",
    Action.RETURN: "b",
    Action.CLOSE_UNREACHED: "e",
}
_PRIMARY = frozenset({Action.ACCEPT, Action.DISPATCH, Action.SIGN, Action.START, Action.REPLY})
# What a work order has already, and a step confirms or corrects.
_KNOWN = ("service", "urgency", "area")


class StepForm(forms.Form):
    """One step: what must be entered for it, and the stage function that takes it.

    Every form carries the version of the work order that its page showed.
    """

    built: ClassVar[frozenset[str]] = frozenset()  # inputs that a form has fields of its own for
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(  # noqa: PLR0913  (Django's arguments, and whose step it is)
        self,
        action: Action,
        data: QueryDict | None = None,
        files: MultiValueDict[str, Any] | None = None,
        *,
        order: WorkOrder,
        actor: Actor,
        now: datetime,
    ) -> None:
        self.action, self.order, self.actor, self.now = action, order, actor, now
        known = {name: getattr(order, name) for name in _KNOWN}
        super().__init__(
            data, files, initial={"version": order.version, **known}, auto_id=f"{action}_%s"
        )
        self.inputs = asked_for(action)
        for one in self.inputs:
            if one.name not in self.built and one.kind is not InputKind.SUGGESTIONS:
                self.fields[one.name] = field_for(action, one, on=timezone.localdate(now))

    @property
    def title(self) -> str:
        """Name the step as its button does."""
        return wording.say("action", self.action)

    @property
    def key(self) -> str:
        """Give the key that opens the step."""
        return _KEYS.get(self.action, self.action[0])

    @property
    def primary(self) -> bool:
        """Tell whether it is what is usually done next."""
        return self.action in _PRIMARY

    @property
    def shown(self) -> list[int]:
        """Give the suggestions that stood on the page, by their ids."""
        told = str(self.data.get("suggestions", "")).split(",")[:_MOST_SHOWN]
        return [int(one) for one in told if one.isdecimal() and len(one) < _LONGEST_ID]

    def given(self) -> dict[str, Any]:
        """Give what was entered, as the stage takes it."""
        return {one.name: self._value(one) for one in self.inputs}

    def _value(self, one: Input) -> Any:
        if one.kind is InputKind.SUGGESTIONS:
            return self.shown
        entered = self.cleaned_data[one.name]
        if one.kind is InputKind.PHOTOS:
            return [Photo(str(file.name), file.read()) for file in entered]
        return self._other_order(one, entered) if one.kind is InputKind.WORK_ORDER else entered

    def _other_order(self, one: Input, typed: str) -> WorkOrder:
        found = finding.one(typed, actor=self.actor)
        if found is None:
            raise InvalidError({one.name: _("There is no work order with this number or code.")})
        return found

    def submit(self) -> None:
        """Take the step with what was entered, through the stage's function."""
        taking.take(self.order, self.action, self.given(), actor=self.actor, now=self.now)

    def same_as_taken(self) -> bool:
        """Tell whether the step that was taken from the seen version is this very one, sent again.

        A page that was offline, or a second click, sends what has arrived already. Only steps whose
        words can be compared with what is on record say yes.
        """
        if self.action is Action.REPLY:
            last = self.order.replies.last()
            return last is not None and last.text == clean(self.cleaned_data["text"])
        return self.action in {Action.SIGN, Action.START}

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


def asked_for(action: Action) -> tuple[Input, ...]:
    """Give what a step asks for, whatever state it is taken from."""
    return next(row.inputs for row in TABLE.values() if row.action is action)
