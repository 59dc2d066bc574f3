"""What is probably the matter with a date that cannot be read or cannot be meant."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from jiesu.channels.file_import.values import moments
from jiesu.channels.file_import.values.cells import looks_shortened
from jiesu.channels.file_import.values.moments import ImplausibleError, NoDateError
from jiesu.rules.timing.plausible import Bounds

_SHOWN = 60  # characters of a cell
# What programs write where they have no date: their own day zero.
_NO_DATES = {(1, 1, 1), (1753, 1, 1), (1899, 12, 30), (1899, 12, 31), (1900, 1, 1), (1904, 1, 1)}
_NO_DATES |= {(1969, 12, 31), (1970, 1, 1), (9999, 12, 31)}
_COUNTED = (moments.EPOCH, moments.EPOCH_MS, moments.EXCEL, moments.EXCEL_1904)


def sentence(error: NoDateError, column: str, bounds: Bounds) -> str:
    """Say what is wrong with a date of the column, and what to do where a cause is likely."""
    text, words = str(error), {"text": str(error)[:_SHOWN], "column": column}
    hint = _hint(text, error, bounds)
    if isinstance(error, ImplausibleError):
        words |= {"from": _day(bounds.first), "to": _day(bounds.last)}
        told = (
            _('"%(text)s" in column %(column)s does not lie between %(from)s and %(to)s.') % words
        )
        return f"{told} {hint}"
    told = _('"%(text)s" in column %(column)s is no date.') % words
    return f"{told} {hint}" if hint else told


def _hint(text: str, error: NoDateError, bounds: Bounds) -> str:
    if looks_shortened(text):
        return _("It lost digits in a spreadsheet: format the column there as text or as a date.")
    if form := _counted(text, bounds):
        return _('If it counts %(unit)s, write formats = ["%(form)s"] in the mapping.') % {
            "unit": _unit(form),
            "form": form,
        }
    if not isinstance(error, ImplausibleError):
        return ""
    if _is_no_date(error.moment):
        return _(
            "Programs write this where there is no date: empty the cell, or name it in `empty`."
        )
    if error.moment > bounds.last:
        return _("Was the year or the time zone mistaken? It lies ahead.")
    return _("Correct it, or say `earliest` in the mapping where the source is as old as that.")


def _counted(text: str, bounds: Bounds) -> str:
    """Name the format by which a bare number would be a date that can be meant."""
    for form in _COUNTED if text.replace(".", "", 1).isdecimal() else ():
        try:
            found = moments.read_moment(text, (form,), ZoneInfo("UTC"), bounds=bounds)
        except NoDateError:
            continue
        if found is not None:
            return form
    return ""


def _unit(form: str) -> str:
    if form == moments.EPOCH:
        return _("seconds from 1970")
    if form == moments.EPOCH_MS:
        return _("milliseconds from 1970")
    return _("days from the day zero of a spreadsheet")


def _is_no_date(moment: datetime) -> bool:
    return (moment.year, moment.month, moment.day) in _NO_DATES


def _day(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d}"
