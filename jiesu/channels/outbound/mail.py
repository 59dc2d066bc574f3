"""Letters by e-mail."""

from django.conf import settings
from django.core.mail import EmailMessage

from jiesu.casework.vault import Contact
from jiesu.channels.outbound.letters import Letter


def reaches(contact: Contact) -> bool:
    """Tell whether somebody has an e-mail address."""
    return bool(contact.email)


def send(letter: Letter, contact: Contact) -> None:
    """Send a letter.

    One that is sent again has the same `Message-ID`, by which mail programs show it once.
    """
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
    headers = {"Message-ID": f"<{letter.key}@{domain}>", "Auto-Submitted": "auto-generated"}
    EmailMessage(letter.subject, letter.text, to=[contact.email], headers=headers).send()
