"""What was computed, when and from what."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AnalysisRun(models.Model):
    """One run of one analysis; its result is a file that appears whole or not at all."""

    class State(models.TextChoices):
        """How far it came; a running one whose process died is taken over after a while."""

        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")
        CANCELLED = "cancelled", _("cancelled")

    name = models.CharField(max_length=64)
    version = models.CharField(max_length=64)
    state = models.CharField(max_length=16, choices=State, default=State.RUNNING)
    started_at = models.DateTimeField()
    seconds = models.FloatField(null=True)
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)
    rows = models.PositiveBigIntegerField(null=True)
    error = models.TextField(blank=True)

    class Meta:
        """Two workers never run the same analysis at once."""

        constraints = [
            models.UniqueConstraint(
                fields=["name"], condition=models.Q(state="running"), name="one_run_at_a_time"
            )
        ]
        indexes = [models.Index(fields=["name", "started_at"], name="analysis_runs")]

    def __str__(self) -> str:
        return f"{self.name} {self.state}"
