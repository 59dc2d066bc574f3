"""Finding who somebody is within what they say, and blanking it out.

Patterns look at a plain form of the text, in which full-width signs are plain, signs that are not
seen are gone, and numerals are digits; what they find is blanked out in the text as it was written.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from jiesu.mining.text.identity import patterns

_UNSEEN = re.compile(
    r"[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
_NUMERALS = str.maketrans("零〇一二三四五六七八九幺", "0012345678 91".replace(" ", ""))


@dataclass(frozen=True)
class Span:
    """What was found: which kind of identity, and where in the text (end not included)."""

    kind: str
    start: int
    end: int


def scrub(text: str) -> str:
    """Give `text` with phones, numbers of papers, accounts, names and homes blanked out.

    Each is replaced by a placeholder such as `[phone]`; all else stays letter for letter. Building,
    room and route numbers are kept where nobody says that they live there: they are evidence.
    """
    parts, last = [], 0
    for span in find(text):
        parts += [text[last : span.start], f"[{span.kind}]"]
        last = span.end
    return "".join([*parts, text[last:]]) if parts else text


def find(text: str) -> list[Span]:
    """Give what tells who somebody is, in order, none overlapping; linear in the length."""
    plain, places = _plain(text)
    spans: list[Span] = []
    taken = 0
    for kind, start, end in sorted(_found(plain), key=lambda one: (one[1], -one[2])):
        if start >= taken:
            spans.append(Span(kind, places[start], places[end - 1] + 1))
            taken = end
    return spans


def _found(plain: str) -> Iterator[tuple[str, int, int]]:
    digits = plain.translate(_NUMERALS)
    for one in patterns.ALL:
        said = digits if one.numerals else plain
        for match in one.pattern.finditer(said):
            start, end = match.span(one.group)
            kept = one.kept and one.kept(said, match)
            if end > start and not kept:
                yield one.kind, start, end


def _plain(text: str) -> tuple[str, range | list[int]]:
    """Give the plain form of a text, and where each of its signs stands in the text."""
    if unicodedata.is_normalized("NFKC", text) and not _UNSEEN.search(text):
        return text, range(len(text))
    signs: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        if not _UNSEEN.match(sign):
            for part in unicodedata.normalize("NFKC", sign):
                signs.append(part)
                places.append(place)
    return "".join(signs), places
