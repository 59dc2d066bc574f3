"""Which encoding a text file is written in: UTF-8, UTF-16, GB18030, or Windows-1252 at last."""

import codecs
from collections.abc import Callable, Iterator
from itertools import islice
from typing import BinaryIO, NamedTuple

from django.utils.translation import gettext as _

# What stands where bytes were that fit no character: a lone surrogate, which no text holds.
DAMAGE = "\udcff"
MARK_DAMAGE = "mark_damage"  # name of the error handler that puts it there

_CHUNK = 1 << 20
_SAMPLE = 16  # chunks with characters beyond ASCII that decide between damaged encodings
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# One damaged character in so many does not make a file another encoding.
_DAMAGE_ALLOWED = 1 / 200
# Of the characters beyond ASCII in a GB18030 file, so many are everyday hanzi or punctuation.
_CHINESE_AT_LEAST = 0.6

OpenBytes = Callable[[], BinaryIO]


def _mark(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return DAMAGE, error.end


codecs.register_error(MARK_DAMAGE, _mark)


class Encoding(NamedTuple):
    """The codec of a file, and a note where the reader should know more."""

    codec: str
    note: str = ""


class _Tally(NamedTuple):
    beyond_ascii: int
    bad: int
    chinese: int

    @property
    def damage(self) -> float:
        return self.bad / max(1, self.beyond_ascii)


def recognise(open_bytes: OpenBytes) -> Encoding:
    """Read the file once, twice where it is not UTF-8, and say how its bytes are to be read.

    A file that is UTF-8 or GB18030 but for a few damaged bytes is still that: decoded with
    `MARK_DAMAGE`, its damaged rows hold `DAMAGE`.
    """
    with open_bytes() as stream:
        head = stream.read(4)
    for mark, codec in _MARKS:
        if head.startswith(mark):
            return Encoding(codec)
    if _is_whole(open_bytes, "utf-8"):
        return Encoding("utf-8")
    chinese = _tally(open_bytes, "gb18030")
    if chinese.chinese >= _CHINESE_AT_LEAST * chinese.beyond_ascii and _is_whole(
        open_bytes, "gb18030"
    ):
        return Encoding("gb18030", _("The file is written in GB18030."))
    return _damaged(_tally(open_bytes, "utf-8"), chinese)


def _damaged(utf8: _Tally, chinese: _Tally) -> Encoding:
    if utf8.damage < _DAMAGE_ALLOWED:
        return Encoding("utf-8", _("Some bytes of the file are not UTF-8."))
    looks_chinese = chinese.chinese >= _CHINESE_AT_LEAST * chinese.beyond_ascii
    if looks_chinese and chinese.damage < _DAMAGE_ALLOWED:
        return Encoding("gb18030", _("Some bytes of the file are not GB18030."))
    note = _(
        "The file is neither UTF-8 nor GB18030; it is read as Windows-1252 (Western European). "
        "If the texts look wrong, save the file as UTF-8 and import it again."
    )
    return Encoding("cp1252", note)


def _is_whole(open_bytes: OpenBytes, codec: str) -> bool:
    try:
        for _text in _decoded(open_bytes, codec, "strict"):
            pass
    except UnicodeDecodeError:
        return False
    return True


def _tally(open_bytes: OpenBytes, codec: str) -> _Tally:
    beyond = bad = chinese = 0
    texts = (text for text in _decoded(open_bytes, codec, MARK_DAMAGE) if not text.isascii())
    for text in islice(texts, _SAMPLE):
        strange = [character for character in text if character > "\x7f"]
        beyond += len(strange)
        bad += strange.count(DAMAGE)
        chinese += sum(map(_is_everyday, strange))
    return _Tally(beyond, bad, chinese)


def _decoded(open_bytes: OpenBytes, codec: str, errors: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(codec)(errors)
    with open_bytes() as stream:
        while chunk := stream.read(_CHUNK):
            yield decoder.decode(chunk)
    yield decoder.decode(b"", final=True)


def _is_everyday(character: str) -> bool:
    """Say whether a character is in the first level of GB 2312, or Chinese punctuation."""
    code = character.encode("gb18030", "ignore")
    if len(code) != 2:  # noqa: PLR2004  (GB 2312 is two bytes wide)
        return False
    row, place = code
    return place >= 0xA1 and (0xB0 <= row <= 0xD7 or 0xA1 <= row <= 0xA3)  # noqa: PLR2004  (rows of GB 2312)
