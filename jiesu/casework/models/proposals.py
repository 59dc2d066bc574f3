"""What the machine proposed and what people made of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from jiesu.casework.models.work_orders import Issue, WorkOrder
from jiesu.directory.models import Person


class Proposal(models.Model):
    """One proposal of a model for one work order, and the verdict of the person who decided."""

    class Subject(models.TextChoices):
        """What was proposed."""

        SERVICE = "service", _("service")
        UNIT = "unit", _("unit")
        DUPLICATE = "duplicate", _("duplicate")
        URGENCY = "urgency", _("urgency")

    class Verdict(models.TextChoices):
        """What the person did."""

        OPEN = "open", _("open")
        ACCEPTED = "accepted", _("accepted")
        CORRECTED = "corrected", _("corrected")

    work_order = models.ForeignKey(WorkOrder, on_delete=models.CASCADE, related_name="proposals")
    subject = models.CharField(max_length=16, choices=Subject)
    value = models.CharField(max_length=128)
    confidence = models.FloatField(help_text="0 to 1.")
    reason = models.CharField(max_length=300, blank=True)
    model_version = models.CharField(max_length=64)
    at = models.DateTimeField()
    verdict = models.CharField(max_length=16, choices=Verdict, default=Verdict.OPEN)
    decided_value = models.CharField(max_length=128, blank=True)
    decided_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.work_order_id} {self.subject}: {self.value}"


class GroupDecision(models.Model):
    """What an analyst decided about a mined group; later runs of mining keep it."""

    class Kind(models.TextChoices):
        """The decision."""

        CONFIRM = "confirm", _("confirmed as an issue")
        DISMISS = "dismiss", _("dismissed")
        MERGE = "merge", _("merged into one group")
        SPLIT = "split", _("split")

    kind = models.CharField(max_length=16, choices=Kind)
    members = models.JSONField(help_text="Ids of the appeals that belong together.")
    apart = models.JSONField(default=list, help_text="Ids of appeals that do not belong to them.")
    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, null=True, blank=True)
    reason = models.TextField(blank=True)
    confidence = models.FloatField(null=True, help_text="0 to 1; null where nothing was mined.")
    model_version = models.CharField(max_length=64, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.kind} {len(self.members)}"
