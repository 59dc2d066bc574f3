"""What a city decides for itself in numbers: the limits of each stage, and single numbers."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from jiesu.directory.models.work import Service, Urgency, Validity


class Stage(models.TextChoices):
    """A step that has a limit."""

    ACCEPT = "accept", _("acceptance")
    DISPATCH = "dispatch", _("dispatch")
    SIGN = "sign", _("signing")
    FIRST_CONTACT = "first_contact", _("first contact")
    REPLY = "reply", _("reply")
    FOLLOW_UP = "follow_up", _("follow-up")


class Span(models.TextChoices):
    """What is counted."""

    HOURS = "hours", _("hours")
    DAYS = "days", _("days")
    WORKING_HOURS = "working_hours", _("working hours")
    WORKING_DAYS = "working_days", _("working days")


class StageLimit(Validity):
    """How long a stage may take for an urgency class, with its legal basis.

    It speaks of one service and those beneath it, of one kind of appeal, or of any.
    """

    stage = models.CharField(max_length=16, choices=Stage)
    urgency = models.CharField(max_length=16, choices=Urgency)
    service = models.ForeignKey(
        Service, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    appeal_kind = models.CharField(max_length=32, blank=True)
    amount = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=16, choices=Span)
    basis = models.CharField(max_length=300, blank=True)

    class Meta:
        """One limit per stage, urgency, service, kind and first day."""

        constraints = [
            models.UniqueConstraint(
                fields=["stage", "urgency", "service", "appeal_kind", "valid_from"],
                name="one_limit_per_stage_urgency_service_kind_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.stage} {self.urgency}: {self.amount} {self.unit}"


class Number(models.TextChoices):
    """What single number of the law it is."""

    EXTENSION_TIMES = "extension_times", _("extensions of one deadline, at the most")
    EXTENSION_EACH = "extension_each", _("time that one extension gives, at the most")
    LEAST_CASES = "least_cases", _("cases that a rate needs to be compared")
    CALLS = "calls", _("calls in vain before an appellant counts as unreachable")
    CALLS_APART = "calls_apart", _("hours between two such calls, at the least")


class PolicyNumber(Validity):
    """One number of the law, in force from one day to another, with its legal basis."""

    number = models.CharField(max_length=32, choices=Number)
    amount = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=16, choices=Span, blank=True)
    basis = models.CharField(max_length=300, blank=True)

    class Meta:
        """One of each number and first day."""

        constraints = [
            models.UniqueConstraint(fields=["number", "valid_from"], name="one_number_per_day")
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.amount} {self.unit}".strip()
