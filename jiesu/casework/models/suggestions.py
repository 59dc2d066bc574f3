"""What the machine suggested and what people made of it."""

from typing import TypedDict

from django.db import models
from django.utils.translation import gettext_lazy as _

from jiesu.casework.models.work_orders import Issue, WorkOrder
from jiesu.directory.models import Person


class Reasons(TypedDict, total=False):
    """Why something is suggested; what does not apply is left out."""

    words: list[str]  # that speak for it, or that both sides say
    count: int  # appeals in like words that turned out so
    appeal: int  # the one of a work order that is most like, by its id
    metres: int  # how far away that is
    rule: str  # the reason's code of a rule


class Suggestion(models.Model):
    """One thing that a machine suggested for a work order, as it was shown, and what came of it.

    What was shown stays as it was shown; only the verdict changes, and once decided it never does.
    """

    class Subject(models.TextChoices):
        """What was suggested."""

        SERVICE = "service", _("service")
        UNIT = "unit", _("unit")
        DUPLICATE = "duplicate", _("duplicate")
        URGENCY = "urgency", _("urgency")

    class Verdict(models.TextChoices):
        """What the person did who had it in view."""

        OPEN = "open", _("open")
        LAPSED = "lapsed", _("lapsed")  # shown something else since, or decided without it
        ACCEPTED = "accepted", _("accepted")
        CORRECTED = "corrected", _("corrected")  # the first of those shown, and not the one taken
        NOT_TAKEN = "not_taken", _("not taken")  # an alternative behind the first

    work_order = models.ForeignKey(WorkOrder, on_delete=models.CASCADE, related_name="suggestions")
    subject = models.CharField(max_length=16, choices=Subject)
    place = models.PositiveSmallIntegerField(help_text="1 for the first of those shown together.")
    value = models.CharField(max_length=128)
    confidence = models.FloatField(help_text="0 to 1.")
    reasons = models.JSONField(default=dict)
    model_version = models.CharField(max_length=64)
    at = models.DateTimeField()
    verdict = models.CharField(max_length=16, choices=Verdict, default=Verdict.OPEN)
    decided_value = models.CharField(max_length=128, blank=True)
    decided_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """The same is open once, however many are shown it at the same time."""

        constraints = [
            models.UniqueConstraint(
                fields=["work_order", "subject", "value"],
                condition=models.Q(verdict="open"),
                name="one_open_suggestion",
            )
        ]

    def __str__(self) -> str:
        return f"{self.work_order_id} {self.subject}: {self.value}"

    @property
    def percent(self) -> int:
        """Give the confidence in percent, as pages show it."""
        return round(100 * self.confidence)


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
