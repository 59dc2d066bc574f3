"""What appellants are told, in the language in which they spoke."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from jiesu.casework import queries
from jiesu.casework.events import Occurrence
from jiesu.casework.models import Appeal, Kind, Secrecy

# Event → what has happened, in a sentence.
HAPPENED: dict[str, Promise] = {
    "appeal.received": gettext_lazy("Your appeal was received."),
    "work_order.dispatched": gettext_lazy("Your appeal was given to the unit in charge."),
    "work_order.extended": gettext_lazy("The unit in charge needs more time for your appeal."),
    "work_order.replied": gettext_lazy("The unit in charge has replied to your appeal."),
    "work_order.answered": gettext_lazy("Your appeal was answered."),
    "work_order.declined": gettext_lazy("Your appeal was not taken up."),
    "work_order.redirected": gettext_lazy("Another channel is in charge of your appeal by law."),
}


@dataclass(frozen=True)
class Letter:
    """A message to one appellant; `key` is the same whenever the same thing is told again."""

    key: str
    subject: str
    text: str


def write(occurrence: Occurrence, appeal: Appeal) -> Letter:
    """Write what happened; whoever must be protected gets no word that others could read."""
    with override(appeal.language):
        happened = str(HAPPENED[occurrence.event])
        if appeal.secrecy == Secrecy.CONFIDENTIAL or appeal.kind == Kind.WHISTLEBLOW_REPORT:
            subject, parts = _("News for you"), _guarded()
        else:
            number = appeal.first_work_order.number
            subject = _("Appeal %(number)s: %(happened)s") % {
                "number": number,
                "happened": happened,
            }
            parts = [happened, *_words(occurrence, appeal), _where(appeal)]
    return Letter(f"{occurrence.log_id}-{appeal.pk}", subject, "\n\n".join(parts))


def _guarded() -> list[str]:
    return [
        _("There is news on what you told us. Look it up with your tracking code:"),
        settings.ADDRESS + reverse("follow"),
    ]


def _words(occurrence: Occurrence, appeal: Appeal) -> list[str]:
    """Give the reply or the explanation that was written with the step."""
    for line in queries.timeline(appeal.work_order, public=True):
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
