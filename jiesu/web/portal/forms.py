"""The forms residents fill in; what is lawful to hand in is judged by casework."""

import secrets
from functools import cache

from django import forms
from django.utils.translation import gettext_lazy as _

from jiesu.casework import wording
from jiesu.casework.kinds import Kind, Secrecy
from jiesu.directory.lookup import service_list
from jiesu.rules.outcomes import Solved
from jiesu.web.forms import Photos, Words, YesNo

_SECRECY = [
    (Secrecy.NORMAL, _("The unit that handles it may contact me")),
    (Secrecy.CONFIDENTIAL, _("Only the hotline may know who I am")),
    (Secrecy.ANONYMOUS, _("Nobody: I stay anonymous")),
]


def fresh_key() -> str:
    """Make the key by which a form that is sent twice is known as one."""
    return secrets.token_urlsafe(18)


class ReportForm(forms.Form):
    """What happened, where, and how to reach the person."""

    text = Words(
        label=_("What happened?"),
        help_text=_("What, since when, what should be done. Leave out names of other people."),
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Please say in a few words what happened.")},
    )
    place_words = Words(
        label=_("Where?"),
        help_text=_("Street and number, or how one finds the place."),
        required=False,
    )
    lat = forms.FloatField(required=False, widget=forms.HiddenInput)
    lon = forms.FloatField(required=False, widget=forms.HiddenInput)
    photos = Photos(
        label=_("Photos"),
        help_text=_("Up to five. Where and with what they were taken is removed."),
        required=False,
    )
    kind = forms.CharField(label=_("It is a"), required=False, widget=forms.Select)
    service = forms.CharField(
        label=_("What it is about"),
        help_text=_("Leave it open if you are not sure: the hotline decides."),
        required=False,
        widget=forms.Select,
    )
    secrecy = forms.ChoiceField(
        label=_("Who may know who you are?"), choices=_SECRECY, widget=forms.RadioSelect
    )
    phone = Words(
        label=_("Phone"),
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    email = Words(
        label=_("E-mail"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "email", "autocomplete": "email"}),
    )
    name = Words(
        label=_("Name"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    key = forms.CharField(widget=forms.HiddenInput(attrs={"data-keep-too": ""}))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as it came
        self.fields["photos"].widget.attrs["accept"] = "image/*"
        self.fields["kind"].widget.choices = Kind.choices
        self.fields["service"].widget.choices = cache(_services)  # read where the form is shown


def _services() -> list[tuple[str, object]]:
    return [("", _("not sure")), *service_list.choices()]


class CodeForm(forms.Form):
    """A tracking code, typed."""

    code = Words(
        label=_("Tracking code"),
        help_text=_("16 letters and digits, with or without dashes."),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


def _asked(action: str, name: str) -> wording.Text:
    """Give the words in which an appellant is asked for an input of a step."""
    return wording.label(action, name, "appellant")


class RatingForm(forms.Form):
    """The appellant's own view of the reply; `by_unit` where a unit was to contact them."""

    solved = forms.ChoiceField(
        label=_asked("opinion", "solved"),
        choices=wording.choices("solved", Solved, "appellant"),
        widget=forms.RadioSelect,
    )
    contacted = YesNo(_asked("opinion", "contacted"))
    result_rating = forms.TypedChoiceField(
        label=_asked("opinion", "result_rating"), coerce=int, empty_value=None, required=False
    )
    service_rating = forms.TypedChoiceField(
        label=_asked("opinion", "service_rating"), coerce=int, empty_value=None, required=False
    )
    reason = Words(
        label=_asked("opinion", "reason"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: object, by_unit: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as it came
        if not by_unit:
            del self.fields["contacted"]
        for name in ("result_rating", "service_rating"):
            self.fields[name].widget = forms.RadioSelect(attrs={"class": "marks"})
            self.fields[name].choices = _MARKS  # type: ignore[attr-defined]  # a choice field


_MARKS = [
    ("1", _("very bad")),
    ("2", _("bad")),
    ("3", _("fair")),
    ("4", _("good")),
    ("5", _("very good")),
]


class WithdrawForm(forms.Form):
    """Taking an appeal back, and whether one wants to."""

    pressed = forms.ChoiceField(
        label=_asked("withdraw", "pressed"),
        choices=[("no", _("No, I want to take it back")), ("yes", _("Yes, somebody did"))],
        widget=forms.RadioSelect,
    )


class ContestForm(forms.Form):
    """Asking again for what was not taken up."""

    reason = Words(
        label=_asked("reopen", "reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Please say why, in a sentence.")},
    )
