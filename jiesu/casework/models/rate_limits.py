"""How often one address did one thing, shared by all processes."""

from django.db import models


class RateLimitWindow(models.Model):
    """One address, one thing, ten minutes; `key` is a blind index, so that no address is kept."""

    key = models.CharField(max_length=64, unique=True)
    times = models.PositiveIntegerField(default=0)
    until = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.key[:8]}: {self.times}"
