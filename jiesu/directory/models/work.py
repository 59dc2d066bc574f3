"""What and by whom: services, units, duties, the calendar and the limits of each stage."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from jiesu.directory.models.names import Named, Nested
from jiesu.directory.models.places import Area


class Urgency(models.TextChoices):
    """The time class of a service (F1.23)."""

    EMERGENCY = "emergency", _("emergency")
    URGENT = "urgent", _("urgent")
    GENERAL = "general", _("general")
    COMPLEX = "complex", _("complex")


class Service(Nested):
    """A kind of matter residents bring (事项分类), on three levels."""

    urgency = models.CharField(max_length=16, choices=Urgency, default=Urgency.GENERAL)
    appeal_kind = models.CharField(max_length=32, blank=True)
    active = models.BooleanField(default=True)


class UnitLevel(models.TextChoices):
    """Where a unit stands; a community may help and never leads (F1.19)."""

    CITY = "city", _("city")
    DISTRICT = "district", _("district")
    STREET = "street", _("street or town")
    COMMUNITY = "community", _("community")
    ENTERPRISE = "enterprise", _("public enterprise")


class Unit(Named):
    """A body that handles work orders (承办单位)."""

    level = models.CharField(max_length=16, choices=UnitLevel)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    active = models.BooleanField(default=True)


class Validity(models.Model):
    """A row that is the law from one day to another, both included."""

    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        """Has no table of its own."""

        abstract = True


class DutyItem(Validity):
    """One line of the duty list (履行职责事项清单): who leads a service in an area."""

    class Kind(models.TextChoices):
        """Whose duty it is (F11.1)."""

        BASIC = "basic", _("basic")
        ASSIST = "assist", _("assist")
        TAKEN_BACK = "taken_back", _("taken back")

    service = models.ForeignKey(  # none: whatever nobody else leads (F1.10)
        Service, on_delete=models.PROTECT, null=True, blank=True, related_name="duties"
    )
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True)
    kind = models.CharField(max_length=16, choices=Kind)
    lead_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="duties")
    support_units = models.ManyToManyField(Unit, blank=True, related_name="assisted_duties")
    basis = models.CharField(max_length=300, blank=True)

    class Meta:
        """One line per service, area, kind and first day."""

        constraints = [
            models.UniqueConstraint(
                fields=["service", "area", "kind", "lead_unit", "valid_from"],
                name="one_duty_per_service_area_kind_unit_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.service or '*'} · {self.area or '*'} · {self.lead_unit}"


class CalendarDay(models.Model):
    """A day that is not what its weekday says: a holiday, or a make-up workday (调休)."""

    class Kind(models.TextChoices):
        """What the day is."""

        HOLIDAY = "holiday", _("holiday")
        WORKDAY = "workday", _("make-up workday")

    date = models.DateField(unique=True)
    kind = models.CharField(max_length=16, choices=Kind)
    name_zh = models.CharField(max_length=100, blank=True)
    name_en = models.CharField(max_length=100, blank=True)

    def __str__(self) -> str:
        return f"{self.date} {self.kind}"


class Stage(models.TextChoices):
    """A step that has a limit."""

    ACCEPT = "accept", _("acceptance")
    DISPATCH = "dispatch", _("dispatch")
    SIGN = "sign", _("signing")
    FIRST_CONTACT = "first_contact", _("first contact")
    REPLY = "reply", _("reply")
    FOLLOW_UP = "follow_up", _("follow-up")


class StageLimit(Validity):
    """How long a stage may take for an urgency class, with its legal basis."""

    class Span(models.TextChoices):
        """What is counted."""

        HOURS = "hours", _("hours")
        DAYS = "days", _("days")
        WORKING_HOURS = "working_hours", _("working hours")
        WORKING_DAYS = "working_days", _("working days")

    stage = models.CharField(max_length=16, choices=Stage)
    urgency = models.CharField(max_length=16, choices=Urgency)
    amount = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=16, choices=Span)
    basis = models.CharField(max_length=300, blank=True)

    class Meta:
        """One limit per stage, urgency and first day."""

        constraints = [
            models.UniqueConstraint(
                fields=["stage", "urgency", "valid_from"], name="one_limit_per_stage_urgency_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.stage} {self.urgency}: {self.amount} {self.unit}"
