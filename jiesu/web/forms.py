"""How a form looks: label, help, field, error, in this order, tied together for screen readers."""

from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiesu.casework.errors import InvalidError


class FormRenderer(TemplatesSetting):
    """Uses the templates under `forms/`."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"


class Words(forms.CharField):
    """A text as it was typed; what casework forbids in it, casework cleans or names."""

    def to_python(self, value: Any) -> str:
        """Drop NUL, which Django would refuse with a sentence that helps nobody."""
        return str(super().to_python(value)).replace("\x00", "")


class YesNo(forms.TypedChoiceField):
    """A question that may be left open; the cleaned value is True, False or None."""

    def __init__(self, label: Any) -> None:
        super().__init__(
            label=label,
            choices=[("yes", gettext_lazy("yes")), ("no", gettext_lazy("no"))],
            coerce=lambda said: said == "yes",
            empty_value=None,
            widget=forms.RadioSelect,
            required=False,
        )


class _ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True

    def build_attrs(self, base_attrs: Any, extra_attrs: Any = None) -> dict[str, Any]:
        """Say the words that `files.js` puts in the place of the browser's."""
        words = {"data-choose": _("Choose photos"), "data-none": _("None chosen")}
        return words | super().build_attrs(base_attrs, extra_attrs)


class Photos(forms.FileField):
    """Any number of photos; the cleaned value is the list of uploaded files."""

    widget = _ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Check each file by itself."""
        files = data if isinstance(data, list | tuple) else [data]
        check = super().clean
        return [check(file, initial) for file in files if file]


def take(form: forms.Form, error: InvalidError, fields: dict[str, str]) -> None:
    """Put the sentences of casework beside the fields they are about.

    `fields` renames where the form calls a field otherwise; what it has no field for stands on top.
    """
    for name, sentence in error.sentences.items():
        field = fields.get(name, name)
        form.add_error(field if field in form.fields else None, sentence)
