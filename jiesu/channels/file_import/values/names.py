"""What a file calls its services, units and areas, and their codes in the directory."""

from collections import defaultdict
from collections.abc import Callable

from django.utils.translation import ngettext

from jiesu.directory.lookup import naming
from jiesu.directory.models import Area, Service, Unit

_SHOWN = 5  # names in a note


class Names:
    """Finds codes by names; adds services and units that are missing where that is wished."""

    def __init__(self, source: str, *, add: bool) -> None:
        self._source = source
        self._codes = {
            "service_code": naming.codes_by_name(Service),
            "unit_code": naming.codes_by_name(Unit),
            "area_code": naming.codes_by_name(Area),
        }
        self._add: dict[str, Callable[[str, str], str]] = {}
        if add:
            self._add = {"service_code": naming.add_service, "unit_code": naming.add_unit}
        self._unknown: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))

    def put_codes(self, words: dict[str, str]) -> None:
        """Put codes in the place of names; a name that the directory lacks is left out."""
        for field, codes in self._codes.items():
            name = words.pop(field, "")
            code = codes.get(name.casefold(), "") if name else ""
            if name and not code:
                code = self._missing(field, name)
            if code:
                words[field] = code

    def _missing(self, field: str, name: str) -> str:
        if field not in self._add:
            self._unknown[field][name] += 1
            return ""
        code = self._add[field](self._source, name)
        self._codes[field][name.casefold()] = code
        return code

    @property
    def notes(self) -> list[str]:
        """Say which names the directory lacks, the most frequent first."""
        return [_note(field, counts) for field, counts in self._unknown.items()]


def _note(field: str, counts: dict[str, int]) -> str:
    most = sorted(counts, key=lambda name: -counts[name])[:_SHOWN]
    sentence = ngettext(
        "The directory has no %(field)s for %(count)d name of the file, so it was left out: "
        "%(names)s. Translate it in the mapping, or add it by --add-missing.",
        "The directory has no %(field)s for %(count)d names of the file, so they were left out: "
        "%(names)s. Translate them in the mapping, or add them by --add-missing.",
        len(counts),
    )
    shown = ", ".join(most) + (" …" if len(counts) > _SHOWN else "")
    return sentence % {"field": field, "count": len(counts), "names": shown}
