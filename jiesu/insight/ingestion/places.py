"""Codes of the directory's rows, by their ids, with those of their ancestors."""

from jiesu.directory.models import Area, Level, Service, Unit

_SERVICE_LEVELS = ("service_1", "service_2", "service_3")
_LEVELS = tuple(level.value for level in Level)
Codes = dict[str, str | None]


class Directory:
    """The services, areas and units as they stand when it is made, read once."""

    def __init__(self) -> None:
        self._units = dict(Unit.objects.values_list("pk", "code"))
        self._services = dict(Service.objects.values_list("pk", "path"))
        areas = list(Area.objects.values_list("pk", "path", "code", "level"))
        self._areas = {pk: path for pk, path, _code, _level in areas}
        self._level = {code: level for _pk, _path, code, level in areas}

    def unit(self, pk: int | None) -> str | None:
        """Give the unit's code."""
        return self._units.get(pk) if pk else None

    def services(self, pk: int | None) -> Codes:
        """Give the codes of the service and those above it, by level."""
        codes = self._services.get(pk or 0, "").strip("/").split("/")
        return {
            column: codes[depth] if depth < len(codes) and codes[depth] else None
            for depth, column in enumerate(_SERVICE_LEVELS)
        }

    def areas(self, pk: int | None) -> Codes:
        """Give the codes of the area and those around it, by level."""
        found: Codes = dict.fromkeys(_LEVELS)
        for code in self._areas.get(pk or 0, "").strip("/").split("/"):
            if code:
                found[self._level[code]] = code
        return found
