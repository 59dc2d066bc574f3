"""What was changed in the directory, by whom and when."""

from django.db import models

from jiesu.directory.models.people import Person


class DirectoryChange(models.Model):
    """One change of one row; `before` and `after` are its cells, empty where there was no row."""

    kind = models.CharField(max_length=32)
    key = models.CharField(max_length=200)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
