"""What people typed, made safe to keep without changing what they said."""

import re
import unicodedata

from django.utils.translation import gettext as _

# Control characters but tab and line feed, lone surrogates, and signs that change the direction of
# the text around them, which can make one thing look like another.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)
_BLANK_LINES = re.compile(r"\n{3,}")


def clean(text: str) -> str:
    """Drop control characters, direction marks and lone surrogates; keep every word."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _BLANK_LINES.sub("\n\n", _UNSAFE.sub("", text)).strip()


def one_line(text: str) -> str:
    """Clean a text and put it on one line."""
    return " ".join(clean(text).split())


def too_long(text: str, limit: int) -> str | None:
    """Give the sentence for a text over `limit` characters, None for one within."""
    if len(text) <= limit:
        return None
    return _(
        "This text has {length} characters; at most {limit} can be taken. Please shorten it: "
        "what you wrote is still in the form."
    ).format(length=len(text), limit=limit)
