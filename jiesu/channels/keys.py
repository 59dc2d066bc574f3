"""Keys by which programs are known: made once, shown once, kept as a digest."""

import hashlib
import secrets
from datetime import datetime

from django.db.models import QuerySet

from jiesu.channels.models import ApiKey
from jiesu.directory.models import Person

_MARK = "jiesu_"  # lets people and scanners of leaked secrets recognise a key


def make(name: str, channel: str, *, person: Person | None = None, now: datetime) -> str:
    """Make a key and give it, for the only time, in the clear."""
    key = _MARK + secrets.token_urlsafe(32)
    ApiKey.objects.create(
        name=name, channel=channel, digest=_digest(key), person=person, created_at=now
    )
    return key


def holder(key: str, channel: str) -> ApiKey | None:
    """Give the holder of a key that is in force for the channel."""
    return in_force().filter(digest=_digest(key), channel=channel).first() if key else None


def in_force() -> QuerySet[ApiKey]:
    """Give the keys that were not revoked and whose person, if any, is still on the staff."""
    held = ApiKey.objects.filter(revoked_at__isnull=True).select_related("person")
    return held.exclude(person__is_active=False).order_by("pk")


def revoke(pk: int, *, now: datetime) -> bool:
    """Put a key out of force; False where there is none in force by this number."""
    return bool(ApiKey.objects.filter(pk=pk, revoked_at__isnull=True).update(revoked_at=now))


def _digest(key: str) -> str:
    # A key holds 256 random bits, so a plain digest cannot be searched through.
    return hashlib.sha256(key.encode()).hexdigest()
