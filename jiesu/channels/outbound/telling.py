"""The subscriber that tells appellants; a way to reach them is a messenger.

It may be given one occurrence twice: what was sent is kept with the occurrence, so that a letter
goes out again only where a crash fell between its sending and the note of it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from jiesu.casework import access
from jiesu.casework.events import Occurrence
from jiesu.casework.models import Appeal
from jiesu.casework.vault import Contact
from jiesu.channels.models import Told
from jiesu.channels.outbound.letters import HAPPENED, Letter, write
from jiesu.directory.people import Actor

EVENTS = frozenset(HAPPENED)


@dataclass(frozen=True)
class Messenger:
    """A way to reach people; `reaches` says whom, so that nothing is written for nobody."""

    name: str
    reaches: Callable[[Contact], bool]
    send: Callable[[Letter, Contact], None]


def teller(messengers: Sequence[Messenger]) -> Callable[[list[Occurrence]], None]:
    """Give the subscriber that tells appellants by every one of the messengers."""

    def tell(occurrences: list[Occurrence]) -> None:
        for occurrence in occurrences:
            _tell(occurrence, messengers)

    return tell


def _tell(occurrence: Occurrence, messengers: Sequence[Messenger]) -> None:
    actor = Actor.system()
    for appeal in access.appellants(occurrence.work_order_id, actor=actor):
        contact = access.contact(appeal, actor=actor)
        chosen = [one for one in messengers if contact and one.reaches(contact)]
        if contact and chosen:
            letter = write(occurrence, appeal)
            for messenger in chosen:
                _send_once(messenger, letter, contact, occurrence, appeal)


def _send_once(
    messenger: Messenger, letter: Letter, contact: Contact, occurrence: Occurrence, appeal: Appeal
) -> None:
    """Send outside of any transaction: a slow mail server must not hold up the database."""
    told: dict[str, Any] = {
        "log_id": occurrence.log_id,
        "appeal_id": appeal.pk,
        "messenger": messenger.name,
    }
    if not Told.objects.filter(**told).exists():
        messenger.send(letter, contact)
        Told.objects.get_or_create(**told)
