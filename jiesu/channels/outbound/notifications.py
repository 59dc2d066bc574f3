"""What appellants are told, in the language in which they spoke."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from jiesu.casework import wording
from jiesu.casework.kinds import Kind, Secrecy
from jiesu.casework.ledger.events import Occurrence
from jiesu.casework.reading import queries
from jiesu.casework.reading.rows import Appeal
from jiesu.directory.people import Actor
from jiesu.rules.lifecycle import TABLE
from jiesu.rules.steps import Audience

# What an appellant is written about.
EVENTS = frozenset(event for event, told in TABLE.events.items() if told is Audience.NOTIFIED)


@dataclass(frozen=True)
class Notification:
    """A message to one appellant; `key` is the same whenever the same thing is told again."""

    key: str
    subject: str
    text: str


def write(occurrence: Occurrence, appeal: Appeal) -> Notification:
    """Write what happened; whoever must be protected gets no word that others could read."""
    with override(appeal.language):
        happened = wording.say("event", occurrence.event, "letter")
        if appeal.secrecy == Secrecy.CONFIDENTIAL or appeal.kind == Kind.WHISTLEBLOW_REPORT:
            subject, parts = _("News for you"), _guarded()
        else:
            number = appeal.first_work_order.number
            subject = _("Appeal %(number)s: %(happened)s") % {
                "number": number,
                "happened": happened,
            }
            parts = [happened, *_words(occurrence, appeal), _where(appeal)]
    return Notification(f"{occurrence.log_id}-{appeal.pk}", subject, "\n\n".join(parts))


def _guarded() -> list[str]:
    return [
        _("There is news on what you told us. Look it up with your tracking code:"),
        settings.ADDRESS + reverse("follow"),
    ]


def _words(occurrence: Occurrence, appeal: Appeal) -> list[str]:
    """Give the reply or the explanation that was written with the step."""
    told = queries.timeline(appeal.work_order, actor=Actor.resident(appeal.pk))
    if occurrence.event == "appeal.joined_late":
        return [line.reply.text for line in told if line.reply][-1:]
    for line in told:
        if line.entry.pk == occurrence.log_id:
            written = (line.reply, line.extension, line.note)
            texts = [
                getattr(one, "text", getattr(one, "explanation", "")) for one in written if one
            ]
            return [text for text in texts if text]
    return []


def _where(appeal: Appeal) -> str:
    """Say where the appeal stands, by its tracking code, which belongs to the reader alone."""
    link = settings.ADDRESS + reverse("appeal", kwargs={"code": appeal.code})
    return _("Follow it, rate it or object to it here; keep this link to yourself: %s") % link
