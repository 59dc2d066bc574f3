"""How recorded things of all rooms hang together."""

from django.db import models

from jiesu.directory.models import Person


class Link(models.Model):
    """One thing leads to another; plain numbers, as in the log, so that no room names another."""

    from_chain = models.CharField(max_length=16)
    from_id = models.BigIntegerField()
    to_chain = models.CharField(max_length=16)
    to_id = models.BigIntegerField()
    kind = models.CharField(max_length=16)
    by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        """One link of a kind between two things, found from either end."""

        constraints = [
            models.UniqueConstraint(
                fields=["from_chain", "from_id", "to_chain", "to_id", "kind"], name="one_link"
            )
        ]
        indexes = [models.Index(fields=["to_chain", "to_id"], name="link_backwards")]

    def __str__(self) -> str:
        return f"{self.from_chain} {self.from_id} {self.kind} {self.to_chain} {self.to_id}"
