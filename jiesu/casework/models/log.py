"""What happened: the append-only log, its seals, and what is still to be told to others."""

from django.db import models


class LogEntry(models.Model):
    """One step of one recorded thing; codes and ids only, chained by hash, never changed.

    `chain` names the kind of thing, `seq` is its version after the step. `at` is when it happened,
    `recorded_at` when it was written, later where the step was taken off-line. `hash` is SHA-256
    (hexadecimal) over the entry and `previous`, the hash of the entry before it in the same chain.
    """

    chain = models.CharField(max_length=16, default="work_order", db_default="work_order")
    thing_id = models.BigIntegerField()
    seq = models.PositiveIntegerField()
    event = models.CharField(max_length=64)
    appeal_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_index=True)
    actor_kind = models.CharField(max_length=16)
    actor_role = models.CharField(max_length=32, blank=True)
    actor_id = models.BigIntegerField(null=True)
    payload = models.JSONField(default=dict)
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        """Each thing has one entry per version."""

        constraints = [
            models.UniqueConstraint(
                fields=["chain", "thing_id", "seq"], name="one_entry_per_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.chain} {self.thing_id}/{self.seq} {self.event}"


class Seal(models.Model):
    """A hash over all entries of a range of ids and over the seal before it."""

    first_id = models.BigIntegerField()
    last_id = models.BigIntegerField(unique=True)
    count = models.PositiveIntegerField()
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.first_id}–{self.last_id}"


class Delivery(models.Model):
    """One log entry to be told to one subscriber; the row goes when it is done.

    After the last attempt it stays as a dead letter (`dead`), with the error, for a person.
    """

    log = models.ForeignKey(LogEntry, on_delete=models.PROTECT, related_name="+")
    subscriber = models.CharField(max_length=64)
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    claim = models.CharField(max_length=32, blank=True, db_index=True)
    dead = models.BooleanField(default=False)
    error = models.TextField(blank=True)

    class Meta:
        """A step is told once to each subscriber, in order."""

        constraints = [
            models.UniqueConstraint(fields=["log", "subscriber"], name="one_delivery_each")
        ]
        indexes = [models.Index(fields=["subscriber", "dead", "due_at"], name="delivery_queue")]

    def __str__(self) -> str:
        return f"{self.log_id} → {self.subscriber}"
