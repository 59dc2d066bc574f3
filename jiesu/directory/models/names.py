"""What every named row of reference data shares: a code and a name in each language."""

from django.db import models
from django.utils.translation import get_language


class Named(models.Model):
    """A row known by its code and shown by its name in the reader's language."""

    code = models.CharField(max_length=64, unique=True)
    name_zh = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)

    class Meta:
        """Has no table of its own."""

        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Give the name in the active language; the Chinese one where there is no other."""
        if (get_language() or "").startswith("zh"):
            return self.name_zh
        return self.name_en or self.name_zh


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
