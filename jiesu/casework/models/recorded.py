"""What every recorded thing is: a state under a law, a version per log entry, promises and words.

A room's own things, promises and words are subclasses, each with its own foreign key.
"""

from typing import Any, ClassVar, Self

from django.apps import apps
from django.db import models

from jiesu.directory import policy
from jiesu.directory.models import Stage, Urgency
from jiesu.directory.people import Actor
from jiesu.rules.policy import Matter
from jiesu.rules.roles import Role
from jiesu.rules.steps import Table


class Recorded(models.Model):
    """A thing whose every change is a step of its table and a line of its own chain in the log.

    `version` counts its log entries; every change is a compare-and-set on it. `first_due_at` is the
    first due date promised and is never overwritten.
    """

    CHAIN: ClassVar[str]
    table: ClassVar[Table[Any, Any]]

    state = models.CharField(max_length=16)
    state_since = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField(null=True, blank=True)
    first_due_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """A base without a table of its own."""

        abstract = True

    def serves(self, role: Role, unit_id: int | None) -> bool:  # noqa: ARG002  (a subclass asks)
        """Tell whether a duty, held in a unit or in none, is of use for this thing."""
        return True

    def is_own(self, actor: Actor) -> bool:  # noqa: ARG002  (as above)
        """Tell whether a resident acts on what is his."""
        return False

    def clocks(self) -> "models.Manager[Promise]":
        """Give the promises made about this; a thing under no clock has none."""
        raise NotImplementedError(f"a {self.CHAIN} is under no clock")

    def matter(self) -> Matter:
        """Give what limits of time are looked up by."""
        return policy.matter(Urgency.GENERAL, service=None)

    def words(self) -> "models.Manager[Words]":
        """Give the words that belong to steps of this; a thing may have none."""
        raise NotImplementedError(f"no words are kept with a {self.CHAIN}")


class Promise(models.Model):
    """One promise of time; `original_due_at` stays when an extension moves `due_at`.

    It runs until it is met, or ends unmet because nobody owes it any more.
    """

    OF: ClassVar[str]  # the foreign key to the thing it is about

    stage = models.CharField(max_length=16, choices=Stage)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    original_due_at = models.DateTimeField()
    remind_at = models.DateTimeField(help_text="When a fifth of the time is left.")
    met_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    overdue_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """A base without a table of its own."""

        abstract = True

    @classmethod
    def running(cls) -> "models.QuerySet[Self]":
        """Give those that are still owed."""
        return cls._default_manager.filter(met_at__isnull=True, ended_at__isnull=True)

    def was_extended(self) -> bool:
        """Tell whether somebody granted more time; what was granted is not computed again."""
        return False

    @property
    def thing(self) -> Recorded:
        """Give what was promised about."""
        found: Recorded = getattr(self, self.OF)
        return found


class Words(models.Model):
    """Words that belong to a step: a ground, an explanation, an instruction.

    The log holds codes and ids only; the words stand here, where they can be erased.
    """

    event = models.CharField(max_length=64)
    version = models.PositiveIntegerField(help_text="The log entry of the thing it explains.")
    ground = models.CharField(max_length=64, blank=True)
    text = models.TextField(blank=True)
    public = models.BooleanField(default=False)

    class Meta:
        """A base without a table of its own."""

        abstract = True


def recorded_kinds() -> list[type[Recorded]]:
    """List what is recorded, in all rooms."""
    return [model for model in apps.get_models() if issubclass(model, Recorded)]


def promise_kinds() -> list[type[Promise]]:
    """List the tables of promises, in all rooms."""
    return [model for model in apps.get_models() if issubclass(model, Promise)]
