"""The work order (工单): the unit of work that is dispatched and timed."""

from django.db import models
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from jiesu.casework.models.recorded import Promise, Recorded, Words
from jiesu.directory import policy
from jiesu.directory.models import Area, Person, Service, Unit, Urgency
from jiesu.directory.people import Actor
from jiesu.rules.lifecycle import TABLE, Outcome, State
from jiesu.rules.policy import Matter
from jiesu.rules.roles import UNIT_ROLES, Role


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


class WorkOrder(Recorded):
    """Work on one matter for one or more appeals.

    The stage times are the latest of their kind; what is first promised is the date of the reply.
    """

    CHAIN = "work_order"
    table = TABLE

    state = models.CharField(max_length=16, choices=[(s.value, s.value) for s in State])
    outcome = models.CharField(
        max_length=16, choices=[(o.value, o.value) for o in Outcome], default=Outcome.NONE
    )
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

    def serves(self, role: Role, unit_id: int | None) -> bool:
        """Tell whether a duty is of use: one held in a unit is so for what that unit leads."""
        mine = unit_id is not None and unit_id == self.lead_unit_id
        return role not in UNIT_ROLES or mine

    def is_own(self, actor: Actor) -> bool:
        """Tell whether the resident is one of the appellants, or was before it was merged away."""
        if actor.appeal_id is None:
            return False
        own = models.Q(work_order=self) | models.Q(first_work_order=self)
        return self.appeals.model.objects.filter(own, pk=actor.appeal_id).exists()

    def clocks(self) -> "models.Manager[Deadline]":
        """Give its deadlines."""
        return self.deadlines

    def matter(self) -> Matter:
        """Give what limits of time are looked up by."""
        return policy.matter(self.urgency, service=self.service, kind=self.first_appeal.kind)

    def words(self) -> "models.Manager[Note]":
        """Give the notes that explain its steps."""
        return self.notes


class Deadline(Promise):
    """A promise of time about a work order."""

    OF = "work_order"

    work_order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="deadlines")

    class Meta:
        """The clock asks for what is not met, by due date."""

        indexes = [models.Index(fields=["met_at", "due_at"], name="deadline_clock")]

    def __str__(self) -> str:
        return f"{self.work_order_id} {self.stage}"

    def was_extended(self) -> bool:
        """Tell whether more time was granted."""
        return self.extensions.exists()


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


class Note(Words):
    """Words that belong to a step of a work order."""

    work_order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="notes")

    def __str__(self) -> str:
        return f"{self.work_order_id} {self.event}"
