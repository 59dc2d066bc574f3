"""People who work with Jiesu, and the duties they hold; residents need no account."""

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models

from jiesu.directory.models.work import Unit, Validity
from jiesu.rules.roles import STAFF_ROLES


class Person(AbstractUser):
    """Somebody on the staff, signing in by username."""

    first_name = None  # type: ignore[assignment]  # one name field serves every culture
    last_name = None  # type: ignore[assignment]  # as above
    name = models.CharField(max_length=100, blank=True)

    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        """Give the name to show."""
        return str(self)


class RoleGrant(Validity):
    """One duty one person holds for a time, in a unit where the duty belongs to one."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(
        max_length=32, choices=[(role.value, role.value) for role in STAFF_ROLES]
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True)

    class Meta:
        """A duty is granted once per person, unit and first day."""

        constraints = [
            models.UniqueConstraint(
                fields=["person", "role", "unit", "valid_from"], name="one_grant_per_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.role}"
