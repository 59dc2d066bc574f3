"""Names by which other systems call services, units and areas, and the codes they have here."""

import hashlib
import re
from collections.abc import Iterable

from django.conf import settings

from jiesu.directory.models import Area, Service, Unit, UnitLevel

Kind = type[Service] | type[Unit] | type[Area]


def codes_by_name(kind: Kind) -> dict[str, str]:
    """Give the code of every row by each of its names and by the code itself, letter case folded.

    A name that several rows share is left out: it says too little.
    """
    codes: dict[str, str | None] = {}
    rows = list(kind.objects.values_list("code", "names"))
    for code, names in rows:
        for name in {name.casefold() for name in names.values()}:
            codes[name] = None if codes.get(name, code) != code else code
    codes |= {code.casefold(): code for code, _names in rows}
    return {name: code for name, code in codes.items() if code}


def add_service(source: str, name: str) -> str:
    """Add a service of another system beneath one for the system itself; give its code."""
    root = Service.objects.filter(code=source).first()
    if root is None:
        root = Service(code=source, names=_spelled(source))
        root.place_under(None)
        root.save()
    code = _new_code(source, name, Service.objects.values_list("code", flat=True))
    service = Service(code=code, names=_spelled(name))
    service.place_under(root)
    service.save()
    return code


def add_unit(source: str, name: str) -> str:
    """Add a unit of another system, as one of the city; give its code."""
    code = _new_code(source, name, Unit.objects.values_list("code", flat=True))
    Unit.objects.create(code=code, names=_spelled(name), level=UnitLevel.CITY)
    return code


def _spelled(name: str) -> dict[str, str]:
    """Take a foreign name as it is written, in the city's own language."""
    return {settings.LANGUAGE_CODE: name[:200]}


def _new_code(source: str, name: str, taken: Iterable[str]) -> str:
    """Make a code that can be read, or at least is always the same for the name."""
    readable = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")[:24]
    digest = hashlib.sha256(name.encode()).hexdigest()[:12]
    code = f"{source[:24]}.{readable or digest}"
    return f"{code}-{digest}" if code in set(taken) else code
