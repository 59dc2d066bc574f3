"""Which service a text may be about: what earlier appeals in like words turned out to be."""

from jiesu.casework.assist import precedents
from jiesu.casework.reading.gate import PUBLIC
from jiesu.directory.lookup import service_list
from jiesu.directory.models import Service

_SHORTEST = 4  # characters; less says nothing
_MOST = 3


def services_for(text: str) -> list[Service]:
    """Give up to three services, the likeliest first; none where nothing like it was ever said."""
    if len(text.strip()) < _SHORTEST:
        return []
    return service_list.named([one.code for one in precedents.services(text, actor=PUBLIC)[:_MOST]])
