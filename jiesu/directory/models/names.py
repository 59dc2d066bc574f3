"""What every named row of reference data shares: a code and a name in each language.

The languages of the pages are those of `settings.LANGUAGES`; a name may be kept in others too.
"""

from collections.abc import Iterator, Mapping

from django.conf import settings
from django.db import models
from django.utils.translation import get_language


def languages() -> list[str]:
    """Give the codes of the languages that pages are shown in, as the city lists them."""
    return [code for code, _name in settings.LANGUAGES]


def in_language(names: Mapping[str, str]) -> str:
    """Give the name in the active language, or in the one nearest to it that has a name."""
    found = (names.get(language) for language in _nearest())
    return next(filter(None, found), "") or next(iter(names.values()), "")


def _nearest() -> Iterator[str]:
    """Give languages to try: the active one, what it is a kind of, the city's own, the others."""
    active = get_language() or settings.LANGUAGE_CODE
    yield from (active, active.partition("-")[0], settings.LANGUAGE_CODE)
    yield from languages()


def any_name(words: str, prefix: str = "", lookup: str = "icontains") -> models.Q:
    """Give the condition that a name in some language of the pages matches the words."""
    found = models.Q()
    for language in languages():
        found |= models.Q(**{f"{prefix}names__{language}__{lookup}": words})
    return found


class NamedByLanguage(models.Model):
    """A row with names: language code, as in `settings.LANGUAGES` → name."""

    names = models.JSONField(default=dict, blank=True)

    class Meta:
        """Has no table of its own."""

        abstract = True

    @property
    def name(self) -> str:
        """Give the name in the reader's language."""
        return in_language(self.names)


class Named(NamedByLanguage):
    """A row known by its code and shown by its name in the reader's language."""

    code = models.CharField(max_length=64, unique=True)

    class Meta:
        """Has no table of its own."""

        abstract = True

    def __str__(self) -> str:
        return self.name


class Nested(Named):
    """A named row in a tree; `path` lists the codes from the root down, each closed by a slash."""

    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    path = models.CharField(max_length=500, db_index=True, editable=False)

    class Meta:
        """Has no table of its own."""

        abstract = True

    @property
    def codes(self) -> list[str]:
        """Give the codes of this row and its ancestors, leaf first."""
        return [code for code in reversed(self.path.split("/")) if code]

    def place_under(self, parent: "Nested | None") -> None:
        """Set the parent and the path that follows from it, without saving."""
        self.parent = parent
        self.path = f"{parent.path if parent else '/'}{self.code}/"
