"""What people typed, made safe to keep without changing what they said."""

import re
import unicodedata

import rjieba
from django.utils.translation import gettext as _

from jiesu.casework.errors import InvalidError
from jiesu.rules.policy import SAMPLE

# What is no text: control characters but tab and line feed, lone surrogates, signs that nobody sees
# or that turn the direction of the text around them, which can make one thing look like another,
# and what Unicode keeps for no character, which no XML may hold. The joiners of emoji stay.
_NEVER_CHARACTERS = "".join(
    f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
)
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u061c\u200b\u200e\u200f\u202a-\u202e\u2060"
    f"\u2066-\u2069\ufdd0-\ufdef\ufeff\ufff9-\ufffb{_NEVER_CHARACTERS}]"
)
_LINE_ENDS = re.compile(r"\r\n?|\u2028|\u2029")
_BLANK_LINES = re.compile(r"\n{3,}")
_TITLE = 40
# Where a title may end, the best first: after a sentence, after a part of one.
_ENDS = (re.compile(r"[。！？!?；;…]|\.(?= )"), re.compile(r"[，、：:,)）]"))
_HANGING = " 。！？!?；;…，、：:,.（("


def only_text(text: str) -> str:
    """Make every line end a line feed and drop what is no text; nothing else changes."""
    return _UNSAFE.sub("", _LINE_ENDS.sub("\n", text))


def clean(text: str) -> str:
    """Drop what is no text, compose letters and accents, trim the outside; keep every word."""
    return _BLANK_LINES.sub("\n\n", unicodedata.normalize("NFC", only_text(text))).strip()


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
