"""What people typed, made safe to keep without changing what they said."""

import re
import unicodedata

from django.utils.translation import gettext as _

# Signs that change the direction of the text around them can make one thing look like another.
_DIRECTION = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_BLANK_LINES = re.compile(r"\n{3,}")


def clean(text: str) -> str:
    """Drop control characters, direction marks and lone surrogates; keep every word."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = _DIRECTION.sub("", text)
    kept = (c for c in text if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"})
    return _BLANK_LINES.sub("\n\n", "".join(kept)).strip()


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
