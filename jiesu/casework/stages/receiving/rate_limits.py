"""Not too much from one address in a short time, counted for all processes together.

Time is cut into windows of ten minutes, so that a count is one row and forgotten afterwards.
"""

from datetime import UTC, datetime

from django.db import transaction
from django.db.models import F

from jiesu.casework.errors import TooOftenError
from jiesu.casework.identity import vault
from jiesu.casework.models import RateLimitWindow

_WINDOW = 600  # seconds


def check(thing: str, address: str, *, most: int, now: datetime) -> None:
    """Raise `TooOftenError` where `thing` was done from `address` as often as it may be."""
    done = RateLimitWindow.objects.filter(key=_key(thing, address, now), times__gte=most)
    if done.exists():
        raise TooOftenError(_WINDOW - int(now.timestamp()) % _WINDOW)


@transaction.atomic
def count(thing: str, address: str, *, now: datetime) -> None:
    """Count that `thing` was done from `address` once more."""
    mine = RateLimitWindow.objects.filter(key=_key(thing, address, now))
    if not mine.update(times=F("times") + 1):
        RateLimitWindow.objects.filter(until__lte=now).delete()
        ends = now.timestamp() // _WINDOW * _WINDOW + _WINDOW
        until = datetime.fromtimestamp(ends, UTC)
        RateLimitWindow.objects.get_or_create(
            key=_key(thing, address, now), defaults={"until": until}
        )
        mine.update(times=F("times") + 1)


def _key(thing: str, address: str, now: datetime) -> str:
    window = int(now.timestamp()) // _WINDOW
    return vault.index("rate limit", f"{thing} {address} {window}")[:64]
