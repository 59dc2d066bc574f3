"""Units, looked up by their codes."""

from jiesu.directory.models import Unit


def name_of(code: str) -> str:
    """Give a unit's name in the reader's language, the code itself where it is unknown."""
    found = Unit.objects.filter(code=code).first() if code else None
    return found.name if found else code
