"""One field of a form for each thing that a step asks for."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from jiesu.casework import wording
from jiesu.directory.lookup import choices, display
from jiesu.directory.policy import policy
from jiesu.rules.steps import Input, InputKind
from jiesu.rules.timing.deadlines import TimeLimit
from jiesu.web.forms import Photos, Words, YesNo
from jiesu.web.orders.fields import PickField

_LONGEST_NUMBER = 40  # characters of a number or a tracking code, however it is typed
_ROWS = {"reply.text": 5, "dispatch.reason": 2, "opinion.reason": 2}
_FEW = {"outcome", "result", "solved"}  # codes that are all worth reading before one is chosen
_BEST = 5
_MARKS = [(str(mark), str(mark)) for mark in range(_BEST, 0, -1)]

Options = dict[str, Any]


class WordsField(Words):
    """A few sentences that somebody will read."""

    def __init__(self, rows: int = 3, **options: Any) -> None:
        super().__init__(widget=forms.Textarea({"rows": rows}), **options)


def field_for(action: str, one: Input, *, on: date) -> forms.Field:
    """Make the field for an input of a step, with its label and what helps to fill it in.

    The policy in force `on` a day says what may be asked for.
    """
    options: Options = {
        "label": wording.label(action, one.name),
        "help_text": wording.help_for(action, one.name, one.reader),
        "required": one.required,
    }
    if one.kind is InputKind.DURATION:
        return _duration(policy(on=on).extensions.each, options)
    return _MAKERS[one.kind](action, one, options)


def _text(action: str, one: Input, options: Options) -> forms.Field:
    rows = _ROWS.get(f"{action}.{one.name}", 3)
    return WordsField(rows, max_length=one.longest, **options)


def _line(_action: str, one: Input, options: Options) -> forms.Field:
    return forms.CharField(max_length=one.longest, **options)


def _choice(_action: str, one: Input, options: Options) -> forms.Field:
    offered = wording.choices(one.name, one.choices)
    if one.name in _FEW:
        return forms.ChoiceField(choices=offered, widget=forms.RadioSelect, **options)
    return forms.ChoiceField(choices=[("", _("Choose")), *offered], **options)


def _yes_no(_action: str, one: Input, options: Options) -> forms.Field:
    if one.required:  # an unticked box says no
        return forms.BooleanField(**{**options, "required": False})
    return YesNo(options["label"])


def _rating(_action: str, _one: Input, options: Options) -> forms.Field:
    marks = [("", _("not asked")), *_MARKS]
    return forms.TypedChoiceField(choices=marks, coerce=int, empty_value=None, **options)


def _duration(longest: TimeLimit, options: Options) -> forms.Field:
    def limit(amount: int | str) -> TimeLimit:
        return TimeLimit(int(amount), longest.unit)

    offered = [(str(n), display.time_limit(limit(n))) for n in range(1, longest.amount + 1)]
    start = str(longest.amount)
    return forms.TypedChoiceField(choices=offered, coerce=limit, initial=start, **options)


def _pick(rows: Callable[[], Any], offer: str) -> Callable[..., forms.Field]:
    def make(_action: str, _one: Input, options: Options) -> forms.Field:
        return PickField(rows, offer, **options)

    return make


def _work_order(_action: str, _one: Input, options: Options) -> forms.Field:
    return forms.CharField(max_length=_LONGEST_NUMBER, **options)


def _photos(_action: str, _one: Input, options: Options) -> forms.Field:
    field = Photos(**options)
    field.widget.attrs["accept"] = "image/*"
    return field


_MAKERS: Mapping[InputKind, Callable[[str, Input, Options], forms.Field]] = {
    InputKind.TEXT: _text,
    InputKind.LINE: _line,
    InputKind.CHOICE: _choice,
    InputKind.YES_NO: _yes_no,
    InputKind.RATING: _rating,
    InputKind.SERVICE: _pick(choices.services, "services"),
    InputKind.AREA: _pick(choices.areas, "areas"),
    InputKind.UNIT: _pick(choices.units, "units"),
    InputKind.WORK_ORDER: _work_order,
    InputKind.PHOTOS: _photos,
}
