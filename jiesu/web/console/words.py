"""What the console calls the kinds and columns of the directory."""

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jiesu.directory.files import name_columns

KINDS: dict[str, Promise] = {
    "services": _("Services"),
    "units": _("Units"),
    "duties": _("Duty list"),
    "calendar": _("Calendar"),
    "limits": _("Time limits"),
    "numbers": _("Numbers of the law"),
    "areas": _("Areas"),
}

COLUMNS: dict[str, Promise] = {
    "code": _("Code"),
    "parent": _("Belongs to"),
    "urgency": _("Urgency"),
    "appeal_kind": _("Usual kind of appeal"),
    "active": _("In use"),
    "level": _("Level"),
    "area": _("Area"),
    "service": _("Service"),
    "kind": _("Kind"),
    "lead_unit": _("Lead unit"),
    "support_units": _("Supporting units"),
    "basis": _("Basis"),
    "valid_from": _("Valid from"),
    "valid_to": _("Valid to"),
    "date": _("Date"),
    "stage": _("Stage"),
    "number": _("What is decided"),
    "amount": _("Amount"),
    "unit": _("Counted in"),
}


def column(name: str) -> str:
    """Call a column; that of a name is called after its language."""
    language = name_columns.language_of(name)
    if not language:
        return str(COLUMNS[name])
    return gettext("Name ({language})").format(language=dict(settings.LANGUAGES)[language])


# What makes a row the row it is; to change it, end the row and make a new one.
KEYS: dict[str, tuple[str, ...]] = {
    "services": ("code",),
    "units": ("code",),
    "areas": ("code",),
    "duties": ("service", "area", "kind", "lead_unit", "valid_from"),
    "calendar": ("date",),
    "limits": ("stage", "urgency", "service", "appeal_kind", "valid_from"),
    "numbers": ("number", "valid_from"),
}

HELP: dict[str, Promise] = {
    "support_units": _("Codes of units, separated by semicolons."),
    "valid_to": _("The last day; empty while it goes on."),
    "basis": _("The law, list or decision it rests on."),
}
