"""Forms of the console, made from the columns that the directory files have."""

from enum import EnumType
from typing import Any, get_args

from django import forms
from django.utils.translation import gettext_lazy as _

from jiesu.casework import wording
from jiesu.casework.kinds import Kind
from jiesu.directory import staff
from jiesu.directory.files import cells, name_columns
from jiesu.directory.files.import_rows import KINDS
from jiesu.directory.lookup import choices
from jiesu.rules.roles import STAFF_ROLES
from jiesu.web.console import words

# Columns that name another row, and where the names on offer come from.
_OFFERED = {
    "area": choices.areas,
    "service": choices.services,
    "lead_unit": choices.units,
}
_DATES = {"date", "valid_from", "valid_to"}


def row_form(kind: str, *, replaces: bool) -> type[forms.Form]:
    """Make the form class for one row of a kind; keys are fixed in a row that exists."""
    fields = {
        name: _field(kind, name, fixed=replaces and name in words.KEYS[kind])
        for name in cells.columns(kind)
    }
    return type("RowForm", (forms.Form,), fields)


def _field(kind: str, name: str, *, fixed: bool) -> forms.Field:
    if name_columns.language_of(name):
        return forms.CharField(
            label=words.column(name), max_length=name_columns.LONGEST, required=False
        )
    row = KINDS[kind].model_fields
    info = row.get(name) or row["day"]
    shared: dict[str, Any] = {
        "label": words.COLUMNS[name],
        "help_text": words.HELP.get(name, ""),
        "required": info.is_required(),
        "disabled": fixed,
    }
    offered = _choices(kind, name, info.annotation)
    if offered is not None:
        return forms.ChoiceField(choices=offered, **shared)
    if name in _DATES:
        return forms.DateField(widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"), **shared)
    return forms.CharField(max_length=300, **shared)


def _choices(kind: str, name: str, annotation: Any) -> list[tuple[str, Any]] | None:
    if name == "active":
        return [("True", _("yes")), ("False", _("no"))]
    if name == "appeal_kind":
        return [("", "—"), *Kind.choices]
    kinds = [one for one in (annotation, *get_args(annotation)) if isinstance(one, EnumType)]
    if kinds:
        none = [("", "—")] if get_args(annotation) else []
        return [*none, *getattr(kinds[0], "choices", [])]
    source = _parents(kind) if name == "parent" else _OFFERED.get(name)
    if source is None:
        return None
    return [("", "—"), *((row.code, f"{row.code} {row.name}") for row in source())]


def _parents(kind: str) -> Any:
    found = {"services": choices.services, "units": choices.units, "areas": choices.areas}
    return found.get(kind)


class PersonForm(forms.Form):
    """A new account."""

    username = forms.CharField(label=_("User name"), max_length=150)
    name = forms.CharField(label=_("Name"), max_length=100)
    email = forms.EmailField(label=_("E-mail"), required=False)
    password = forms.CharField(
        label=_("First password"),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=_("Hand it over in person; the second factor is set up at the first sign-in."),
    )

    def clean_username(self) -> str:
        """Refuse a name that is taken."""
        username: str = self.cleaned_data["username"]
        if staff.is_taken(username):
            raise forms.ValidationError(_("This user name is taken; choose another one."))
        return username


class GrantForm(forms.Form):
    """One more duty for a person."""

    role = forms.ChoiceField(label=_("Duty"), choices=wording.choices("role", STAFF_ROLES))
    unit = forms.ChoiceField(label=_("In the unit"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [("", "—"), *((unit.code, unit.name) for unit in choices.units())]
        self.fields["unit"].choices = offered  # type: ignore[attr-defined]  # a ChoiceField
