"""What people typed, made safe to keep without changing what they said."""

import re
import unicodedata

import rjieba
from django.utils.translation import gettext as _

from jiesu.casework.errors import InvalidError
from jiesu.rules.policy import SAMPLE

# Control characters but tab and line feed, lone surrogates, and signs that change the direction of
# the text around them, which can make one thing look like another.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)
_BLANK_LINES = re.compile(r"\n{3,}")
_TITLE = 40
# Where a title may end, the best first: after a sentence, after a part of one.
_ENDS = (re.compile(r"[。！？!?；;…]|\.(?= )"), re.compile(r"[，、：:,)）]"))
_HANGING = " 。！？!?；;…，、：:,.（("


def clean(text: str) -> str:
    """Drop control characters, direction marks and lone surrogates; keep every word."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _BLANK_LINES.sub("\n\n", _UNSAFE.sub("", text)).strip()


def one_line(text: str) -> str:
    """Clean a text and put it on one line."""
    return " ".join(clean(text).split())


def title_of(text: str) -> str:
    """Give the beginning of a text as its title, at most 40 characters.

    What is left out is marked by an ellipsis, and never cuts a word: it ends at a sentence, else
    at a part of one, else between words.
    """
    line = one_line(text)
    if len(line) <= _TITLE:
        return line
    return line[: _title_end(line)].rstrip(_HANGING) + "…"


def _title_end(line: str) -> int:
    """Say where the title ends: as late as may be, and not so early that it says nothing."""
    room = _TITLE - 1
    for ends in _ENDS:
        last = max((end.start() for end in ends.finditer(line, 0, room + 1)), default=0)
        if last > _TITLE // 3:
            return last
    last = 0
    for word in rjieba.cut(line[: 2 * _TITLE]):
        if last + len(word) > room:
            break
        last += len(word)
    return last or room


def too_long(text: str, limit: int) -> str | None:
    """Give the sentence for a text over `limit` characters, None for one within."""
    if len(text) <= limit:
        return None
    return _(
        "This text has {length} characters; at most {limit} can be taken. Please shorten it: "
        "what you wrote is still in the form."
    ).format(length=len(text), limit=limit)


def required(text: str, field: str) -> str:
    """Give cleaned words, or raise where there are none or far too many."""
    words = clean(text)
    sentence = too_long(words, SAMPLE.texts.text)
    if not words:
        sentence = _("Please write it in a sentence; the appellant or a colleague will read it.")
    if sentence:
        raise InvalidError({field: sentence})
    return words
