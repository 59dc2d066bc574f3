"""The subscriber that tells appellants; a way to reach them is a messenger.

It may be given one occurrence twice: what was sent is kept with the occurrence, so that one
goes out again only where a crash fell between its sending and the note of it. Each recipient
stands alone: one who cannot be reached now is tried again, one who never can be is noted so.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import structlog

from jiesu.casework.identity.vault import Contact
from jiesu.casework.ledger.events import Occurrence
from jiesu.casework.reading import access
from jiesu.casework.reading.rows import Appeal
from jiesu.channels.models import Told
from jiesu.channels.outbound.notifications import Notification, write
from jiesu.channels.outbound.refusals import NotAllToldError, RefusedForGoodError
from jiesu.directory.people import Actor

_log = structlog.get_logger()


@dataclass(frozen=True)
class Messenger:
    """A way to reach people; `reaches` says whom, so that nothing is written for nobody.

    `send` raises `RefusedForGoodError` where trying again would be of no use.
    """

    name: str
    reaches: Callable[[Contact], bool]
    send: Callable[[Notification, Contact], None]


def notifier(messengers: Sequence[Messenger]) -> Callable[[list[Occurrence]], None]:
    """Give the subscriber that tells appellants by every one of the messengers."""

    def notify(occurrences: list[Occurrence]) -> None:
        for occurrence in occurrences:
            _notify(occurrence, messengers)

    return notify


def _notify(occurrence: Occurrence, messengers: Sequence[Messenger]) -> None:
    """Tell every appellant of a step, each for themselves; raises where some wait for a retry."""
    waiting = [
        reason
        for appeal in access.appellants(occurrence.thing_id, actor=Actor.system())
        if _concerns(occurrence, appeal)
        for reason in _tell(occurrence, appeal, messengers)
    ]
    if waiting:
        raise NotAllToldError(", ".join(waiting))


def _concerns(occurrence: Occurrence, appeal: Appeal) -> bool:
    """Tell whether it happened to this appellant: to all of the work order, or to them alone."""
    return not occurrence.event.startswith("appeal.") or occurrence.appeal_id == appeal.pk


def _tell(occurrence: Occurrence, appeal: Appeal, messengers: Sequence[Messenger]) -> Iterator[str]:
    """Tell one appellant by all ways; yield what kept one of them from it, naming nobody."""
    try:
        contact = access.contact(appeal, actor=Actor.system())
        chosen = [one for one in messengers if contact and one.reaches(contact)]
        notification = write(occurrence, appeal) if chosen else None
    except Exception as error:  # noqa: BLE001  (one who cannot be written to holds up nobody else)
        yield f"appeal {appeal.pk}: {type(error).__name__}"
        return
    for messenger in chosen:
        try:
            if contact and notification:
                _send_once(messenger, notification, contact, occurrence, appeal)
        except Exception as error:  # noqa: BLE001  (as above; what it says may hold an address)
            yield f"appeal {appeal.pk}, {messenger.name}: {type(error).__name__}"


def _send_once(
    messenger: Messenger,
    notification: Notification,
    contact: Contact,
    occurrence: Occurrence,
    appeal: Appeal,
) -> None:
    """Send outside of any transaction: a slow mail server must not hold up the database."""
    told: dict[str, Any] = {
        "log_id": occurrence.log_id,
        "appeal_id": appeal.pk,
        "messenger": messenger.name,
    }
    if Told.objects.filter(**told).exists():
        return
    refusal = ""
    try:
        messenger.send(notification, contact)
    except RefusedForGoodError as error:
        refusal = error.code
        _log.warning("refused for good", **told, code=refusal)
    Told.objects.get_or_create(**told, defaults={"refusal": refusal})
