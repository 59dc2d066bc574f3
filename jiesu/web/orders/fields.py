"""Fields that offer the rows of the directory: typed by name or code, with suggestions."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from jiesu.directory.models.names import Named, any_name

_DOT = " · "


def spoken(row: Named | None) -> str:
    """Give a row as the field shows it: its name and its code."""
    return f"{row.name}{_DOT}{row.code}" if row else ""


class PickField(forms.CharField):
    """One row, typed as its name, its code or both; `offer` is the id of the page's suggestions."""

    def __init__(self, rows: Callable[[], QuerySet[Any]], offer: str, **kwargs: Any) -> None:
        attributes = {"list": offer, "autocomplete": "off"}
        super().__init__(widget=forms.TextInput(attributes), **kwargs)
        self.rows = rows

    def prepare_value(self, value: Any) -> Any:
        """Show a row as name and code, and typed words as they were typed."""
        return spoken(value) if isinstance(value, Named) else value

    def clean(self, value: Any) -> Any:
        """Give the row that was meant, or None for an empty field that need not be filled."""
        typed = super().clean(value)
        return self._meant(typed) if typed else None

    def _meant(self, typed: str) -> Any:
        code = typed.rpartition(_DOT.strip())[2].strip()
        rows = self.rows()
        found = rows.filter(code=code).first()
        named = [] if found else list(rows.filter(any_name(typed, lookup="exact"))[:2])
        if not found and len(named) != 1:
            raise ValidationError(_("Choose one from the list; write its name or its code."))
        return found or named[0]
