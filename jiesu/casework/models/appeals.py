"""The appeal (诉求): what one person said once, with its own reply, rating and view."""

from django.core.files import File
from django.db import models

from jiesu.casework.kinds import Kind, Secrecy
from jiesu.casework.models.vault import Identity
from jiesu.casework.models.work_orders import WorkOrder
from jiesu.directory.models import Area, Person, Service, Unit
from jiesu.rules.lifecycle import Outcome, View

_JPEG = b"\xff\xd8\xff"  # how every photo that was kept begins


class Appeal(models.Model):
    """One submission through one channel, in the person's own words.

    Its first work order is made with it; merging moves it to another and keeps the first.
    """

    code = models.CharField(max_length=16, unique=True)
    channel = models.CharField(max_length=32)
    idempotency_key = models.CharField(max_length=128)
    fingerprint = models.CharField(
        max_length=64, blank=True, default="", db_default="", help_text="Of all that was sent."
    )
    source = models.CharField(max_length=64, blank=True)
    source_id = models.CharField(max_length=128, blank=True)
    kind = models.CharField(max_length=32, choices=Kind)
    title = models.CharField(max_length=200)
    text = models.TextField()
    words = models.TextField(editable=False)
    language = models.CharField(max_length=8, default="zh-hans")
    secrecy = models.CharField(max_length=16, choices=Secrecy, default=Secrecy.NORMAL)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    place_words = models.CharField(max_length=300, blank=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, null=True, blank=True)
    work_order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="appeals")
    first_work_order = models.OneToOneField(
        WorkOrder, on_delete=models.PROTECT, related_name="first_appeal"
    )
    said_at = models.DateTimeField()
    received_at = models.DateTimeField(db_index=True)
    view = models.CharField(
        max_length=16, choices=[(v.value, v.value) for v in View], default=View.NOT_ASKED
    )
    result_rating = models.PositiveSmallIntegerField(null=True, blank=True)
    service_rating = models.PositiveSmallIntegerField(null=True, blank=True)
    view_reason = models.TextField(blank=True)
    contacted = models.BooleanField(
        null=True, help_text="Whether the unit contacted the appellant, in the appellant's words."
    )
    viewed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    identity = models.ForeignKey(
        Identity, on_delete=models.SET_NULL, null=True, blank=True, related_name="appeals"
    )
    appellant_key = models.CharField(max_length=64, blank=True, db_index=True)

    class Meta:
        """A retry makes no second appeal; a place finds its neighbours."""

        constraints = [
            models.UniqueConstraint(
                fields=["channel", "idempotency_key"], name="one_appeal_per_key"
            )
        ]
        indexes = [models.Index(fields=["lat", "lon"], name="appeal_place")]

    def __str__(self) -> str:
        return self.spaced_code

    @property
    def spaced_code(self) -> str:
        """Give the tracking code in groups of four, as people read it out."""
        return "-".join(self.code[start : start + 4] for start in range(0, 16, 4))


class Reply(models.Model):
    """An answer to the appellants of a work order; an interim one tells progress only."""

    work_order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="replies")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True)
    text = models.TextField()
    basis = models.CharField(max_length=300, blank=True)
    outcome = models.CharField(max_length=16, choices=[(o.value, o.value) for o in Outcome])
    by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        """Replies stand in the order they were given."""

        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.work_order_id}: {self.outcome}"


class Attachment(models.Model):
    """A photo of an appeal or of a reply, re-encoded and without its metadata."""

    appeal = models.ForeignKey(
        Appeal, on_delete=models.CASCADE, null=True, blank=True, related_name="photos"
    )
    reply = models.ForeignKey(
        Reply, on_delete=models.CASCADE, null=True, blank=True, related_name="photos"
    )
    file = models.FileField(upload_to="photos/%Y/%m")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    size = models.PositiveIntegerField(help_text="Bytes.")

    def __str__(self) -> str:
        return str(self.file)

    def opened(self) -> "File[bytes]":
        """Open the file; raises `FileNotFoundError` where it is lost, or not what was kept."""
        content = self.file.open()
        if content.size != self.size or content.read(len(_JPEG)) != _JPEG:
            content.close()
            raise FileNotFoundError(self.file.name)
        content.seek(0)
        return content


class FollowUp(models.Model):
    """One attempt of the hotline to ask the appellant after the reply (回访)."""

    appeal = models.ForeignKey(Appeal, on_delete=models.PROTECT, related_name="follow_ups")
    result = models.CharField(max_length=16)
    solved = models.CharField(max_length=8, blank=True)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.appeal_id}: {self.result}"


class Merge(models.Model):
    """An appeal moved to the work order of an earlier one; it can be moved back (F2.8)."""

    appeal = models.ForeignKey(Appeal, on_delete=models.PROTECT, related_name="merges")
    into = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="+")
    score = models.FloatField(null=True, blank=True, help_text="Likeness the machine gave, 0 to 1.")
    because = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.appeal_id} → {self.into_id}"
