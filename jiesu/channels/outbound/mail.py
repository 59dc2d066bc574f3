"""Notifications by e-mail."""

from smtplib import (
    SMTPDataError,
    SMTPNotSupportedError,
    SMTPRecipientsRefused,
)

from django.conf import settings
from django.core.mail import BadHeaderError, EmailMessage

from jiesu.casework.identity.vault import Contact
from jiesu.channels.outbound.notifications import Notification
from jiesu.channels.outbound.refusals import RefusedForGoodError

_FOR_GOOD = range(500, 600)  # RFC 5321: the same letter would be refused again
_OURS = {530, 534, 535, 538}  # RFC 4954: our own sign-in at the server, which can be mended


def reaches(contact: Contact) -> bool:
    """Tell whether somebody has an e-mail address."""
    return bool(contact.email)


def send(notification: Notification, contact: Contact) -> None:
    """Send a notification; raises `RefusedForGoodError` where it can never arrive.

    One that is sent again has the same `Message-ID`, by which mail programs show it once.
    """
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
    headers = {"Message-ID": f"<{notification.key}@{domain}>", "Auto-Submitted": "auto-generated"}
    message = EmailMessage(notification.subject, notification.text, headers=headers)
    message.to = [contact.email]
    try:
        message.send()
    except (SMTPRecipientsRefused, SMTPDataError) as error:
        code = _code(error)
        if code not in _FOR_GOOD or code in _OURS:
            raise
        raise RefusedForGoodError(str(code)) from None
    except (SMTPNotSupportedError, BadHeaderError):
        raise RefusedForGoodError("address") from None


def _code(error: SMTPRecipientsRefused | SMTPDataError) -> int:
    if isinstance(error, SMTPDataError):
        return int(error.smtp_code)
    return int(max(code for code, _sentence in error.recipients.values()))
