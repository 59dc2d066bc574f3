"""Letters by e-mail."""

from django.conf import settings
from django.core.mail import EmailMessage

from jiesu.casework.vault import Contact
from jiesu.channels.outbound.letters import Letter


def send(letter: Letter, contact: Contact) -> bool:
    """Send a letter; False for somebody without an e-mail address.

    A letter that is sent again has the same `Message-ID`, by which mail programs show it once.
    """
    if not contact.email:
        return False
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
    headers = {"Message-ID": f"<{letter.key}@{domain}>", "Auto-Submitted": "auto-generated"}
    EmailMessage(letter.subject, letter.text, to=[contact.email], headers=headers).send()
    return True
