"""What and by whom: services, units, duties and the calendar."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from jiesu.directory.models.names import Named, NamedByLanguage, Nested
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


class CalendarDay(NamedByLanguage):
    """A day that is not what its weekday says: a holiday, or a make-up workday (调休)."""

    class Kind(models.TextChoices):
        """What the day is."""

        HOLIDAY = "holiday", _("holiday")
        WORKDAY = "workday", _("make-up workday")

    date = models.DateField(unique=True)
    kind = models.CharField(max_length=16, choices=Kind)

    def __str__(self) -> str:
        return f"{self.date} {self.kind}"
