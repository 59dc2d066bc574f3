"""What the console calls the kinds and columns of the directory."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

KINDS: dict[str, Promise] = {
    "services": _("Services"),
    "units": _("Units"),
    "duties": _("Duty list"),
    "calendar": _("Calendar"),
    "limits": _("Time limits"),
    "areas": _("Areas"),
}

COLUMNS: dict[str, Promise] = {
    "code": _("Code"),
    "parent": _("Belongs to"),
    "name_zh": _("Chinese name"),
    "name_en": _("English name"),
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
    "amount": _("Amount"),
    "unit": _("Counted in"),
}

# What makes a row the row it is; to change it, end the row and make a new one.
KEYS: dict[str, tuple[str, ...]] = {
    "services": ("code",),
    "units": ("code",),
    "areas": ("code",),
    "duties": ("service", "area", "kind", "lead_unit", "valid_from"),
    "calendar": ("date",),
    "limits": ("stage", "urgency", "valid_from"),
}

HELP: dict[str, Promise] = {
    "support_units": _("Codes of units, separated by semicolons."),
    "valid_to": _("The last day; empty while it goes on."),
    "basis": _("The law, list or decision it rests on."),
}
