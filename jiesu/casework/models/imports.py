"""How far an import has come."""

from django.db import models


class ImportRun(models.Model):
    """One file taken in under one mapping; a killed run goes on after `rows_done`.

    `known` rows were here before the run, `repeated` ones have an id that stands earlier in the
    same file; `rows_done` is the sum of all four counts.
    """

    fingerprint = models.CharField(max_length=64, unique=True)
    file_name = models.CharField(max_length=255)
    mapping = models.CharField(max_length=100)
    rows_done = models.PositiveBigIntegerField(default=0)
    imported = models.PositiveBigIntegerField(default=0)
    known = models.PositiveBigIntegerField(default=0)
    repeated = models.PositiveBigIntegerField(default=0)
    rejected = models.PositiveBigIntegerField(default=0)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.file_name} ({self.mapping})"
