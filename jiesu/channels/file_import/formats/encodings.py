"""Which encoding a text file is written in: UTF-8, UTF-16, GB18030, Big5, or Windows-1252."""

import codecs
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice, pairwise
from typing import BinaryIO, NamedTuple

from django.utils.translation import gettext as _

from jiesu.channels import hanzi
from jiesu.channels.file_import.formats.tables import UnreadableError

# What stands where bytes were that fit no character: a lone surrogate, which no text holds.
DAMAGE = "\udcff"
MARK_DAMAGE = "mark_damage"  # name of the error handler that puts it there

_CHUNK = 1 << 20
_SAMPLE = 16  # chunks with characters beyond ASCII that decide between damaged encodings
_HEAD = 4_096  # bytes
_ZEROS, _ZEROS_ONE_IN = 4, 20  # at least so many, and one byte in so many
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# One damaged character in so many does not make a file another encoding; by chance, hardly any
# bytes are UTF-8.
_DAMAGE_ALLOWED = 1 / 20
_UTF8_DAMAGE_ALLOWED = 1 / 4
_TOGETHER_ALLOWED = 0.25  # of the accented letters of a European text, so many stand side by side
_SAMPLE_LINES, _SAMPLE_BYTES = 400, 32_768

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
    """Characters beyond ASCII: all, those that are damage, everyday hanzi, those beside another."""

    beyond_ascii: int
    bad: int
    chinese: int
    together: int

    @property
    def damage(self) -> float:
        return self.bad / max(1, self.beyond_ascii)


def recognise(open_bytes: OpenBytes) -> Encoding:
    """Read the file once, a few times where it is not UTF-8, and say how its bytes are to be read.

    A file that is UTF-8 or GB18030 but for a few damaged bytes is still that: decoded with
    `MARK_DAMAGE`, its damaged rows hold `DAMAGE`. Raises `UnreadableError` where no encoding gives
    a text that somebody may have written.
    """
    if codec := _marked(open_bytes):
        return Encoding(codec)
    if _is_whole(open_bytes, "utf-8"):
        return Encoding("utf-8")
    if _tally(open_bytes, "utf-8").damage < _UTF8_DAMAGE_ALLOWED:
        return Encoding("utf-8", _("Some bytes of the file are not UTF-8."))
    return _chinese(open_bytes) or _western(open_bytes)


def _chinese(open_bytes: OpenBytes) -> Encoding | None:
    tally, guess = _tally(open_bytes, "gb18030"), _guess(open_bytes)
    if hanzi.looks_simplified(tally.chinese, tally.beyond_ascii, guess):
        if _is_whole(open_bytes, "gb18030"):
            return Encoding("gb18030", _("The file is written in %s.") % "GB18030")
        if tally.damage < _DAMAGE_ALLOWED:
            return Encoding("gb18030", _("Some bytes of the file are not GB18030."))
    for codec in hanzi.BIG5 if guess in hanzi.BIG5 else ():
        if _is_whole(open_bytes, codec):
            return Encoding(codec, _("The file is written in %s.") % "Big5")
    return None


def _marked(open_bytes: OpenBytes) -> str:
    """Name the encoding that the first bytes show, if they do."""
    with open_bytes() as stream:
        head = stream.read(_HEAD)
    for mark, codec in _MARKS:
        if head.startswith(mark):
            return codec
    # Without a mark, UTF-16 shows in its commas and line ends: every other byte of them is zero.
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) > max(_ZEROS, len(head) // _ZEROS_ONE_IN) and not min(even, odd):
        return "utf-16-le" if odd else "utf-16-be"
    return ""


def _guess(open_bytes: OpenBytes) -> str:
    """Name the encoding in which the lines beyond ASCII are probably written, or nothing."""
    with open_bytes() as stream:
        lines = (line for line in iter(partial(stream.readline, _HEAD), b"") if not line.isascii())
        sample = b"".join(islice(lines, _SAMPLE_LINES))[:_SAMPLE_BYTES]
    return hanzi.guess(sample)


def _western(open_bytes: OpenBytes) -> Encoding:
    """Take the file for Windows-1252 if its strange letters stand alone, as accents do."""
    tally = _tally(open_bytes, "cp1252")
    if tally.bad or tally.together > _TOGETHER_ALLOWED * tally.beyond_ascii:
        raise UnreadableError(
            _(
                "It cannot be told in which encoding the file is written. Save it as UTF-8, or "
                "name its encoding in the mapping: [file] encoding = …"
            )
        )
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
    beyond = bad = chinese = together = 0
    texts = (text for text in _decoded(open_bytes, codec, MARK_DAMAGE) if not text.isascii())
    for text in islice(texts, _SAMPLE):
        strange = [character for character in text if character > "\x7f"]
        beyond += len(strange)
        bad += strange.count(DAMAGE)
        chinese += hanzi.everyday(strange)
        together += sum(a > "\x7f" < b for a, b in pairwise(text))
    return _Tally(beyond, bad, chinese, together)


def _decoded(open_bytes: OpenBytes, codec: str, errors: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(codec)(errors)
    with open_bytes() as stream:
        while chunk := stream.read(_CHUNK):
            yield decoder.decode(chunk)
    yield decoder.decode(b"", final=True)
