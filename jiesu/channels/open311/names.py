"""Which parameters and fields there are: one that is not known would be passed over unsaid."""

from collections.abc import Iterable, Iterator

from django.http import QueryDict
from django.utils.translation import gettext as _

from jiesu.casework.texts import one_line
from jiesu.channels.open311.formats import Open311Error

EVERYWHERE = frozenset({"jurisdiction_id", "api_key"})
LIST = EVERYWHERE | {
    "service_request_id",
    "service_code",
    "start_date",
    "end_date",
    "status",
    "page",
    "page_size",
    "extensions",
}
ONE = EVERYWHERE | {"extensions"}
QUESTIONS = ("secrecy", "kind")  # asked for every service beside the description
_WORDS = frozenset({"description", "address_string", "first_name", "last_name"})
FORM = (
    EVERYWHERE
    | _WORDS
    | {f"attribute[{code}]" for code in QUESTIONS}
    | {"service_code", "lat", "long", "address_id", "email", "device_id", "account_id", "phone"}
    | {"media_url"}
)
SEVERAL = frozenset({"media_url"})  # may come more than once
_MOST_TOLD = 5


def check(given: QueryDict, known: frozenset[str]) -> None:
    """Raise `Open311Error` with a sentence for each name at fault, the first few of them."""
    faults = list(_faults(given, known))
    if faults:
        raise Open311Error(400, *faults[:_MOST_TOLD])


def _faults(given: QueryDict, known: frozenset[str]) -> Iterator[str]:
    for name, values in given.lists():
        shown = one_line(name)[:64]
        if name not in known:
            yield _unknown(shown, known)
        elif len(values) > 1 and name not in SEVERAL:
            yield _("%s was given more than once, and only one can be meant.") % shown
        elif name not in _WORDS and any("\x00" in value for value in values):
            yield _("%s holds the character NUL, which is no text.") % shown


def _unknown(name: str, known: frozenset[str]) -> str:
    if name.startswith("attribute["):
        sentence = _("This service has no question %(name)s; asked are: %(known)s.")
        return sentence % {"name": name, "known": _listed(QUESTIONS)}
    sentence = _("There is no %(name)s here, so it would be passed over; known are: %(known)s.")
    return sentence % {"name": name, "known": _listed(known)}


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))
