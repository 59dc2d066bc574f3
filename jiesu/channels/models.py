"""What channels keep for themselves: who may hand appeals in by machine."""

from django.conf import settings
from django.db import models


class ApiKey(models.Model):
    """A key of one program for one channel; only its digest (SHA-256, hexadecimal) is kept.

    With a person it acts as that member of the staff, and holds their duties.
    """

    name = models.CharField(max_length=100)
    channel = models.CharField(max_length=32)
    digest = models.CharField(max_length=64, unique=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.name} ({self.channel})"


class Told(models.Model):
    """One appellant was told of one step by one messenger, or could not be for good.

    `refusal` is the code with which the other side refused, "" where it took the message.
    """

    log_id = models.BigIntegerField()
    appeal_id = models.BigIntegerField()
    messenger = models.CharField(max_length=32)
    refusal = models.CharField(max_length=32, blank=True, default="", db_default="")

    class Meta:
        """Nobody is told the same thing twice in the same way."""

        constraints = (
            models.UniqueConstraint(fields=["log_id", "appeal_id", "messenger"], name="told_once"),
        )

    def __str__(self) -> str:
        return f"{self.log_id} → {self.appeal_id} ({self.messenger})"
