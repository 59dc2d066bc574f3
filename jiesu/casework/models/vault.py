"""Who the appellant is, sealed; and who looked."""

from django.db import models

from jiesu.directory.models import Person


class Identity(models.Model):
    """A person's data, sealed field by field; found by blind index only.

    Each sealed field is bytes of the cipher: key id, nonce, ciphertext with tag.
    """

    name = models.BinaryField(default=b"")
    phone = models.BinaryField(default=b"")
    email = models.BinaryField(default=b"")
    address = models.BinaryField(default=b"")
    phone_index = models.CharField(max_length=64, blank=True, db_index=True)
    email_index = models.CharField(max_length=64, blank=True, db_index=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"identity {self.pk}"


class ViewLog(models.Model):
    """One look at an identity, with the reason given; never changed, never deleted.

    `chain` and `thing_id` name where it was shown: an appeal, or a thing of another room.
    """

    identity_id = models.BigIntegerField(db_index=True)
    chain = models.CharField(max_length=16, default="appeal", db_default="appeal")
    thing_id = models.BigIntegerField(db_index=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.by_id} looked at {self.chain} {self.thing_id}"
