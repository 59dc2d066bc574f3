"""The work order (工单): the unit of work that is dispatched and timed."""

from django.db import models
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from jiesu.directory.models import Area, Person, Service, Stage, Unit, Urgency
from jiesu.rules.lifecycle import Outcome, State


class Issue(models.Model):
    """One class of problem (一类事): work orders found alike and confirmed by a person."""

    title = models.CharField(max_length=200)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, null=True, blank=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True)
    confirmed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.title


class WorkOrder(models.Model):
    """Work on one matter for one or more appeals.

    `version` counts the entries of its log; every change is a compare-and-set on it. The stage
    times are the latest of their kind; `first_due_at` is the first reply date promised and is
    never overwritten.
    """

    state = models.CharField(max_length=16, choices=[(s.value, s.value) for s in State])
    outcome = models.CharField(
        max_length=16, choices=[(o.value, o.value) for o in Outcome], default=Outcome.NONE
    )
    version = models.PositiveIntegerField(default=0)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, null=True, blank=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True)
    urgency = models.CharField(max_length=16, choices=Urgency, default=Urgency.GENERAL)
    lead_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True)
    support_units = models.ManyToManyField(Unit, blank=True, related_name="supported_work_orders")
    accused_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    designated = models.BooleanField(default=False)
    rework = models.PositiveSmallIntegerField(default=0)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    appeal_count = models.PositiveIntegerField(default=1)
    issue = models.ForeignKey(
        Issue, on_delete=models.SET_NULL, null=True, blank=True, related_name="work_orders"
    )
    created_at = models.DateTimeField()
    state_since = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    first_due_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    dispatched_at = models.DateTimeField(null=True, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Queues and inboxes read by state and due date, neighbours by place."""

        indexes = [
            models.Index(fields=["state", "due_at"], name="work_order_queue"),
            models.Index(fields=["lead_unit", "state", "due_at"], name="work_order_inbox"),
            models.Index(fields=["lat", "lon"], name="work_order_place"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """Give the number staff speak of: the local day and the serial number."""
        return f"{localtime(self.created_at):%Y%m%d}-{self.pk:07d}"


class Deadline(models.Model):
    """One promise of time; `original_due_at` stays when an extension moves `due_at`."""

    work_order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="deadlines")
    stage = models.CharField(max_length=16, choices=Stage)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    original_due_at = models.DateTimeField()
    remind_at = models.DateTimeField(help_text="When a fifth of the time is left.")
    met_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    overdue_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """The clock asks for what is not met, by due date."""

        indexes = [models.Index(fields=["met_at", "due_at"], name="deadline_clock")]

    def __str__(self) -> str:
        return f"{self.work_order_id} {self.stage}"


class Extension(models.Model):
    """More time, with its ground; a new due date beside the first (F1.15)."""

    deadline = models.ForeignKey(Deadline, on_delete=models.PROTECT, related_name="extensions")
    ground = models.CharField(max_length=64)
    explanation = models.TextField()
    due_at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.deadline}: {self.ground}"


class Objection(models.Model):
    """A unit disputes its duty; decided by somebody else than the dispatcher (F1.12)."""

    class Decision(models.TextChoices):
        """How it ended."""

        UPHELD = "upheld", _("upheld")
        OVERRULED = "overruled", _("overruled")

    work_order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="objections")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    ground = models.CharField(max_length=64)
    explanation = models.TextField()
    proposed_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    decision = models.CharField(max_length=16, choices=Decision, blank=True)
    decided_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.work_order_id}: {self.ground}"


class Note(models.Model):
    """Words that belong to a step: a ground, an explanation, an instruction.

    The log holds codes and ids only; the words stand here, where they can be erased.
    """

    work_order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="notes")
    event = models.CharField(max_length=64)
    version = models.PositiveIntegerField(help_text="The log entry of the work order it explains.")
    ground = models.CharField(max_length=64, blank=True)
    text = models.TextField(blank=True)
    public = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.work_order_id} {self.event}"
