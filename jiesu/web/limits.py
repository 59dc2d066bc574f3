"""How often one address may try: kept in the cache of each process."""

from axes.helpers import get_client_ip_address
from django.core.cache import cache
from django.http import HttpRequest

_WINDOW = 600  # seconds


def spent(request: HttpRequest, name: str, most: int) -> bool:
    """Tell whether this address has failed `most` times within ten minutes."""
    return int(cache.get(_key(request, name), 0)) >= most


def note_failure(request: HttpRequest, name: str) -> None:
    """Count one failure of this address."""
    key = _key(request, name)
    cache.add(key, 0, _WINDOW)
    cache.incr(key)


def _key(request: HttpRequest, name: str) -> str:
    return f"limit:{name}:{get_client_ip_address(request)}"
